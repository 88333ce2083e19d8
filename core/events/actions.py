"""Record what happened. There is no verb to change or remove a record."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy.orm import Session

from core.db import JsonObject
from core.events.model import Event


class ActorType(StrEnum):
    """Who can bring a change about."""

    STAFF = "staff"
    TECHNICIAN = "technician"
    CONTACT = "contact"
    STRANGER = "stranger"
    FIXLINE = "fixline"


@dataclass(frozen=True)
class Actor:
    """The one who did it. id: of the staff user, technician or contact; None for the others."""

    type: ActorType
    name: str
    id: int | None = None


FIXLINE = Actor(ActorType.FIXLINE, "Fixline")


@dataclass(frozen=True)
class Place:
    """Where an event is shown: any of these may be absent."""

    job_id: int | None = None
    booking_id: int | None = None
    customer_id: int | None = None
    property_id: int | None = None


def record(
    session: Session,
    kind: str,
    *,
    subject: tuple[str, int],
    actor: Actor,
    place: Place = Place(),
    before: JsonObject | None = None,
    after: JsonObject | None = None,
    facts: JsonObject | None = None,
) -> Event:
    """Write one event in the transaction that made it true. subject: (type, id), as ("job", 7)."""
    event = Event(
        kind=kind,
        subject_type=subject[0],
        subject_id=subject[1],
        job_id=place.job_id,
        booking_id=place.booking_id,
        customer_id=place.customer_id,
        property_id=place.property_id,
        actor_type=actor.type,
        actor_id=actor.id,
        actor_name=actor.name,
        before=before or {},
        after=after or {},
        facts=facts or {},
    )
    session.add(event)
    session.flush()
    return event
