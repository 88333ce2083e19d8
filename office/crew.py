"""Settings: the technicians, added, changed and switched off; who is paged first."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from core.desk.permissions import Permission
from core.errors import FieldRefused
from core.jobs.actions.crew import (
    LAST_ON_CALL,
    LONGEST_NAME,
    CrewDetails,
    activate_technician,
    add_technician,
    deactivate_technician,
    edit_technician,
)
from core.jobs.queries.crew import crew, technician_page
from core.language import Language
from office.access import actor, needs
from office.door import reading, writing
from office.forms import Form
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
    try:
        if form.is_good:
            with writing() as session:
                add_technician(session, details, actor=actor())
            return redirect(url_for("office.technicians"))
    except FieldRefused as refusal:
        form.take(refusal)
    return _new_page(form), 422


@needs(Permission.SETTINGS_EDIT)
def technician(technician_id: int) -> str:
    """One technician."""
    return _page(technician_id, Form())


@needs(Permission.SETTINGS_EDIT)
def change_technician(technician_id: int) -> Response | tuple[str, int]:
    """Save them."""
    form = Form(request.form)
    details = _details(form)
    try:
        if form.is_good:
            with writing() as session:
                edit_technician(session, technician_id, details, actor=actor())
            return redirect(url_for("office.technicians"))
    except FieldRefused as refusal:
        form.take(refusal)
    return _page(technician_id, form), 422


@needs(Permission.SETTINGS_EDIT)
def switch_technician(technician_id: int) -> Response:
    """Switch them on or off, as the form says."""
    wanted = Form(request.form).ticked("wanted")
    switch = activate_technician if wanted else deactivate_technician
    with writing() as session:
        switch(session, technician_id, actor=actor())
    return redirect(url_for("office.technician", technician_id=technician_id))


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
        view = technician_page(session, technician_id)
    form = typed.over(
        name=view.name, phone=view.phone, language=view.language, on_call_order=view.on_call_order
    )
    return render_template(
        "office/settings/technician.html", view=view, form=form, languages=LANGUAGE_CHOICES
    )
