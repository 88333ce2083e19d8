"""One conversation as the inbox shows it: the bubbles, the open question, and what is known of the
person.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, CompoundSelect, select, union
from sqlalchemy.orm import Session, joinedload, selectinload

from core.directory.model import Contact, Customer
from core.errors import NotFound
from core.jobs.model import Booking, BookingStatus, Job
from core.jobs.queries.job_filter import open_status_ids
from core.messaging.consent import Topic
from core.messaging.model import (
    Consent,
    Conversation,
    MediaState,
    Message,
    Party,
    Prompt,
)
from core.messaging.queries.inbox import (
    Holder,
    holder_of,
    place_of,
)
from core.messaging.queries.naming import OtherEnd, booking_of, other_ends, spoken_address, who_then
from core.messaging.shown_words import without_keys
from core.messaging.wire import Channel, ConsentState, MessageState

MOST_BUBBLES = 200
MOST_OPEN_WORK = 10


@dataclass(frozen=True)
class MediaView:
    """A picture or file of a message. refusal: why it was not kept, or empty."""

    name: str
    content_type: str
    state: MediaState
    blob_id: int | None
    refusal: str


@dataclass(frozen=True)
class Bubble:
    """One message. event_id: the change of state it tells of. proven: the mail's sender was
    established. who: the person it was spoken with, by name as far as known.
    """

    id: int
    at: datetime
    inbound: bool
    author: str
    channel: Channel
    subject: str
    body: str
    state: MessageState
    segments: int
    trouble: str
    reading: Mapping[str, object]
    automatic: str | None
    proven: bool
    event_id: int | None
    conversation_id: int
    who: str
    recipient: str
    media: tuple[MediaView, ...]


@dataclass(frozen=True)
class QuestionOpen:
    """What Fixline asked and still waits for."""

    kind: str
    options: tuple[str, ...]
    expires_at: datetime


@dataclass(frozen=True)
class OpenThing:
    """An open job or booking of the person. number: of a job, or None for a booking."""

    id: int
    number: int | None
    summary: str
    status: str
    category: str


@dataclass(frozen=True)
class ThreadView:
    """A conversation's head and facts. formerly: customer and name of who gave the number back."""

    id: int
    channel: Channel
    party: Party
    address: str
    who: str
    formerly: tuple[int, str] | None
    place: str
    subject: str
    language: str | None
    emergency: bool
    waiting_since: datetime | None
    holder: Holder
    holder_id: int | None
    holder_name: str
    held_since: datetime | None
    customer: tuple[int, str] | None
    job_id: int | None
    job_number: int | None
    booking_id: int | None
    opted_out: bool
    question: QuestionOpen | None
    open_work: tuple[OpenThing, ...]


def thread(session: Session, conversation_id: int, now: datetime) -> ThreadView:
    """The conversation's head and facts; NotFound if there is none."""
    row = session.get(Conversation, conversation_id)
    if row is None:
        raise NotFound("conversation", conversation_id)
    end = other_ends(session, [row])[row.id]
    customer = end.person.customer if end.person else None
    return ThreadView(
        id=row.id,
        channel=Channel(row.channel),
        party=Party(row.party),
        address=spoken_address(row.channel, row.address),
        who=end.who,
        formerly=_former(end),
        place=place_of(row, end),
        subject=row.subject,
        language=row.language,
        emergency=row.emergency,
        waiting_since=row.waiting_since,
        holder=holder_of(row),
        holder_id=row.taken_over_by_id,
        holder_name=row.taken_over_by,
        held_since=row.taken_over_at,
        customer=(customer.id, customer.display_name) if customer else None,
        job_id=row.job_id,
        job_number=row.job.number if row.job else None,
        booking_id=row.booking_id,
        opted_out=_opted_out(session, row),
        question=_question(session, row.id, now),
        open_work=_open_work(session, customer, booking_of(row, end)),
    )


def _former(end: OtherEnd) -> tuple[int, str] | None:
    return (end.formerly.customer_id, end.formerly.full_name) if end.formerly else None


def bubbles(session: Session, conversation_id: int) -> tuple[Bubble, ...]:
    """The last MOST_BUBBLES messages of a conversation, oldest first."""
    return _bubbles(session, Message.conversation_id == conversation_id)


