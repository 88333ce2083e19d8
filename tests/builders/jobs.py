"""Builders of work: bookings, jobs at any status, technicians and their visits."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.directory.model import Contact, Customer, Property, Unit
from core.jobs.actions.booking import NewJob, Request, book, open_booking
from core.jobs.actions.offers import accept, offer_anyway
from core.jobs.actions.status import move
from core.jobs.actions.visits import schedule
from core.jobs.model import (
    Appointment,
    Assignment,
    Booking,
    BookingSource,
    BusinessUnit,
    Job,
    JobPriority,
    JobType,
    Technician,
)
from tests.builders.directory import OFFICE, a_customer, a_place, number, status

# The least that is between today and the visits of tests.
AHEAD = timedelta(days=14)


def _tuesday() -> datetime:
    """Nine in Chicago on a Tuesday to come, in March, five days before the clocks go forward."""
    today = datetime.now(UTC)
    for year in (today.year, today.year + 1):
        third = datetime(year, 3, 3, 15, tzinfo=UTC)
        tuesday = third + timedelta(days=(1 - third.weekday()) % 7)
        if tuesday > today + AHEAD:
            break
    return tuesday


TUESDAY = _tuesday()

# How a new job comes to each status by hand, without visits.
WAYS: dict[str, tuple[str, ...]] = {
    "Booked": (),
    "Scheduled": ("Scheduled",),
    "Dispatched": ("Scheduled", "Dispatched"),
    "On the Way": ("Scheduled", "Dispatched", "On the Way"),
    "In Progress": ("Scheduled", "Dispatched", "In Progress"),
    "On Hold": ("On Hold",),
    "Completed": ("Scheduled", "Dispatched", "In Progress", "Completed"),
    "Canceled": ("Canceled",),
}


def a_booking(
    session: Session,
    *,
    words: str = "the sink leaks",
    requester: Contact | None = None,
    place: Property | None = None,
    address: str = number(142),
) -> Booking:
    request = Request(
        source=BookingSource.SMS,
        words=words,
        summary=words,
        requester=requester,
        requester_address=address,
        customer=requester.customer if requester else None,
        property_id=place.id if place else None,
    )
    return open_booking(session, request, actor=OFFICE)


def new_job(
    session: Session,
    place: Property | None = None,
    customer: Customer | None = None,
    *,
    unit: Unit | None = None,
    requester: Contact | None = None,
    priority: JobPriority = JobPriority.NORMAL,
    summary: str = "Sink leaks",
) -> NewJob:
    """What staff decide, with the first trade and type of the starting set."""
    return NewJob(
        customer=customer or a_customer(session),
        property=place or a_place(session),
        business_unit=session.scalars(select(BusinessUnit).order_by(BusinessUnit.id)).first()
        or BusinessUnit(name="Repair"),
        job_type=session.scalars(select(JobType).order_by(JobType.id)).first()
        or JobType(name="Service"),
        summary=summary,
        unit=unit,
        requester=requester,
        priority=priority,
    )


def a_job(
    session: Session,
    place: Property | None = None,
    customer: Customer | None = None,
    *,
    unit: Unit | None = None,
    requester: Contact | None = None,
    priority: JobPriority = JobPriority.NORMAL,
    summary: str = "Sink leaks",
) -> Job:
    """A job just booked."""
    new = new_job(
        session,
        place,
        customer,
        unit=unit,
        requester=requester,
        priority=priority,
        summary=summary,
    )
    return book(session, new, actor=OFFICE)


def a_job_at(
    session: Session,
    status_name: str,
    place: Property | None = None,
    customer: Customer | None = None,
) -> Job:
    """A job brought to the status by hand, without visits."""
    job = a_job(session, place, customer)
    for step in WAYS[status_name]:
        move(session, job, status(session, step), actor=OFFICE)
    return job


def a_technician(
    session: Session,
    name: str = "Maria Lopez",
    phone: str = number(170),
    *,
    on_call_order: int | None = None,
) -> Technician:
    technician = Technician(name=name, phone=phone, on_call_order=on_call_order)
    session.add(technician)
    session.flush()
    return technician


def window(starts_in_hours: float = 0, hours: float = 2) -> tuple[datetime, datetime]:
    """A visit's window, counted from a Tuesday morning in Chicago."""
    start = TUESDAY + timedelta(hours=starts_in_hours)
    return start, start + timedelta(hours=hours)


def a_visit(session: Session, job: Job, starts_in_hours: float = 0) -> Appointment:
    start, end = window(starts_in_hours)
    return schedule(session, job, start=start, end=end, actor=OFFICE)


def an_offer(session: Session, visit: Appointment, technician: Technician) -> Assignment:
    return offer_anyway(session, visit, technician, actor=OFFICE)


def an_accepted_visit(
    session: Session, job: Job, technician: Technician, starts_in_hours: float = 0
) -> Appointment:
    """A visit that the technician has taken."""
    visit = a_visit(session, job, starts_in_hours)
    accept(session, an_offer(session, visit, technician).id, actor=OFFICE)
    return visit
