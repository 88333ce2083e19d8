"""Settings: the technicians, added, changed and switched off; who is paged first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields

from flask import redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from core.desk.permissions import Permission
from core.errors import FieldRefused, Refused
from core.jobs.actions.crew import (
    LAST_ON_CALL,
    LONGEST_NAME,
    CrewDetails,
    activate_technician,
    add_technician,
    edit_technician,
)
from core.jobs.actions.leaving_crew import switch_off, switch_off_and_give_away
from core.jobs.model import Technician
from core.jobs.queries.crew import TechnicianView, crew, in_hand, technician_page
from core.language import Language
from office.access import actor, needs
from office.door import reading, writing
from office.forms import Form
from office.meanwhile import opened, settled
from office.once import once
from office.people import LANGUAGE_CHOICES


@needs(Permission.SETTINGS_EDIT)
def technicians() -> str:
    """Every technician."""
    with reading() as session:
        rows = crew(session)
    return render_template("office/settings/technicians.html", rows=rows)


@needs(Permission.SETTINGS_EDIT)
def new_technician() -> str:
    """The empty form."""
    return _new_page(Form.filled(language=Language.ENGLISH))


@needs(Permission.SETTINGS_EDIT)
def add_new_technician() -> Response | tuple[str, int]:
    """Add them."""
    form = Form(request.form)
    details = _details(form)

    def add(session: Session) -> str:
        add_technician(session, details, actor=actor())
        return url_for("office.technicians")

    try:
        if form.is_good:
            return once(add)
    except FieldRefused as refusal:
        form.take(refusal)
    return _new_page(form), 422


@needs(Permission.SETTINGS_EDIT)
def technician(technician_id: int) -> str:
    """One technician."""
    return _page(technician_id, Form())


@needs(Permission.SETTINGS_EDIT)
def change_technician(technician_id: int) -> Response | tuple[str, int]:
    """Save what was changed of them."""
    form = Form(request.form)
    try:
        with writing() as session:
            session.get(Technician, technician_id, with_for_update=True)
            stands = _stands(technician_page(session, technician_id))
            form = settled(form, stands, {"language": LANGUAGE_CHOICES})
            details = _details(form)
            if form.is_good:
                edit_technician(session, technician_id, details, actor=actor())
                return redirect(url_for("office.technicians"))
    except FieldRefused as refusal:
        form.take(refusal)
    return _page(technician_id, form), 422


@needs(Permission.SETTINGS_EDIT)
def switch_technician(technician_id: int) -> Response | tuple[str, int]:
    """Switch them on or off, as the form says; what they have is given to others only where that is ticked."""
    form = Form(request.form)
    switch = switch_off_and_give_away if form.ticked("give") else switch_off
    if form.ticked("wanted"):
        switch = activate_technician
    try:
        with writing() as session:
            switch(session, technician_id, actor=actor())
    except Refused as refusal:
        form.refuse("give", str(refusal))
        return _page(technician_id, form), 422
    return redirect(url_for("office.technician", technician_id=technician_id))


def _stands(view: TechnicianView) -> Mapping[str, object]:
    return {each.name: getattr(view, each.name) for each in fields(CrewDetails)}


def _details(form: Form) -> CrewDetails:
    form.needed_text("phone", "Give the number they are texted at.")
    return CrewDetails(
        name=form.needed_text("name", "Give the technician a name.", most=LONGEST_NAME),
        phone=form.phone("phone"),
        language=form.choice("language", Language),
        on_call_order=form.whole_or_none("on_call_order", least=1, most=LAST_ON_CALL),
    )


def _new_page(form: Form) -> str:
    return render_template(
        "office/settings/new_technician.html", form=form, languages=LANGUAGE_CHOICES
    )


def _page(technician_id: int, typed: Form) -> str:
    with reading() as session:
        view, hand = technician_page(session, technician_id), in_hand(session, technician_id)
    form = opened(typed, _stands(view))
    return render_template(
        "office/settings/technician.html",
        view=view,
        hand=hand,
        form=form,
        languages=LANGUAGE_CHOICES,
    )
