"""Take people, numbers and addresses out of the directory, and correct what was typed wrong. Rows stay for what names
them; it refuses what somebody else has changed meanwhile.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.clock import database_now
from core.db import JsonObject
from core.directory.actions.people import add_point, normalised
from core.directory.actions.person_events import note_person
from core.directory.model import Contact, ContactPoint, PointKind
from core.errors import Refused
from core.events.actions import Actor, Place, record

# Why nothing is sent to it any more, as "who was told" and messages that waited say it.
REMOVED = "removed by the office"


@dataclass(frozen=True)
class Correction:
    """A number or address as it should have been written down."""

    value: str
    label: str


def correct_entry(
    session: Session, point: ContactPoint, typed: Correction, *, actor: Actor
) -> ContactPoint:
    """Put another number or address in the place of this one, as if it had been typed so at once.

    It keeps what the person chose: job updates, bills, statements. It does not keep what was said about being written
    to, nor what the carrier said: those belong to the address (decision 6). What was told to the old one stays told
    there. Refuses what is no number or address, and one the person has already.
    """
    person = _held(session, point)
    value, label = normalised(PointKind(point.kind), typed.value), typed.label.strip()
    before: JsonObject = {"contact_point_id": point.id, "label": point.label}
    if value == point.value and label == point.label:
        return point
    kept = point if value == point.value else _instead(session, person, point, value)
    kept.label = label
    session.flush()
    after: JsonObject = {"contact_point_id": kept.id, "label": label}
    _note(session, kept, "contact_point.corrected", before, after, actor)
    return kept


def remove_entry(session: Session, point: ContactPoint, *, actor: Actor) -> None:
    """The number or address is nobody's from now on: nothing is sent there, what comes from there is a stranger's."""
    person = _held(session, point)
    before: JsonObject = {"contact_point_id": point.id, "label": point.label}
    _retire([point], database_now(session))
    session.flush()
    session.expire(person, ["points"])
    _note(session, point, "contact_point.removed", before, {}, actor)


def retire_person(session: Session, person: Contact, *, actor: Actor) -> None:
    """The person belongs to the customer no more, with all their numbers and addresses. Whatever names them keeps
    their name. Their key of a list that was brought in is free again. Refused when they were removed already.
    """
    session.refresh(person, with_for_update=True)
    if person.retired_at is not None:
        raise Refused(f"{person.full_name} was removed already.")
    session.refresh(person, ["points"])
    now, points = database_now(session), list(person.points)
    _retire(points, now)
    person.retired_at, person.import_key = now, None
    session.flush()
    session.expire(person, ["points"])
    session.expire(person.customer, ["contacts"])
    before: JsonObject = {"entries": len(points)}
    note_person(session, person, "contact.removed", _named(person), actor=actor, before=before)


def bring_back(session: Session, person: Contact, *, actor: Actor) -> None:
    """The person belongs to the customer again, with the numbers and addresses they had when they were removed; alerts
    they hear as the customer does. Refused when they are there already.
    """
    session.refresh(person, with_for_update=True)
    if person.retired_at is None:
        raise Refused(f"{person.full_name} is there already.")
    points = session.scalars(
        select(ContactPoint).where(
            ContactPoint.contact_id == person.id, ContactPoint.retired_at == person.retired_at
        )
    ).all()
    for point in points:
        point.retired_at = None
        if point.bad_reason == REMOVED:
            point.bad_since, point.bad_reason = None, ""
    person.retired_at = None
    session.flush()
    session.expire(person, ["points"])
    session.expire(person.customer, ["contacts"])
    after: JsonObject = {**_named(person), "entries": len(points)}
    note_person(session, person, "contact.brought_back", after, actor=actor)


def _held(session: Session, point: ContactPoint) -> Contact:
    """The person, with their row held: of two who change their entries at once the second finds what the first did."""
    person = point.contact
    session.refresh(person, with_for_update=True)
    session.refresh(point)
    session.refresh(person, ["points"])
    if point.retired_at is not None:
        raise Refused(
            f"Somebody has changed or removed this entry of {person.full_name} meanwhile."
        )
    return person


def _instead(session: Session, person: Contact, old: ContactPoint, value: str) -> ContactPoint:
    new = add_point(session, person, kind=PointKind(old.kind), value=value)
    new.accepts_job_updates, new.updates_changed_at = (
        old.accepts_job_updates,
        old.updates_changed_at,
    )
    new.receives_invoices, new.receives_statements = old.receives_invoices, old.receives_statements
    new.time_zone = old.time_zone
    _retire([old], database_now(session))
    session.flush()
    session.expire(person, ["points"])
    return new


def _retire(points: list[ContactPoint], now: datetime) -> None:
    for point in points:
        point.retired_at = now
        if point.bad_since is None:
            point.bad_since, point.bad_reason = now, REMOVED


def _note(
    session: Session,
    point: ContactPoint,
    kind: str,
    before: JsonObject,
    after: JsonObject,
    actor: Actor,
) -> None:
    """The event keeps whose it is and which rows; the numbers themselves stay in those."""
    said: JsonObject = {"contact": point.contact.full_name, "kind": PointKind(point.kind).value}
    record(
        session,
        kind,
        subject=("contact_point", point.id),
        actor=actor,
        place=Place(customer_id=point.contact.customer_id),
        before=before,
        after={**said, **after},
    )


def _named(person: Contact) -> JsonObject:
    return {"name": person.full_name, "role": person.role}
