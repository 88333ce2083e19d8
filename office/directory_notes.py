"""Notes of the office on a customer or a property: added below the ones that are there, newest on top."""

from __future__ import annotations

from flask import request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from core.db import Row
from core.desk.actions import add_note
from core.desk.actions.notes import LONGEST
from core.desk.permissions import Permission
from core.directory.model import Customer, Property
from core.errors import NotFound
from core.events.actions import Place
from office.access import actor, needs
from office.customers import shown
from office.door import reading
from office.forms import Form
from office.my_desk.mentions import with_named
from office.once import once
from office.properties import show_property


@needs(Permission.DIRECTORY_EDIT)
def note_customer(customer_id: int) -> Response | tuple[str, int]:
    """Write a note on a customer."""
    form, place = Form(request.form), Place(customer_id=customer_id)
    words = _typed(form)
    if not form.is_good:
        with reading() as session:
            return shown(session, customer_id, form), 422

    def write_down(session: Session) -> str:
        _note(session, Customer, customer_id, words, place)
        return url_for("office.customer", customer_id=customer_id, _anchor="notes-here")

    return once(write_down)


@needs(Permission.DIRECTORY_EDIT)
def note_property(property_id: int) -> Response | tuple[str, int]:
    """Write a note on a property."""
    form, place = Form(request.form), Place(property_id=property_id)
    words = _typed(form)
    if not form.is_good:
        return show_property(property_id, form), 422

    def write_down(session: Session) -> str:
        _note(session, Property, property_id, words, place)
        return url_for("office.property_", property_id=property_id, _anchor="notes-here")

    return once(write_down)


def _note(session: Session, row: type[Row], row_id: int, words: str, place: Place) -> None:
    kind = row.__name__.lower()
    if session.get(row, row_id) is None:
        raise NotFound(kind, row_id)
    add_note(session, subject=(kind, row_id), body=words, actor=actor(), place=place)


def _typed(form: Form) -> str:
    words = form.needed_text("note", "Write the note first.", most=LONGEST)
    named = with_named(words, form, "customer")
    if len(named) > LONGEST:
        form.refuse("note", f"Keep this under {LONGEST:,} characters, with the name before it.")
    return named
