"""Equipment: the list over all sites, one piece with its service history, and what a job serves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields

from flask import redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from core.desk.permissions import Permission
from core.directory.model import Property
from core.errors import FieldRefused, NotFound
from core.jobs.actions.equipment import (
    LONGEST_NAME,
    LONGEST_NOTES,
    EquipmentDraft,
    add_equipment,
    draft_of_equipment,
    edit_equipment,
    retire_equipment,
    return_equipment,
    serve,
    unserve,
)
from core.jobs.model import Equipment
from core.jobs.queries.equipment import equipment_list, equipment_page
from core.jobs.queries.work import job_numbered
from office.access import actor, needs
from office.door import PAGE_SIZE, reading, row_asked, words_asked, writing
from office.forms import Form
from office.jobs import show_job
from office.meanwhile import opened, settled
from office.once import once
from office.shell import in_room


@needs(Permission.JOBS_READ)
def equipment_over_all() -> str:
    """The list with its search."""
    in_room("properties")
    words = words_asked()
    with reading() as session:
        rows = equipment_list(session, words, limit=PAGE_SIZE + 1, after=row_asked("after"))
    return render_template(
        "office/work/equipment_list.html",
        rows=rows[:PAGE_SIZE],
        more=len(rows) > PAGE_SIZE,
        words=words,
    )


@needs(Permission.EQUIPMENT_EDIT)
def new_equipment(property_id: int) -> str:
    """The empty form, for one property."""
    return _form(property_id, Form.filled(unit_id=request.args.get("unit", "")))


@needs(Permission.EQUIPMENT_EDIT)
def add_new_equipment(property_id: int) -> Response | tuple[str, int]:
    """Write it down."""
    form = Form(request.form)
    draft = _draft(form)

    def add(session: Session) -> str:
        added = add_equipment(session, property_id, draft, actor=actor())
        return url_for("office.equipment", equipment_id=added.id)

    try:
        if form.is_good:
            return once(add)
    except FieldRefused as refusal:
        form.take(refusal)
    return _form(property_id, form), 422


@needs(Permission.JOBS_READ)
def equipment(equipment_id: int) -> str:
    """One piece, its pictures and the jobs that served it."""
    return show_equipment(equipment_id, Form())


@needs(Permission.EQUIPMENT_EDIT)
def change_equipment(equipment_id: int) -> Response | tuple[str, int]:
    """Save what was changed of it."""
    form = Form(request.form)
    try:
        with writing() as session:
            row = session.get(Equipment, equipment_id, with_for_update=True)
            if row is None:
                raise NotFound("equipment", equipment_id)
            form = settled(form, _stands(row), {"unit_id": _unit_words(session, row.property_id)})
            draft = _draft(form)
            if form.is_good:
                edit_equipment(session, equipment_id, draft, actor=actor())
                return redirect(url_for("office.equipment", equipment_id=equipment_id))
    except FieldRefused as refusal:
        form.take(refusal)
    return show_equipment(equipment_id, form), 422


@needs(Permission.EQUIPMENT_EDIT)
def switch_equipment(equipment_id: int) -> Response:
    """Take it out of use, or back into it, as the form says."""
    switch = return_equipment if Form(request.form).ticked("wanted") else retire_equipment
    with writing() as session:
        switch(session, equipment_id, actor=actor())
    return redirect(url_for("office.equipment", equipment_id=equipment_id))


@needs(Permission.JOBS_NOTE)
def serve_equipment(number: int) -> Response | tuple[str, int]:
    """Say that the job serves it."""
    form = Form(request.form)
    chosen = form.needed_row("equipment_id", "Choose the equipment.")
    try:
        if form.is_good:
            with writing() as session:
                serve(session, job_numbered(session, number), chosen, actor=actor())
            return redirect(url_for("office.job", number=number, _anchor="equipment"))
    except FieldRefused as refusal:
        form.take(refusal)
    except NotFound:
        form.refuse("equipment_id", "Choose one of the list.")
    return show_job(number, form), 422


@needs(Permission.JOBS_NOTE)
def unserve_equipment(number: int, equipment_id: int) -> Response:
    """Take it off the job again."""
    with writing() as session:
        unserve(session, job_numbered(session, number), equipment_id, actor=actor())
    return redirect(url_for("office.job", number=number, _anchor="equipment"))


def show_equipment(equipment_id: int, typed: Form) -> str:
    """The page of one piece, with whatever a refused form held."""
    in_room("properties")
    with reading() as session:
        view = equipment_page(session, equipment_id)
        form = opened(typed, _stands(session.get_one(Equipment, equipment_id)))
        return render_template(
            "office/work/equipment.html",
            view=view,
            form=form,
            units=_units(session, view.row.property[0]),
        )


def _stands(row: Equipment) -> Mapping[str, object]:
    stands = draft_of_equipment(row)
    return {each.name: getattr(stands, each.name) for each in fields(EquipmentDraft)}


def _form(property_id: int, form: Form) -> str:
    in_room("properties")
    with reading() as session:
        place = session.get(Property, property_id)
        if place is None:
            raise NotFound("property", property_id)
        units = _units(session, property_id)
        return render_template(
            "office/work/new_equipment.html", place=place, form=form, units=units
        )


def _units(session: Session, property_id: int) -> tuple[tuple[int, str], ...]:
    place = session.get_one(Property, property_id)
    return tuple((unit.id, f"#{unit.name}") for unit in place.units)


def _unit_words(session: Session, property_id: int) -> tuple[tuple[str, str], ...]:
    return tuple((str(unit_id), words) for unit_id, words in _units(session, property_id))


def _draft(form: Form) -> EquipmentDraft:
    return EquipmentDraft(
        name=form.needed_text("name", "Say what it is, such as Boiler.", most=LONGEST_NAME),
        unit_id=form.row("unit_id"),
        make=form.text("make", most=LONGEST_NAME),
        model=form.text("model", most=LONGEST_NAME),
        serial=form.text("serial", most=LONGEST_NAME),
        installed_on=form.day_or_none("installed_on"),
        warranty_until=form.day_or_none("warranty_until"),
        notes=form.text("notes", most=LONGEST_NOTES),
    )
