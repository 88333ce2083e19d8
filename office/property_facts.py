"""A property's own facts and the names of its units, changed on its page. Refused where a colleague changed them
meanwhile, with what stands there now.
"""

from __future__ import annotations

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from core.desk.permissions import Permission
from core.directory.actions.place_edits import (
    FactsChanged,
    PropertyFacts,
    edit_property,
    rename_unit,
    seen_of_place,
)
from core.directory.model import PropertyKind, Unit
from core.errors import FieldRefused, NotFound
from office.access import actor, needs
from office.door import writing
from office.forms import Form
from office.properties import show_property

LONGEST_LINE = 200
LONGEST_SEEN = 60


@needs(Permission.DIRECTORY_EDIT)
def change_property(property_id: int) -> Response | tuple[str, int]:
    """Save name, address, kind and time zone."""
    form = Form(request.form)
    facts = PropertyFacts(
        name=form.text("name", most=LONGEST_LINE),
        street=form.needed_text("street", "Give the street and house number.", most=LONGEST_LINE),
        city=form.text("city", most=100),
        state=form.text("state", most=40),
        postal_code=form.text("postal_code", most=20),
        kind=form.choice("kind", PropertyKind),
        time_zone=form.text("time_zone", most=60),
    )
    try:
        if form.is_good:
            with writing() as session:
                seen = form.text("seen", most=LONGEST_SEEN)
                edit_property(session, property_id, facts, seen=seen, actor=actor())
            return _to_property(property_id, "facts")
    except FieldRefused as refusal:
        form.take(refusal)
    except FactsChanged as refusal:
        form = Form({**request.form, "seen": seen_of_place(refusal.now)})
        form.refuse("facts", str(refusal))
        return show_property(property_id, form), 409
    return show_property(property_id, form), 422


@needs(Permission.DIRECTORY_EDIT)
def rename_property_unit(property_id: int, unit_id: int) -> Response | tuple[str, int]:
    """Give a unit another name."""
    form, field = Form(request.form), f"unit-{unit_id}"
    name = form.needed_text(field, "Give the unit a number or name.")
    try:
        if form.is_good:
            with writing() as session:
                unit = session.get(Unit, unit_id)
                if unit is None or unit.property_id != property_id:
                    raise NotFound("unit", unit_id)
                seen = form.text("seen_unit", most=LONGEST_SEEN)
                rename_unit(session, unit, name, seen=seen, actor=actor())
            return _to_property(property_id, "units")
    except FieldRefused as refusal:
        form.refuse(field, refusal.message)
    return show_property(property_id, form), 422


def _to_property(property_id: int, part: str) -> Response:
    return redirect(url_for("office.property_", property_id=property_id, _anchor=part))
