"""Write a new property down with its units; for a booking from a place unknown, the form starts with
what was said and saving leads back to it.
"""

from __future__ import annotations

from flask import render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from core.desk.permissions import Permission
from core.directory.actions.opening import NewPlace, open_property, units_named
from core.directory.actions.places import relate
from core.directory.model import Customer, Property, PropertyKind, RelationshipType, Unit
from core.errors import FieldRefused, Refused
from core.jobs.actions.booking import set_place
from core.jobs.actions.naming import waiting_booking
from office.access import actor, needs
from office.door import office, reading
from office.forms import Form
from office.once import once
from office.origin import Origin, origin_asked, usual_way, ways_to_belong

LONGEST_LINE = 200
LONGEST_NOTES = 4000
KINDS = tuple((kind.value, kind.value.capitalize()) for kind in PropertyKind)


@needs(Permission.DIRECTORY_EDIT)
def new_property() -> str:
    """The form, empty or with what a booking knows."""
    zone = office().settings.company_timezone
    with reading() as session:
        origin = origin_asked(session, request.args.get("booking"))
        form = Form.filled(kind=PropertyKind.RENTAL, time_zone=zone)
        if origin is not None:
            form = Form.filled(
                kind=PropertyKind.RENTAL,
                time_zone=zone,
                street=origin.street,
                units=origin.unit_said,
                unit_here=origin.unit_said,
                type_id=usual_way(session),
            )
        return _page(session, form, origin)


@needs(Permission.DIRECTORY_EDIT)
def add_new_property() -> Response | tuple[str, int]:
    """Write it down with its units."""
    form = Form(request.form)
    new = _typed(form)
    unit_here, type_id = form.text("unit_here", most=40), form.row("type_id")

    def write_down(session: Session) -> str:
        origin = origin_asked(session, form.value("booking"))
        place = open_property(session, new, actor=actor())
        if origin is None:
            return url_for("office.property_", property_id=place.id)
        _answer_booking(session, origin, place, unit_here, type_id)
        return url_for("office.booking", booking_id=origin.booking_id)

    try:
        if form.is_good:
            return once(write_down)
    except FieldRefused as refusal:
        form.take(refusal)
    except Refused as refusal:
        form.refuse("booking", str(refusal))
    with reading() as session:
        return _page(session, form, origin_asked(session, form.value("booking"))), 422


def _typed(form: Form) -> NewPlace:
    return NewPlace(
        street=form.needed_text("street", "Give the street and house number.", most=LONGEST_LINE),
        city=form.text("city", most=100),
        state=form.text("state", most=40),
        postal_code=form.text("postal_code", most=20),
        kind=form.choice("kind", PropertyKind),
        time_zone=form.text("time_zone", most=60),
        name=form.text("name", most=LONGEST_LINE),
        access_notes=form.text("access_notes", most=LONGEST_NOTES),
        units=units_named(form.text("units", most=4000)),
    )


def _answer_booking(
    session: Session, origin: Origin, place: Property, unit_here: str, type_id: int | None
) -> None:
    """It is here that help is needed; who asked is linked to it where they are known."""
    booking = waiting_booking(session, origin.booking_id)
    unit = _unit(place, unit_here)
    set_place(
        session,
        booking,
        property_id=place.id,
        unit_id=unit.id if unit else None,
        actor=actor(),
    )
    customer = session.get(Customer, origin.customer[0]) if origin.customer else None
    if customer is None or type_id is None:
        return
    way = session.get(RelationshipType, type_id)
    if way is None:
        raise FieldRefused("type_id", "Choose one of the list.")
    relate(session, place, customer, way, actor=actor(), unit=unit)


def _unit(place: Property, named: str) -> Unit | None:
    if not named:
        return None
    for unit in place.units:
        if unit.name.lower() == named.lower():
            return unit
    raise FieldRefused("unit_here", f"Write {named} among the units too, or leave this empty.")


def _page(session: Session, form: Form, origin: Origin | None) -> str:
    return render_template(
        "office/properties/new.html",
        form=form,
        origin=origin,
        kinds=KINDS,
        ways=ways_to_belong(session) if origin and origin.customer else (),
    )
