"""Notes of the office on a customer or a property: added below the ones that are there, newest on top."""

from __future__ import annotations

from flask import redirect, request, url_for
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
from office.door import reading, writing
from office.forms import Form
from office.my_desk.mentions import with_named
from office.properties import show_property


@needs(Permission.DIRECTORY_EDIT)
def note_customer(customer_id: int) -> Response | tuple[str, int]:
    """Write a note on a customer."""
    form = Form(request.form)
    if _noted(form, Customer, Place(customer_id=customer_id), customer_id):
        return redirect(url_for("office.customer", customer_id=customer_id, _anchor="notes-here"))
    with reading() as session:
        return shown(session, customer_id, form), 422


@needs(Permission.DIRECTORY_EDIT)
def note_property(property_id: int) -> Response | tuple[str, int]:
    """Write a note on a property."""
    form = Form(request.form)
    if _noted(form, Property, Place(property_id=property_id), property_id):
        return redirect(url_for("office.property_", property_id=property_id, _anchor="notes-here"))
    return show_property(property_id, form), 422


def _noted(form: Form, row: type[Row], place: Place, row_id: int) -> bool:
    """Whether the note was written down; the form says why not."""
    words = _typed(form)
    if not form.is_good:
        return False
    kind = row.__name__.lower()
    with writing() as session:
        if session.get(row, row_id) is None:
            raise NotFound(kind, row_id)
        add_note(session, subject=(kind, row_id), body=words, actor=actor(), place=place)
    return True


def _typed(form: Form) -> str:
    words = form.needed_text("note", "Write the note first.", most=LONGEST)
    named = with_named(words, form, "customer")
    if len(named) > LONGEST:
        form.refuse("note", f"Keep this under {LONGEST:,} characters, with the name before it.")
    return named
