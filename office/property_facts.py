"""A property's own facts and the names of its units, changed on its page. Refused where a colleague changed them
meanwhile, with what stands there now.
"""

from __future__ import annotations

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from core.desk.permissions import Permission
from core.directory.actions.place_edits import (
    PropertyFacts,
    edit_property,
    rename_unit,
)
from core.directory.model import PropertyKind, Unit
from core.errors import FieldRefused, NotFound
from office.access import actor, needs
from office.door import writing
from office.forms import Form
from office.meanwhile import settled
from office.properties import KINDS, facts_said, held_property, show_property

LONGEST_LINE = 200


@needs(Permission.DIRECTORY_EDIT)
def change_property(property_id: int) -> Response | tuple[str, int]:
    """Save what was changed of name, address, kind and time zone."""
    form = Form(request.form)
    try:
        with writing() as session:
            stands = facts_said(held_property(session, property_id))
            facts = _facts(settled(form, stands, {"kind": KINDS}))
            if form.is_good:
                edit_property(session, property_id, facts, actor=actor())
                return _to_property(property_id, "facts")
    except FieldRefused as refusal:
        form.take(refusal)
    return show_property(property_id, form), 422


@needs(Permission.DIRECTORY_EDIT)
def rename_property_unit(property_id: int, unit_id: int) -> Response | tuple[str, int]:
    """Give a unit another name."""
    form, field = Form(request.form), f"unit-{unit_id}"
    try:
        with writing() as session:
            held_property(session, property_id)
            unit = session.get(Unit, unit_id)
            if unit is None or unit.property_id != property_id:
                raise NotFound("unit", unit_id)
            settled(form, {field: unit.name})
            name = form.needed_text(field, "Give the unit a number or name.")
            if form.is_good:
                rename_unit(session, unit, name, actor=actor())
                return _to_property(property_id, "units")
    except FieldRefused as refusal:
        form.refuse(field, refusal.message)
    return show_property(property_id, form), 422


def _facts(form: Form) -> PropertyFacts:
    return PropertyFacts(
        name=form.text("name", most=LONGEST_LINE),
        street=form.needed_text("street", "Give the street and house number.", most=LONGEST_LINE),
        city=form.text("city", most=100),
        state=form.text("state", most=40),
        postal_code=form.text("postal_code", most=20),
        kind=form.choice("kind", PropertyKind),
        time_zone=form.text("time_zone", most=60),
    )


def _to_property(property_id: int, part: str) -> Response:
    return redirect(url_for("office.property_", property_id=property_id, _anchor=part))
