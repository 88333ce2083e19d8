"""Take new places and their units into the directory; each is recorded. It refuses a unit named
twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.db import JsonObject
from core.directory.actions.places import add_property, add_unit, relate
from core.directory.model import (
    Property,
    PropertyKind,
    PropertyRelationship,
    RelationshipType,
    Role,
    Unit,
)
from core.errors import FieldRefused, Refused
from core.events.actions import Actor, Place, record

LONGEST_UNIT = 40
MOST_UNITS = 500


@dataclass(frozen=True)
class NewPlace:
    """A property as staff write it down. units: the names, such as ("1", "2", "3B")."""

    street: str
    city: str
    state: str
    postal_code: str
    kind: PropertyKind
    time_zone: str
    name: str = ""
    access_notes: str = ""
    units: tuple[str, ...] = ()


def open_property(session: Session, new: NewPlace, *, actor: Actor) -> Property:
    """A new place with its units (inventory 22-25). Refuses what `add_property` refuses, and a unit
    named twice, at the field `units`.
    """
    place = add_property(
        session,
        street=new.street,
        city=new.city,
        state=new.state,
        postal_code=new.postal_code,
        time_zone=new.time_zone,
        kind=new.kind,
        name=new.name,
        access_notes=new.access_notes,
    )
    _note(session, place, "property.added", {"address": place.address}, actor)
    if len(new.units) > MOST_UNITS:
        raise FieldRefused("units", f"Give at most {MOST_UNITS} units at a time.")
    for name in new.units:
        try:
            open_unit(session, place, name, actor=actor)
        except FieldRefused as refusal:
            raise FieldRefused("units", refusal.message) from refusal
    return place


def open_unit(session: Session, place: Property, name: str, *, actor: Actor) -> Unit:
    """One more unit. Refuses an empty or overlong name, and one that stands already."""
    if len(name) > LONGEST_UNIT:
        raise FieldRefused("name", f"Keep a unit’s name under {LONGEST_UNIT} characters.")
    # Held, so that of two at once the second finds the first.
    session.refresh(place, with_for_update=True)
    session.refresh(place, ["units"])
    unit = add_unit(session, place, name=name)
    _note(session, place, "unit.added", {"unit": unit.name}, actor)
    return unit


def make_primary(session: Session, link: PropertyRelationship, *, actor: Actor) -> None:
    """The linked customer becomes the place's one Primary; the one before is demoted (inventory 30).

    The link they had stays beside it: a manager or owner who becomes the Primary decides for the place as before.
    """
    primary = session.scalars(
        select(RelationshipType).where(RelationshipType.role == Role.PRIMARY).limit(1)
    ).first()
    if primary is None:
        raise Refused("Add a relationship type of the kind 'primary' first.")
    relate(session, link.property, link.customer, primary, actor=actor, unit=link.unit)


def units_named(words: str) -> tuple[str, ...]:
    """The unit names in one line such as `1, 2, 3B`; empty parts are passed over."""
    parts: Sequence[str] = words.replace(";", ",").replace("\n", ",").split(",")
    return tuple(part.strip() for part in parts if part.strip())


def _note(session: Session, place: Property, kind: str, said: JsonObject, actor: Actor) -> None:
    record(
        session,
        kind,
        subject=("property", place.id),
        actor=actor,
        place=Place(property_id=place.id),
        after=said,
    )
