"""The inbox page's list: every conversation, those in danger first, then those who have waited
longest.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, Select, func, or_, select, true, tuple_
from sqlalchemy.orm import Session, joinedload, selectinload

from core.directory.model import ContactPoint
from core.jobs.model import Booking, Job
from core.messaging.model import Conversation, Party
from core.messaging.queries.naming import OtherEnd, booking_of, other_ends
from core.messaging.shown_words import without_keys
from core.messaging.wire import Channel

# Fixline itself answers within seconds; whoever waits longer than this waits for a person.
PATIENCE = timedelta(minutes=2)
# An office in which so many wait needs more people, not a longer list.
MOST_WAITING = 5000


class Lane(StrEnum):
    """Which conversations are listed: those a person must see to, or all."""

    WAITING = "waiting"
    ALL = "all"


class Holder(StrEnum):
    """Who answers: Fixline, nobody yet (handed to the office), or a member of staff."""

    FIXLINE = "fixline"
    OFFICE = "office"
    STAFF = "staff"


@dataclass(frozen=True)
class ThreadRow:
    """A conversation in the list. who: the person's name, else their number or address."""

    id: int
    channel: Channel
    party: Party
    who: str
    place: str
    subject: str
    last_words: str
    last_at: datetime
    waiting_since: datetime | None
    language: str | None
    unread: int
    emergency: bool
    holder: Holder
    holder_name: str


def inbox_rows(
    session: Session, lane: Lane, now: datetime, *, limit: int, after: int | None = None
) -> tuple[ThreadRow, ...]:
    """One part of the inbox: emergencies, then those waiting longest, then the rest, newest first.

    after: the id of the last one seen; one that is gone begins from the start. Among those waiting none is found who
    stands behind the first MOST_WAITING.
    """
    waiting = session.scalars(_waiting_ids(now)).all()
    last = session.get(Conversation, after) if after is not None else None
    is_waiting = last is None or last.id in waiting
    begins = waiting.index(last.id) + 1 if last is not None and is_waiting else 0
    chosen = waiting[begins : begins + limit] if is_waiting else []
    rows = _in_order(session, chosen)
    if lane is Lane.ALL and len(rows) < limit:
        others = _others(now, None if is_waiting else last)
        rows += session.scalars(others.limit(limit - len(rows)))
    ends = other_ends(session, rows)
    return tuple(_row(each, ends[each.id]) for each in rows)


def threads_of_unknown(session: Session, address: str, *, limit: int) -> tuple[ThreadRow, ...]:
    """Conversations at a number (E.164) or mail address at which nobody of the directory is known, newest first.

    Whoever gave it back is not known there any more.
    """
    own = select(ContactPoint.id).where(
        ContactPoint.contact_id == Conversation.contact_id,
        ContactPoint.value == Conversation.address,
    )
    has, had = ContactPoint.retired_at.is_(None), ContactPoint.retired_at.is_not(None)
    rows = session.scalars(
        _listed()
        .where(
            Conversation.channel == (Channel.EMAIL if "@" in address else Channel.SMS),
            Conversation.address == address,
            Conversation.contact_id.is_(None)
            | (own.where(had).exists() & ~own.where(has).exists()),
        )
        .order_by(Conversation.last_message_at.desc(), Conversation.id.desc())
        .limit(limit)
    ).all()
    ends = other_ends(session, rows)
    return tuple(_row(each, ends[each.id]) for each in rows)


def waiting_count(session: Session, now: datetime) -> int:
    """How many conversations need a person now."""
    query = select(func.count()).select_from(Conversation).where(_needs_a_person(now))
    return session.scalar(query) or 0


def holder_of(conversation: Conversation) -> Holder:
    """Who answers in this conversation now."""
    if conversation.taken_over_at is None:
        return Holder.FIXLINE
    return Holder.OFFICE if conversation.taken_over_by_id is None else Holder.STAFF


def place_of(conversation: Conversation, end: OtherEnd) -> str:
    """Where it is about: street and unit of its job, else of its booking."""
    booking = booking_of(conversation, end)
    about = conversation.job or booking
    if about is None or about.property is None:
        return booking.place_hint if booking else ""
    return f"{about.property.street} #{about.unit.name}" if about.unit else about.property.street


def _listed() -> Select[Conversation]:
    """Each kind of row by its own keys: the list is a page of one index, whatever is shown beside it."""
    return select(Conversation).options(
        selectinload(Conversation.contact),
        selectinload(Conversation.job).options(
            joinedload(Job.property), joinedload(Job.unit), joinedload(Job.status)
        ),
        selectinload(Conversation.booking).options(
            joinedload(Booking.property), joinedload(Booking.unit)
        ),
    )


def _waiting_ids(now: datetime) -> Select[int]:
    """Those who need a person: dangers, then who has waited longest."""
    return (
        select(Conversation.id)
        .where(_needs_a_person(now))
        .order_by(
            Conversation.emergency.desc(),
            Conversation.waiting_since.nulls_last(),
            Conversation.last_message_at.desc(),
            Conversation.id,
        )
        .limit(MOST_WAITING)
    )


def _in_order(session: Session, ids: Sequence[int]) -> list[Conversation]:
    if not ids:
        return []
    rows = {row.id: row for row in session.scalars(_listed().where(Conversation.id.in_(ids)))}
    return [rows[id_] for id_ in ids]


def _others(now: datetime, last: Conversation | None) -> Select[Conversation]:
    """All the others, newest first; those that come after the last one seen."""
    query = _listed().where(_needs_a_person(now).is_not(true()))
    if last is not None:
        mark = (last.last_message_at, last.id)
        query = query.where(tuple_(Conversation.last_message_at, Conversation.id) < mark)
    return query.order_by(Conversation.last_message_at.desc(), Conversation.id.desc())


def _needs_a_person(now: datetime) -> ColumnElement[bool]:
    waits = Conversation.waiting_since.is_not(None)
    return or_(
        Conversation.emergency,
        Conversation.taken_over_at.is_not(None) & Conversation.taken_over_by_id.is_(None),
        waits & Conversation.taken_over_at.is_not(None),
        Conversation.waiting_since < now - PATIENCE,
    )


def _row(row: Conversation, end: OtherEnd) -> ThreadRow:
    return ThreadRow(
        id=row.id,
        channel=Channel(row.channel),
        party=Party(row.party),
        who=end.who,
        place=place_of(row, end),
        subject=row.subject,
        last_words=without_keys(row.last_words),
        last_at=row.last_message_at,
        waiting_since=row.waiting_since,
        language=row.language,
        unread=row.unread,
        emergency=row.emergency,
        holder=holder_of(row),
        holder_name=row.taken_over_by,
    )
