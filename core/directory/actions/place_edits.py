"""Change a property's own facts, and the names of its units. Refuses a place without a street, and two units of one
name; every change is recorded with what stood before.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.clock import is_zone
from core.directory.actions.edits import write_changes
from core.directory.actions.opening import LONGEST_UNIT
from core.directory.actions.places import plain_unit
from core.directory.model import Property, PropertyKind, Unit
from core.errors import FieldRefused, NotFound
from core.events.actions import Actor, Place, record


@dataclass(frozen=True)
class PropertyFacts:
    """What a property says of itself (inventory 22-24). time_zone: an IANA name."""

    name: str
    street: str
    city: str
    state: str
    postal_code: str
    kind: PropertyKind
    time_zone: str


def facts_of_place(place: Property) -> PropertyFacts:
    """What the property says of itself now."""
    return PropertyFacts(
        name=place.name,
        street=place.street,
        city=place.city,
        state=place.state,
        postal_code=place.postal_code,
        kind=PropertyKind(place.kind),
        time_zone=place.time_zone,
    )


def edit_property(
    session: Session, property_id: int, facts: PropertyFacts, *, actor: Actor
) -> Property:
    """Change a property's facts; the same ones again change nothing.

    Another time zone moves no visit: windows are moments, and are only spoken of by another clock. Refuses a place
    without a street, and a time zone nobody knows.
    """
    if not facts.street:
        raise FieldRefused("street", "Give the street and house number.")
    if not is_zone(facts.time_zone):
        raise FieldRefused("time_zone", "Give a time zone such as America/Chicago.")
    place = _locked(session, property_id)
    stands = facts_of_place(place)
    if stands == facts:
        return place
    before, after = write_changes(place, asdict(facts))
    session.flush()
    record(
        session,
        "property.edited",
        subject=("property", place.id),
        actor=actor,
        place=Place(property_id=place.id),
        before=before,
        after=after,
    )
    return place


def rename_unit(session: Session, unit: Unit, name: str, *, actor: Actor) -> None:
    """Give a unit another name, stored without `#` or `apt`.

    Refuses an empty or overlong name, and one that another unit of the property has.
    """
    plain = plain_unit(name)
    if len(plain) > LONGEST_UNIT:
        raise FieldRefused("name", f"Keep a unit’s name under {LONGEST_UNIT} characters.")
    place = _locked(session, unit.property_id)
    session.refresh(unit)
    before = unit.name
    if plain == before:
        return
    session.refresh(place, ["units"])
    if any(each.name.lower() == plain.lower() and each.id != unit.id for each in place.units):
        raise FieldRefused("name", f"{place.street} has a unit {plain} already.")
    unit.name = plain
    session.flush()
    record(
        session,
        "unit.renamed",
        subject=("property", place.id),
        actor=actor,
        place=Place(property_id=place.id),
        before={"unit": before},
        after={"unit": plain},
    )


def _locked(session: Session, property_id: int) -> Property:
    place = session.scalar(
        select(Property)
        .where(Property.id == property_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if place is None:
        raise NotFound("property", property_id)
    return place
