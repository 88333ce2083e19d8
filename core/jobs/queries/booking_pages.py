"""The bookings pages: requests that wait for staff, and one request with its words, photos and a
proposed job.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import Session, joinedload

from core.addresses import spoken_phone
from core.directory.queries.people import default_customer
from core.errors import NotFound
from core.jobs.actions.booking import PRIORITY_OF_URGENCY
from core.jobs.model import (
    Attachment,
    Booking,
    BookingSource,
    BookingStatus,
    BusinessUnit,
    Emergency,
    Job,
    JobPriority,
    JobType,
)

WAITING = (BookingStatus.NEW, BookingStatus.WAIT_LISTED)
# The trades that look after a category of trouble, by a word of their name.
TRADE_OF_CATEGORY = {
    "plumbing": "plumb",
    "water_heater": "plumb",
    "gas": "plumb",
    "hvac": "hvac",
    "electrical": "electric",
    "fire_safety": "electric",
    "lock_door": "lock",
}

# The kind of job that a priority usually is, by a word of its name.
_TYPE_WORD = {
    JobPriority.NORMAL: "service",
    JobPriority.HIGH: "service",
    JobPriority.EMERGENCY: "emergency",
}


@dataclass(frozen=True)
class BookingRow:
    """A request in the list."""

    id: int
    summary: str
    who: str
    place: str
    source: BookingSource
    status: BookingStatus
    urgency: str
    safety: str | None
    verified: bool
    opened_at: datetime


@dataclass(frozen=True)
class Photo:
    """A picture or file kept with a booking or job."""

    blob_id: int
    name: str
    content_type: str


@dataclass(frozen=True)
class Proposal:
    """How a booking would become a job if staff changed nothing: ids for the form's choices.

    po_number: as staff confirmed it, perhaps empty.
    """

    customer_id: int | None
    property_id: int | None
    unit_id: int | None
    business_unit_id: int | None
    job_type_id: int | None
    summary: str
    priority: JobPriority
    po_number: str = ""


@dataclass(frozen=True)
class BookingView:
    """One request with all that is known of it. words: as the person wrote them, paragraph by
    paragraph.
    """

    id: int
    status: BookingStatus
    source: BookingSource
    summary: str
    words: tuple[str, ...]
    who: str
    address: str
    customer: tuple[int, str] | None
    property: tuple[int, str] | None
    unit: str | None
    place_hint: str
    category: str
    urgency: str
    safety: str | None
    requested_window: str
    since: str
    estimate: str | None
    access: str | None
    pets: bool | None
    po_number: str
    verified: bool
    opened_at: datetime
    job_number: int | None
    photos: tuple[Photo, ...]
    emergency_open: bool


def bookings_waiting(
    session: Session, *, limit: int, offset: int = 0, source: BookingSource | None = None
) -> tuple[BookingRow, ...]:
    """Requests not yet decided, of one source or of all: dangers first, then the oldest."""
    pressing = case(
        (Booking.safety.is_not(None), 0),
        (Booking.urgency == "emergency", 0),
        (Booking.urgency == "urgent", 1),
        else_=2,
    )
    rows = session.scalars(
        _listing(source).where(Booking.status.in_(WAITING)).order_by(pressing, Booking.id)
        .limit(limit).offset(offset)
    )  # fmt: skip
    return tuple(booking_row(each) for each in rows)


def bookings_decided(
    session: Session, *, limit: int, after: int | None = None, source: BookingSource | None = None
) -> tuple[BookingRow, ...]:
    """Requests that became jobs or were let go, of one source or of all, newest first.

    after: the id of the last one seen.
    """
    query = _listing(source).where(Booking.status.not_in(WAITING)).order_by(Booking.id.desc())
    if after is not None:
        query = query.where(Booking.id < after)
    return tuple(booking_row(each) for each in session.scalars(query.limit(limit)))


def booking_count(session: Session) -> int:
    """How many requests wait for staff."""
    query = select(func.count()).select_from(Booking).where(Booking.status.in_(WAITING))
    return session.scalar(query) or 0


def booking(session: Session, booking_id: int) -> BookingView:
    """One request; NotFound if there is none."""
    row = _found(session, booking_id)
    return BookingView(
        id=row.id,
        status=row.status,
        source=row.source,
        summary=row.summary,
        words=tuple(part for part in row.raw_words.split("\n\n") if part.strip()),
        who=_who(row),
        address=spoken_requester(row.requester_address),
        customer=(row.customer.id, row.customer.display_name) if row.customer else None,
        property=(row.property.id, row.property.address) if row.property else None,
        unit=row.unit.name if row.unit else None,
        place_hint=row.place_hint,
        category=row.category,
        urgency=row.urgency,
        safety=row.safety,
        requested_window=row.requested_window,
        since=row.since,
        estimate=row.estimate,
        access=row.access,
        pets=row.pets,
        po_number=row.po_number,
        verified=row.verified,
        opened_at=row.created_at,
        job_number=session.scalar(select(Job.number).where(Job.booking_id == row.id)),
        photos=photos(session, booking_id=row.id),
        emergency_open=_emergency_open(session, row.id),
    )


def proposal(session: Session, booking_id: int) -> Proposal:
    """The form's first values: the property's Primary, else its manager, pays (inventory 46)."""
    row = _found(session, booking_id)
    payer = default_customer(session, row.property_id) if row.property_id else None
    priority = PRIORITY_OF_URGENCY.get(row.urgency, JobPriority.NORMAL)
    return Proposal(
        customer_id=payer.id if payer else row.customer_id,
        property_id=row.property_id,
        unit_id=row.unit_id,
        business_unit_id=_trade_for(session, row.category),
        job_type_id=_type_for(session, "estimate" if row.estimate else _TYPE_WORD[priority]),
        summary=row.summary,
        priority=JobPriority.EMERGENCY if row.safety else priority,
        po_number=row.po_number,
    )


def photos(
    session: Session, *, booking_id: int | None = None, job_id: int | None = None
) -> tuple[Photo, ...]:
    """Pictures and files kept with a booking, or with a job."""
    here = (
        Attachment.booking_id == booking_id
        if booking_id is not None
        else Attachment.job_id == job_id
    )
    rows = session.scalars(
        select(Attachment).where(here).options(joinedload(Attachment.blob)).order_by(Attachment.id)
    )
    return tuple(Photo(row.blob_id, row.name, row.blob.content_type) for row in rows)


def _listing(source: BookingSource | None) -> Select[Booking]:
    query = select(Booking).options(
        joinedload(Booking.property), joinedload(Booking.unit), joinedload(Booking.requester)
    )
    return query if source is None else query.where(Booking.source == source)


def _found(session: Session, booking_id: int) -> Booking:
    row = session.get(Booking, booking_id)
    if row is None:
        raise NotFound("booking", booking_id)
    return row


def booking_row(row: Booking) -> BookingRow:
    """A request as lists show it."""
    place = row.property.street if row.property else row.place_hint
    return BookingRow(
        id=row.id,
        summary=row.summary or "No words yet",
        who=_who(row),
        place=f"{place} #{row.unit.name}" if row.unit else place,
        source=row.source,
        status=row.status,
        urgency=row.urgency,
        safety=row.safety,
        verified=row.verified,
        opened_at=row.created_at,
    )


def _who(row: Booking) -> str:
    if row.requester is not None:
        return row.requester.full_name
    return row.requester_name or spoken_requester(row.requester_address) or "Unknown"


def spoken_requester(address: str) -> str:
    """A requester's number or address as people write it."""
    return spoken_phone(address) if address.startswith("+") else address


def _trade_for(session: Session, category: str) -> int | None:
    trades = session.scalars(
        select(BusinessUnit).where(BusinessUnit.active).order_by(BusinessUnit.id)
    ).all()
    word = TRADE_OF_CATEGORY.get(category, category)
    fitting = [trade for trade in trades if word in trade.name.lower()]
    return next((trade.id for trade in [*fitting, *trades]), None)


def _type_for(session: Session, word: str) -> int | None:
    types = session.scalars(select(JobType).where(JobType.active).order_by(JobType.id)).all()
    fitting = [each for each in types if word in each.name.lower()]
    return next((each.id for each in [*fitting, *types]), None)


def _emergency_open(session: Session, booking_id: int) -> bool:
    found = session.scalar(
        select(Emergency.id)
        .where(Emergency.booking_id == booking_id, Emergency.acknowledged_at.is_(None))
        .limit(1)
    )
    return found is not None
