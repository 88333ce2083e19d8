"""Add properties and units, link customers to them, and say who pays for a place."""

from __future__ import annotations

import re

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.clock import is_zone
from core.directory.model import (
    Customer,
    Property,
    PropertyKind,
    PropertyRelationship,
    RelationshipType,
    Role,
    Unit,
)
from core.errors import FieldRefused, NotFound, Refused
from core.events.actions import Actor, Place, record


def add_property(
    session: Session,
    *,
    street: str,
    city: str,
    state: str,
    postal_code: str,
    time_zone: str,
    kind: PropertyKind = PropertyKind.RENTAL,
    name: str = "",
    access_notes: str = "",
) -> Property:
    """A new place. Refuses one without a street, or in a time zone nobody knows (inventory 22-24)."""
    if not street.strip():
        raise FieldRefused("street", "Give the street and house number.")
    if not is_zone(time_zone):
        raise FieldRefused("time_zone", "Give a time zone such as America/Chicago.")
    place = Property(
        street=street.strip(),
        city=city.strip(),
        state=state.strip(),
        postal_code=postal_code.strip(),
        time_zone=time_zone,
        kind=kind,
        name=name.strip(),
        access_notes=access_notes,
    )
    session.add(place)
    session.flush()
    return place


# What people write before a unit's own name.
_BEFORE_UNIT = re.compile(r"^(?:(?:apt|apartment|unit|suite)\b\.?\s*)?#?\s*", re.IGNORECASE)


def plain_unit(name: str) -> str:
    """A unit's name without `#` or `apt`. Refuses one of which nothing is left."""
    plain = _BEFORE_UNIT.sub("", name.strip()).strip()
    if not plain:
        raise FieldRefused("name", "Give the unit a number or name.")
    return plain


def add_unit(session: Session, place: Property, *, name: str) -> Unit:
    """A unit of a property, stored without `#` or `apt`. Refuses an empty name or one that exists."""
    plain = plain_unit(name)
    if any(unit.name.lower() == plain.lower() for unit in place.units):
        raise FieldRefused("name", f"{place.street} has a unit {plain} already.")
    unit = Unit(property=place, name=plain)
    session.add(unit)
    session.flush()
    return unit


def relate(
    session: Session,
    place: Property,
    customer: Customer,
    type_: RelationshipType,
    *,
    actor: Actor,
    unit: Unit | None = None,
) -> PropertyRelationship:
    """Link a customer to a property, or to one unit of it (inventory 27-30).

    A link as Primary demotes the Primary before it in the same action; the property's row is locked meanwhile, so
    of two at once exactly one stays Primary. A link alone makes nobody pay (inventory 18). Linking again is harmless.
    """
    session.execute(select(Property.id).where(Property.id == place.id).with_for_update())
    if type_.role is Role.PRIMARY:
        _demote_primary(session, place, customer, unit, actor=actor)
    unit_id = unit.id if unit else None
    link = _link(session, place.id, customer.id, unit_id, type_.id)
    if link is not None:
        return link
    link = PropertyRelationship(
        property=place,
        customer=customer,
        unit=unit,
        type=type_,
        is_primary=type_.role is Role.PRIMARY,
    )
    session.add(link)
    session.flush()
    record(
        session,
        "property.linked",
        subject=("property", place.id),
        actor=actor,
        place=Place(property_id=place.id, customer_id=customer.id),
        after={"type": type_.name, "unit": unit.name if unit else None},
    )
    return link


def _link(
    session: Session, property_id: int, customer_id: int, unit_id: int | None, type_id: int
) -> PropertyRelationship | None:
    return session.scalar(
        select(PropertyRelationship).where(
            PropertyRelationship.property_id == property_id,
            PropertyRelationship.customer_id == customer_id,
            PropertyRelationship.unit_id.is_not_distinct_from(unit_id),
            PropertyRelationship.type_id == type_id,
        )
    )


def _demote_primary(
    session: Session, place: Property, wanted: Customer, unit: Unit | None, *, actor: Actor
) -> None:
    """Make room for the wanted Primary; one that stands in the very same place stays."""
    standing = session.scalar(
        select(PropertyRelationship)
        .where(PropertyRelationship.property_id == place.id, PropertyRelationship.is_primary)
        .with_for_update()
    )
    if standing is None:
        return
    if standing.customer_id == wanted.id and standing.unit_id == (unit.id if unit else None):
        return
    other = session.scalar(
        select(RelationshipType)
        .where(RelationshipType.role == Role.OTHER)
        .order_by(RelationshipType.active.desc(), RelationshipType.position)
        .limit(1)
    )
    if other is None:
        raise Refused("Add a relationship type of the kind 'other' before changing the Primary.")
    if _link(session, place.id, standing.customer_id, standing.unit_id, other.id) is None:
        standing.type, standing.is_primary = other, False
    else:
        session.delete(standing)
    session.flush()
    record(
        session,
        "property.primary_demoted",
        subject=("property", place.id),
        actor=actor,
        place=Place(property_id=place.id, customer_id=standing.customer_id),
    )


def unlink(session: Session, link: PropertyRelationship, *, actor: Actor) -> None:
    """Take a link away. Refused while the customer is the one who pays for the place and has no other link."""
    place, customer = link.property, link.customer
    session.refresh(place, with_for_update=True)
    others = session.scalar(
        select(PropertyRelationship.id).where(
            PropertyRelationship.property_id == place.id,
            PropertyRelationship.customer_id == customer.id,
            PropertyRelationship.id != link.id,
        )
    )
    if place.financially_responsible_customer_id == customer.id and others is None:
        raise Refused(
            f"{customer.display_name} pays for {place.street}. "
            "Choose another financially responsible party first."
        )
    session.delete(link)
    session.flush()
    record(
        session,
        "property.unlinked",
        subject=("property", place.id),
        actor=actor,
        place=Place(property_id=place.id, customer_id=customer.id),
        before={"type": link.type.name},
    )


def update_responsible_party(
    session: Session, place: Property, customer: Customer | None, *, actor: Actor
) -> None:
    """Set who is billed for the place by default; must be linked to it (inventory 33, 34). None: nobody set."""
    session.refresh(place, with_for_update=True)
    if customer is not None and not is_linked(session, place, customer):
        raise Refused(f"Link {customer.display_name} to {place.street} first.")
    before = place.financially_responsible_customer_id
    place.responsible = customer
    session.flush()
    record(
        session,
        "property.responsible_party_updated",
        subject=("property", place.id),
        actor=actor,
        place=Place(property_id=place.id, customer_id=customer.id if customer else None),
        before={"customer_id": before},
        after={"customer_id": customer.id if customer else None},
    )


def is_linked(session: Session, place: Property, customer: Customer) -> bool:
    """Whether the customer has any link to the property."""
    found = session.scalar(
        select(PropertyRelationship.id)
        .where(
            PropertyRelationship.property_id == place.id,
            PropertyRelationship.customer_id == customer.id,
        )
        .limit(1)
    )
    return found is not None


def relationship_type(session: Session, name: str) -> RelationshipType:
    """The type with this label; NotFound when the company has none."""
    found = session.scalar(select(RelationshipType).where(RelationshipType.name == name))
    if found is None:
        raise NotFound("relationship type", name)
    return found