def bubbles_of_job(session: Session, job_id: int) -> tuple[Bubble, ...]:
    """The last MOST_BUBBLES messages about a job, from every conversation, oldest first."""
    return _bubbles(session, Message.job_id == job_id)


def bubbles_of_booking(session: Session, booking_id: int) -> tuple[Bubble, ...]:
    """The last MOST_BUBBLES messages about a booking, oldest first."""
    return _bubbles(session, Message.booking_id == booking_id)


def _bubbles(session: Session, where: ColumnElement[bool]) -> tuple[Bubble, ...]:
    rows = session.scalars(
        select(Message)
        .where(where)
        .options(
            selectinload(Message.media),
            selectinload(Message.conversation).options(
                selectinload(Conversation.contact), selectinload(Conversation.booking)
            ),
        )
        .order_by(Message.id.desc())
        .limit(MOST_BUBBLES)
    ).all()
    ends = other_ends(
        session, list({row.conversation_id: row.conversation for row in rows}.values())
    )
    return tuple(
        _bubble(row, who_then(row.conversation, ends[row.conversation_id], row.created_at))
        for row in reversed(rows)
    )


def _bubble(row: Message, who: str) -> Bubble:
    return Bubble(
        id=row.id,
        at=row.created_at,
        inbound=row.inbound,
        author=row.author,
        channel=Channel(row.channel),
        subject=row.subject,
        body=without_keys(row.new_words or row.body),
        state=MessageState(row.state),
        segments=row.segments,
        trouble=row.error_detail or row.error_code,
        reading=row.reading,
        automatic=row.automatic,
        proven=row.proven_sender,
        event_id=row.event_id,
        conversation_id=row.conversation_id,
        who=who,
        recipient=spoken_address(row.channel, row.recipient),
        media=tuple(
            MediaView(m.name, m.content_type, MediaState(m.state), m.blob_id, m.refusal)
            for m in row.media
        ),
    )


def _question(session: Session, conversation_id: int, now: datetime) -> QuestionOpen | None:
    row = session.scalar(
        select(Prompt)
        .where(
            Prompt.conversation_id == conversation_id,
            Prompt.closed_at.is_(None),
            Prompt.expires_at > now,
        )
        .order_by(Prompt.id.desc())
        .limit(1)
    )
    return QuestionOpen(row.kind, tuple(row.options), row.expires_at) if row else None


def _opted_out(session: Session, row: Conversation) -> bool:
    found = session.scalar(
        select(Consent.id).where(
            Consent.channel == row.channel,
            Consent.address == row.address,
            Consent.topic == (Topic.ANSWERS if row.channel == Channel.SMS else Topic.JOB_UPDATES),
            Consent.state == ConsentState.OPTED_OUT,
        )
    )
    return found is not None


def _open_work(
    session: Session, customer: Customer | None, booking: Booking | None
) -> tuple[OpenThing, ...]:
    if customer is None:
        mine = [booking] if booking else []
        return tuple(_booking(each) for each in mine if each.status == BookingStatus.NEW)
    jobs = session.scalars(
        select(Job)
        .where(Job.id.in_(_theirs(Job, customer.id, Job.status_id.in_(open_status_ids(session)))))
        .options(joinedload(Job.status))
        .order_by(Job.id.desc())
        .limit(MOST_OPEN_WORK)
    )
    waits = Booking.status.in_([BookingStatus.NEW, BookingStatus.WAIT_LISTED])
    bookings = session.scalars(
        select(Booking)
        .where(Booking.id.in_(_theirs(Booking, customer.id, waits)))
        .order_by(Booking.id.desc())
        .limit(MOST_OPEN_WORK)
    )
    return tuple(_job(job) for job in jobs) + tuple(_booking(each) for each in bookings)


def _theirs(
    table: type[Job] | type[Booking], customer_id: int, stands: ColumnElement[bool]
) -> CompoundSelect[int]:
    """The customer's own, and what people of theirs asked for. Each by its index: an "or" would read every row."""
    people = select(Contact.id).where(Contact.customer_id == customer_id)
    return union(
        select(table.id).where(table.customer_id == customer_id, stands),
        select(table.id).where(table.requester_contact_id.in_(people), stands),
    )


def _job(job: Job) -> OpenThing:
    return OpenThing(job.id, job.number, job.summary, job.status.name, job.status.category)


def _booking(booking: Booking) -> OpenThing:
    return OpenThing(booking.id, None, booking.summary or "New request", "Booking", "booking")
