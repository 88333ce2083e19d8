"""Bookings: written down at once, added to later, converted into a job exactly once, or let go."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from core.directory.model import Contact, Customer, Property, Unit
from core.errors import FieldRefused, NotFound, Refused
from core.events.actions import Actor, Place, record
from core.jobs.actions.emergencies import news_of_booking
from core.jobs.actions.settling import ask_to_send
from core.jobs.actions.status import default_status, enter_first
from core.jobs.job_fields import LONGEST_PO_NUMBER
from core.jobs.lifecycle import Category
from core.jobs.model import (
    Attachment,
    Booking,
    BookingSource,
    BookingStatus,
    BusinessUnit,
    Emergency,
    EstimateWish,
    Job,
    JobPriority,
    JobType,
)

SUMMARY_LENGTH = 300
PLACE_HINT_LENGTH = 300
SINCE_LENGTH = 200

PRIORITY_OF_URGENCY = {"emergency": JobPriority.EMERGENCY, "urgent": JobPriority.HIGH}


@dataclass(frozen=True)
class Request:
    """What someone asked for, as far as it is known."""

    source: BookingSource
    words: str
    summary: str
    category: str = "general"
    urgency: str = "routine"
    safety: str | None = None
    requester: Contact | None = None
    requester_address: str = ""
    requester_name: str = ""
    customer: Customer | None = None
    property_id: int | None = None
    unit_id: int | None = None
    place_hint: str = ""
    requested_window: str = ""
    access: str | None = None
    pets: bool | None = None
    since: str = ""
    estimate: EstimateWish | None = None
    form_key: str | None = None


@dataclass(frozen=True)
class NewJob:
    """What staff decide when they make a booking into a job (inventory 46: customer, place, unit and type needed)."""

    customer: Customer
    property: Property
    business_unit: BusinessUnit
    job_type: JobType
    summary: str
    unit: Unit | None = None
    requester: Contact | None = None
    priority: JobPriority = JobPriority.NORMAL
    customer_notes: str = ""
    po_number: str = ""
    not_to_exceed_cents: int | None = None


def open_booking(session: Session, request: Request, *, actor: Actor) -> Booking:
    """Write a request down (inventory 41, 42). Nothing is required but the words; staff can complete it."""
    known = request.requester is not None and request.property_id is not None
    booking = Booking(
        source=request.source,
        requester=request.requester,
        requester_address=request.requester_address,
        requester_name=request.requester_name,
        raw_words=request.words,
        summary=request.summary[:SUMMARY_LENGTH],
        category=request.category,
        urgency=request.urgency,
        safety=request.safety,
        customer=request.customer,
        property_id=request.property_id,
        unit_id=request.unit_id,
        place_hint=request.place_hint[:PLACE_HINT_LENGTH],
        requested_window=request.requested_window,
        access=request.access,
        pets=request.pets,
        verified=known,
        since=request.since[:SINCE_LENGTH],
        estimate=request.estimate,
        form_key=request.form_key,
    )
    session.add(booking)
    session.flush()
    record(
        session,
        "booking.opened",
        subject=("booking", booking.id),
        actor=actor,
        place=Place(
            booking_id=booking.id,
            customer_id=booking.customer_id,
            property_id=booking.property_id,
        ),
        after={"summary": booking.summary, "urgency": booking.urgency, "source": booking.source},
    )
    return booking


def lock_booking(session: Session, booking_id: int) -> Booking:
    """The booking with its row held until the transaction ends. NotFound if there is none."""
    booking = session.scalar(
        select(Booking)
        .where(Booking.id == booking_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if booking is None:
        raise NotFound("booking", booking_id)
    return booking


def add_words(session: Session, booking: Booking, words: str) -> None:
    """Keep what the person said later, below what they said first."""
    if words.strip():
        booking.raw_words = f"{booking.raw_words}\n\n{words.strip()}".strip()
        session.flush()


def set_place(
    session: Session, booking: Booking, *, property_id: int, unit_id: int | None, actor: Actor
) -> None:
    """Now we know where. With a known requester the booking counts as verified."""
    booking.property_id, booking.unit_id = property_id, unit_id
    booking.verified = booking.requester_contact_id is not None
    session.execute(
        update(Emergency)
        .where(Emergency.booking_id == booking.id)
        .values(property_id=property_id, unit_id=unit_id)
    )
    session.flush()
    news_of_booking(session, booking.id)
    record(
        session,
        "booking.placed",
        subject=("booking", booking.id),
        actor=actor,
        place=Place(booking_id=booking.id, property_id=property_id),
        after={"property_id": property_id, "unit_id": unit_id},
    )


def convert(session: Session, booking_id: int, new: NewJob, *, actor: Actor) -> Job:
    """Make a booking into a job, once, with its photos and emergencies (inventory 45, 46).

    Refused when it has been converted or dismissed, however many try at the same moment.
    """
    booking = lock_booking(session, booking_id)
    if booking.status in {BookingStatus.CONVERTED, BookingStatus.DISMISSED}:
        raise Refused(
            f"This booking is {booking.status} already; open it to see what became of it."
        )
    job = book(session, new, actor=actor, booking=booking)
    booking.status = BookingStatus.CONVERTED
    for row in (Attachment, Emergency):
        session.execute(update(row).where(row.booking_id == booking.id).values(job_id=job.id))
    session.flush()
    ask_to_send(session, job)
    return job


def book(session: Session, new: NewJob, *, actor: Actor, booking: Booking | None = None) -> Job:
    """Create a job in the company's default booked status; everyone subscribed to that status will be told."""
    if not new.summary.strip():
        raise FieldRefused("summary", "Say in a few words what is to be done.")
    if len(new.po_number) > LONGEST_PO_NUMBER:
        raise FieldRefused("po_number", f"A PO number has up to {LONGEST_PO_NUMBER} characters.")
    if new.unit is not None and new.unit.property_id != new.property.id:
        raise FieldRefused("unit", f"{new.property.street} has no unit {new.unit.name}.")
    job = Job(
        customer=new.customer,
        property=new.property,
        unit=new.unit,
        requester=new.requester,
        business_unit=new.business_unit,
        job_type=new.job_type,
        priority=new.priority,
        summary=new.summary.strip()[:SUMMARY_LENGTH],
        customer_notes=new.customer_notes,
        po_number=new.po_number.strip(),
        not_to_exceed_cents=new.not_to_exceed_cents,
        booking_id=booking.id if booking else None,
        category=booking.category if booking else "general",
        **_number_paged(session, booking),
        status=default_status(session, Category.BOOKED),
    )
    session.add(job)
    session.flush()
    session.refresh(job, ["number"])
    enter_first(session, job, actor=actor)
    return job


def _number_paged(session: Session, booking: Booking | None) -> dict[str, int]:
    """The number people were paged with becomes the job's, so that one number means one thing."""
    if booking is None:
        return {}
    number = session.scalar(
        select(Emergency.number)
        .where(Emergency.booking_id == booking.id, Emergency.job_id.is_(None))
        .order_by(Emergency.id)
        .limit(1)
    )
    return {} if number is None else {"number": number}


def dismiss(session: Session, booking_id: int, *, reason: str, actor: Actor) -> None:
    """Let a booking go, with the reason kept. Refused without one, when it is a job already, and a second time."""
    booking = lock_booking(session, booking_id)
    if not reason.strip():
        raise FieldRefused("reason", "Say why, so that the next person knows.")
    if booking.status is BookingStatus.CONVERTED:
        raise Refused("This booking is a job already; cancel the job instead.")
    if booking.status is BookingStatus.DISMISSED:
        raise Refused("This booking was let go already; its history says why.")
    booking.status = BookingStatus.DISMISSED
    session.flush()
    record(
        session,
        "booking.dismissed",
        subject=("booking", booking.id),
        actor=actor,
        place=Place(booking_id=booking.id, customer_id=booking.customer_id),
        after={"reason": reason.strip()},
    )
