"""What happened to something, in order, as a page's timeline shows it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, or_, select, true
from sqlalchemy.orm import Session

from core.events.actions import ActorType
from core.events.model import Event

MOST = 300
# How events of the books begin: sums, which not everybody who sees a job may see.
OF_THE_BOOKS = ("invoice.", "payment.", "credit.", "plan.", "statement.", "batch.")


@dataclass(frozen=True)
class Happening:
    """One event. subject: what it happened to, as ("job", 7)."""

    id: int
    kind: str
    at: datetime
    actor: str
    actor_type: ActorType
    subject: tuple[str, int]
    before: Mapping[str, object]
    after: Mapping[str, object]


def happenings_of_job(
    session: Session, job_id: int, booking_id: int | None, *, hidden: Sequence[str] = ()
) -> tuple[Happening, ...]:
    """What happened to a job and to the booking it came from, oldest first; the last MOST.

    hidden: how the kinds begin that are left out, as OF_THE_BOOKS.
    """
    where = Event.job_id == job_id
    if booking_id is not None:
        where = or_(where, Event.booking_id == booking_id)
    return _listed(session, where & shown_but(hidden))


def happenings_of_kinds(
    session: Session, job_id: int, booking_id: int | None, kinds: Sequence[str], *, below: int
) -> tuple[Happening, ...]:
    """What happened of these kinds to a job and its booking before event `below`, oldest first; the last MOST."""
    where = Event.job_id == job_id
    if booking_id is not None:
        where = or_(where, Event.booking_id == booking_id)
    return _listed(session, where & Event.kind.in_(kinds) & (Event.id < below))


def happenings_of_booking(session: Session, booking_id: int) -> tuple[Happening, ...]:
    """What happened to a booking, oldest first."""
    return _listed(session, Event.booking_id == booking_id)


def happenings_of_customer(
    session: Session, customer_id: int, *, most: int = MOST, hidden: Sequence[str] = ()
) -> tuple[Happening, ...]:
    """What happened to a customer and at their jobs, oldest first; the last `most`."""
    return _listed(session, (Event.customer_id == customer_id) & shown_but(hidden), most)


def happenings_of_property(
    session: Session, property_id: int, *, most: int = MOST, hidden: Sequence[str] = ()
) -> tuple[Happening, ...]:
    """What happened at a property, oldest first; the last `most`."""
    return _listed(session, (Event.property_id == property_id) & shown_but(hidden), most)


def happenings_about(session: Session, subject: tuple[str, int]) -> tuple[Happening, ...]:
    """What happened to one row, such as ("conversation", 7), oldest first."""
    return _listed(session, (Event.subject_type == subject[0]) & (Event.subject_id == subject[1]))


def happenings_numbered(session: Session, event_ids: Sequence[int]) -> tuple[Happening, ...]:
    """These very events, oldest first."""
    return _listed(session, Event.id.in_(event_ids)) if event_ids else ()


def shown_but(hidden: Sequence[str]) -> ColumnElement[bool]:
    """Every event but those whose kind begins with one of these."""
    return and_(true(), *(Event.kind.not_like(f"{each}%") for each in hidden))


def _listed(
    session: Session, where: ColumnElement[bool], most: int = MOST
) -> tuple[Happening, ...]:
    rows = session.scalars(select(Event).where(where).order_by(Event.id.desc()).limit(most))
    return tuple(reversed([happening_of(event) for event in rows]))


def happening_of(event: Event) -> Happening:
    """The event as pages read it."""
    return Happening(
        id=event.id,
        kind=event.kind,
        at=event.created_at,
        actor=event.actor_name,
        actor_type=ActorType(event.actor_type),
        subject=(event.subject_type, event.subject_id),
        before=event.before,
        after=event.after,
    )
