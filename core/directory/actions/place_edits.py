"""Change a property's own facts, and the names of its units. Refuses what somebody else has changed meanwhile; every
change is recorded with what stood before.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.clock import is_zone
from core.directory.actions.edits import write_changes
from core.directory.actions.opening import LONGEST_UNIT
from core.directory.actions.places import plain_unit
from core.directory.model import Property, PropertyKind, Unit
from core.errors import FieldRefused, NotFound, Refused
from core.events.actions import Actor, Place, record

FINGERPRINT = 16


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


class FactsChanged(Refused):
    """Somebody else changed the facts since they were read; nothing was written. now: what stands there."""

    def __init__(self, now: PropertyFacts) -> None:
        where = ", ".join(
            part for part in (now.name, now.street, now.city, now.state, now.postal_code) if part
        )
        super().__init__(
            f"Somebody changed this property meanwhile: it is now {where}, {now.kind}, {now.time_zone}. "
            "Save once more to put yours in its place."
        )
        self.now = now


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


def seen_of_place(facts: PropertyFacts) -> str:
    """Tells these facts from others."""
    return hashlib.sha256(json.dumps(asdict(facts)).encode()).hexdigest()[:FINGERPRINT]


def edit_property(
    session: Session, property_id: int, facts: PropertyFacts, *, seen: str, actor: Actor
) -> Property:
    """Change a property's facts; the same ones again change nothing. seen: of the facts the person had before them.

    Another time zone moves no visit: windows are moments, and are only spoken of by another clock. Refuses a place
    without a street, a time zone nobody knows, and raises FactsChanged where what was seen stands no longer.
    """
    if not facts.street:
        raise FieldRefused("street", "Give the street and house number.")
    if not is_zone(facts.time_zone):
        raise FieldRefused("time_zone", "Give a time zone such as America/Chicago.")
    place = _locked(session, property_id)
    stands = facts_of_place(place)
    if stands == facts:
        return place
    if seen != seen_of_place(stands):
        raise FactsChanged(stands)
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


def rename_unit(session: Session, unit: Unit, name: str, *, seen: str, actor: Actor) -> None:
    """Give a unit another name, stored without `#` or `apt`. seen: the name the person had before them.

    Refuses an empty or overlong name, one that another unit of the property has, and a name changed meanwhile.
    """
    plain = plain_unit(name)
    if len(plain) > LONGEST_UNIT:
        raise FieldRefused("name", f"Keep a unit’s name under {LONGEST_UNIT} characters.")
    place = _locked(session, unit.property_id)
    session.refresh(unit)
    before = unit.name
    if plain == before:
        return
    if before != seen:
        raise FieldRefused("name", f"Somebody has renamed this unit to {before} meanwhile.")
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
