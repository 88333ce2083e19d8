"""A person is told at once, or once a day at an hour of their own."""

from __future__ import annotations

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from core.alerts.digest_times import DigestWish
from core.alerts.model import DigestChoice
from core.clock import is_zone
from core.directory.actions.person_events import note_person
from core.directory.model import Contact, ContactPoint, PointKind
from core.errors import FieldRefused
from core.events.actions import Actor

LAST_HOUR = 23


def tell_daily(session: Session, person: Contact, wish: DigestWish, *, actor: Actor) -> None:
    """From now on the person's alerts of a day come in one mail; emergencies still come at once.

    Refuses an hour that is none, a place without clock, and a person without e-mail.
    """
    if not 0 <= wish.hour <= LAST_HOUR:
        raise FieldRefused("digest_hour", f"Give an hour from 0 to {LAST_HOUR}.")
    if not is_zone(wish.zone):
        raise FieldRefused("digest_zone", "Choose a time zone, such as America/Chicago.")
    if not _has_mail(session, person):
        raise FieldRefused("digest_hour", "Add an e-mail address first; the daily mail goes there.")
    before = wish_of(session, person.id)
    session.execute(
        insert(DigestChoice)
        .values(contact_id=person.id, hour=wish.hour, zone=wish.zone)
        .on_conflict_do_update(
            index_elements=["contact_id"], set_={"hour": wish.hour, "zone": wish.zone}
        )
    )
    if before != wish:
        after = {"contact": person.full_name, "hour": wish.hour, "zone": wish.zone}
        note_person(session, person, "alerts.daily_chosen", after, actor=actor)


def tell_at_once(session: Session, person: Contact, *, actor: Actor) -> None:
    """From now on each alert goes out by itself; what is collected already still comes in its mail."""
    gone = session.scalar(
        delete(DigestChoice)
        .where(DigestChoice.contact_id == person.id)
        .returning(DigestChoice.contact_id)
    )
    if gone is not None:
        after: dict[str, object] = {"contact": person.full_name}
        note_person(session, person, "alerts.at_once_chosen", after, actor=actor)


def wish_of(session: Session, contact_id: int) -> DigestWish | None:
    """What the person chose; None is at once."""
    row = session.scalar(select(DigestChoice).where(DigestChoice.contact_id == contact_id))
    return None if row is None else DigestWish(row.hour, row.zone)


def _has_mail(session: Session, person: Contact) -> bool:
    found = session.scalar(
        select(ContactPoint.id)
        .where(
            ContactPoint.contact_id == person.id,
            ContactPoint.kind == PointKind.EMAIL,
            ContactPoint.retired_at.is_(None),
        )
        .limit(1)
    )
    return found is not None
