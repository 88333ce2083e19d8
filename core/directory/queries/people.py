"""Who is behind a phone number or an e-mail address, and where they belong."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import CompoundSelect, func, literal_column, select, union
from sqlalchemy.orm import Session, joinedload

from core.directory.model import (
    Contact,
    ContactPoint,
    Customer,
    Property,
    PropertyRelationship,
    RelationshipType,
    Role,
    Unit,
)

MOST_PLACES = 9
MOST_CANDIDATES = 200
# Found in so many streets and sentences that it tells nobody which street is meant.
_SAYS_LITTLE = frozenset(
    {"the", "north", "south", "east", "west", "ne", "nw", "se", "sw"}
    | {"st", "street", "ave", "avenue", "rd", "road", "dr", "drive", "ln", "lane", "way"}
    | {"blvd", "boulevard", "ct", "court", "pl", "place", "hwy", "highway"}
    | {"calle", "avenida", "camino", "el", "la", "los", "las", "de", "del"}
)
_UNIT_WORDS = re.compile(
    r"(?:#|\b(?:apt|apartment|unit|suite|no|apto|depto|departamento)\b\.?)\s*#?\s*(\w+)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class PlaceFound:
    """A property or one unit of it; label: as said to people who belong there."""

    property_id: int
    unit_id: int | None
    label: str


def points_at(session: Session, address: str) -> Sequence[ContactPoint]:
    """Every entry with this number or address, oldest first; several people may share one. Whoever had it and is gone
    is none of them: a message from there is a stranger's, and is answered as one.
    """
    return session.scalars(
        select(ContactPoint)
        .where(ContactPoint.value == address, ContactPoint.retired_at.is_(None))
        .options(joinedload(ContactPoint.contact).joinedload(Contact.customer))
        .order_by(ContactPoint.id)
    ).all()


def roles_of(session: Session, customer_ids: Sequence[int]) -> frozenset[Role]:
    """Every role these customers have on any property."""
    found = session.scalars(
        select(RelationshipType.role)
        .join(PropertyRelationship, PropertyRelationship.type_id == RelationshipType.id)
        .where(PropertyRelationship.customer_id.in_(customer_ids))
        .distinct()
    )
    return frozenset(Role(role) for role in found)


def has_role_at(session: Session, customer_ids: Sequence[int], property_id: int) -> bool:
    """Whether any of these customers may speak for the property: Primary, manager or owner of it."""
    found = session.scalar(
        select(PropertyRelationship.id)
        .join(RelationshipType, PropertyRelationship.type_id == RelationshipType.id)
        .where(
            PropertyRelationship.customer_id.in_(customer_ids),
            PropertyRelationship.property_id == property_id,
            RelationshipType.role.in_([Role.PRIMARY, Role.MANAGER, Role.OWNER]),
        )
        .limit(1)
    )
    return found is not None


def places_of(session: Session, customer_ids: Sequence[int]) -> tuple[PlaceFound, ...]:
    """Where these customers live or work: the units and properties they are linked to, at most MOST_PLACES."""
    links = session.scalars(
        select(PropertyRelationship)
        .where(PropertyRelationship.customer_id.in_(customer_ids))
        .options(joinedload(PropertyRelationship.property), joinedload(PropertyRelationship.unit))
        .order_by(PropertyRelationship.id)
        .limit(MOST_PLACES * 4)
    )
    places = {
        (link.property_id, link.unit_id): place_found(link.property, link.unit) for link in links
    }
    return tuple(places.values())[:MOST_PLACES]


def place_found(place: Property, unit: Unit | None) -> PlaceFound:
    """The pair as one value with its label."""
    label = f"{place.street} #{unit.name}" if unit else place.street
    return PlaceFound(place.id, unit.id if unit else None, label)


def places_named(
    session: Session, words: str, *, among: Sequence[int] = ()
) -> tuple[PlaceFound, ...]:
    """Places whose house number and street name the words contain, with the unit when it is named too.

    among: property ids to look at, or every property when empty. Answers nothing rather than guess: a house number
    and the first telling word of its street must both stand in the words, or the whole name of the property.
    """
    lowered = words.lower()
    query = select(Property).options(joinedload(Property.units)).order_by(Property.id)
    if among:
        query = query.where(Property.id.in_(among))
    query = query.where(Property.id.in_(_told_by(lowered))).limit(MOST_CANDIDATES)
    found = [place for place in session.scalars(query).unique() if _names(lowered, place)]
    return tuple(place_found(place, _unit_named(lowered, place)) for place in found[:MOST_PLACES])


def _told_by(lowered: str) -> CompoundSelect[int]:
    """Places of which the words tell the house number, or the name; each by an index of its own."""
    numbers = re.findall(r"\b\d+[a-z]?\b", lowered)
    number = func.lower(
        func.split_part(Property.street, literal_column("' '"), literal_column("1"))
    )
    told = func.strpos(lowered, func.lower(Property.name)) > 0
    return union(
        select(Property.id).where(number.in_(numbers or [""])),
        select(Property.id).where(Property.name != "", told),
    )


def _names(lowered: str, place: Property) -> bool:
    if place.name and _has(lowered, place.name.lower()):
        return True
    if not _has(lowered, place.street.lower().split()[0]):
        return False
    parts = place.street.lower().split()[1:]
    telling = [part for part in parts if len(part) > 1 and part.strip(".,") not in _SAYS_LITTLE]
    said = telling[0] if telling else " ".join(parts)
    return bool(said) and _has(lowered, said)


def _has(words: str, wanted: str) -> bool:
    """Whether the words hold the wanted ones, whole: a soaked floor is not at Oak House."""
    return re.search(rf"(?<!\w){re.escape(wanted)}(?!\w)", words) is not None


def _unit_named(lowered: str, place: Property) -> Unit | None:
    by_name = {unit.name.lower(): unit for unit in place.units}
    for word in _UNIT_WORDS.findall(lowered):
        if word in by_name:
            return by_name[word]
    after_street = lowered.partition(place.street.lower().split()[-1])[2]
    for word in re.findall(r"\w+", after_street):
        if word in by_name:
            return by_name[word]
    return None


def default_customer(session: Session, property_id: int) -> Customer | None:
    """Whose job it is by default: the property's Primary, else its property manager (domain: Job)."""
    return session.scalar(
        select(Customer)
        .join(PropertyRelationship, PropertyRelationship.customer_id == Customer.id)
        .join(RelationshipType, PropertyRelationship.type_id == RelationshipType.id)
        .where(
            PropertyRelationship.property_id == property_id,
            RelationshipType.role.in_([Role.PRIMARY, Role.MANAGER]),
        )
        .order_by(PropertyRelationship.is_primary.desc(), PropertyRelationship.id)
        .limit(1)
    )
