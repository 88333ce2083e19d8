"""Who belongs to a property: customers linked and unlinked, one of them made Primary; and its units."""

from __future__ import annotations

from flask import redirect, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from core.desk.permissions import Permission
from core.directory.actions.opening import make_primary, open_unit
from core.directory.actions.places import relate, unlink
from core.directory.model import Customer, Property, PropertyRelationship, RelationshipType, Unit
from core.errors import FieldRefused, NotFound, Refused
from office.access import actor, needs
from office.door import writing
from office.forms import Form
from office.once import once
from office.properties import show_property


@needs(Permission.DIRECTORY_EDIT)
def link_customer(property_id: int) -> Response | tuple[str, int]:
    """Link a customer to the property, or to one unit of it."""
    form = Form(request.form)
    with writing() as session:
        place = _place(session, property_id)
        customer = session.get(Customer, form.needed_row("customer_id", "Choose the customer."))
        way = session.get(RelationshipType, form.needed_row("type_id", "Say how they stand to it."))
        unit_id = form.row("link_unit_id")
        unit = session.get(Unit, unit_id) if unit_id else None
        if unit_id and (unit is None or unit.property_id != place.id):
            form.refuse("link_unit_id", "Choose one of the list.")
        if customer is None:
            form.refuse("customer_id", "Choose the customer.")
        if way is None:
            form.refuse("type_id", "Say how they stand to it.")
        if customer is not None and way is not None and form.is_good:
            relate(session, place, customer, way, actor=actor(), unit=unit)
    return _answer(property_id, form)


@needs(Permission.DIRECTORY_EDIT)
def set_primary(property_id: int, link_id: int) -> Response | tuple[str, int]:
    """This linked customer is the property's one Primary from now on."""
    form = Form(request.form)
    try:
        with writing() as session:
            make_primary(session, _link(session, property_id, link_id), actor=actor())
    except Refused as refusal:
        form.refuse("links", str(refusal))
    return _answer(property_id, form)


@needs(Permission.DIRECTORY_EDIT)
def unlink_customer(property_id: int, link_id: int) -> Response | tuple[str, int]:
    """Take the link away; refused for the one who pays."""
    form = Form(request.form)
    try:
        with writing() as session:
            unlink(session, _link(session, property_id, link_id), actor=actor())
    except Refused as refusal:
        form.refuse("links", str(refusal))
    return _answer(property_id, form)


@needs(Permission.DIRECTORY_EDIT)
def add_property_unit(property_id: int) -> Response | tuple[str, int]:
    """One more unit."""
    form = Form(request.form)
    name = form.needed_text("unit_name", "Give the unit a number or name.")

    def add(session: Session) -> str:
        open_unit(session, _place(session, property_id), name, actor=actor())
        return url_for("office.property_", property_id=property_id)

    try:
        if form.is_good:
            return once(add)
    except FieldRefused as refusal:
        form.refuse("unit_name", refusal.message)
    return show_property(property_id, form), 422


def _place(session: Session, property_id: int) -> Property:
    place = session.get(Property, property_id)
    if place is None:
        raise NotFound("property", property_id)
    return place


def _link(session: Session, property_id: int, link_id: int) -> PropertyRelationship:
    link = session.get(PropertyRelationship, link_id)
    if link is None or link.property_id != property_id:
        raise NotFound("link", link_id)
    return link


def _answer(property_id: int, form: Form) -> Response | tuple[str, int]:
    if form.is_good:
        return redirect(url_for("office.property_", property_id=property_id))
    return show_property(property_id, form), 422
