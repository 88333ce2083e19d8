"""Builders of the wait list: who waits, and times that fall free."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.clock import database_now
from core.directory.actions.people import add_contact, add_customer, add_point
from core.directory.model import Contact, CustomerKind, PointKind, Property
from core.jobs.actions.booking import NewJob, Request, book, open_booking
from core.jobs.actions.offers import accept, offer_anyway
from core.jobs.actions.status import default_status, move
from core.jobs.actions.visits import schedule
from core.jobs.actions.wait_list import wait_list_booking, wait_list_job
from core.jobs.lifecycle import Category
from core.jobs.model import (
    Appointment,
    Assignment,
    BookingSource,
    BusinessUnit,
    Job,
    JobType,
    OpenSlot,
    Technician,
    WaitWish,
)
from core.jobs.wait_rules import ANSWER_WITHIN, Wishes
from tests.builders.directory import OFFICE, a_place


def some_waiting(session: Session, count: int, *, phone: str = "312 555 01") -> Sequence[WaitWish]:
    """Jobs on the wait list, each of another person at the same place."""
    place = _place(session)
    wishes = []
    for n in range(count):
        person = _person(session, f"{phone}{60 + n}" if phone else "")
        job = book(session, _new(session, place, person), actor=OFFICE)
        wishes.append(wait_list_job(session, job.id, Wishes(), actor=OFFICE))
    return wishes


def a_waiting_booking(session: Session, *, po_number: str = "") -> WaitWish:
    """A booking on the wait list."""
    place, person = _place(session), _person(session, "312 555 0160")
    request = Request(
        source=BookingSource.SMS,
        words="Sink leaks",
        summary="Sink leaks",
        requester=person,
        requester_address="+13125550160",
        customer=person.customer,
        property_id=place.id,
    )
    booking = open_booking(session, request, actor=OFFICE)
    new = _new(session, place, person)
    return wait_list_booking(
        session,
        booking.id,
        new.business_unit,
        new.job_type,
        Wishes(),
        po_number=po_number,
        actor=OFFICE,
    )


def _place(session: Session) -> Property:
    found = session.scalars(select(Property).limit(1)).first()
    return found or a_place(session)


def _person(session: Session, phone: str) -> Contact:
    customer = add_customer(session, name="Ana Ruiz", kind=CustomerKind.RESIDENTIAL, actor=OFFICE)
    person = add_contact(session, customer, first_name="Ana", last_name="Ruiz")
    if phone:
        add_point(session, person, kind=PointKind.PHONE, value=phone)
    return person


def _new(session: Session, place: Property, person: Contact) -> NewJob:
    return NewJob(
        customer=person.customer,
        property=place,
        business_unit=session.scalars(select(BusinessUnit).order_by(BusinessUnit.id)).all()[0],
        job_type=session.scalars(select(JobType).order_by(JobType.id)).all()[0],
        summary="Sink leaks",
        requester=person,
    )


def a_visit(session: Session, *, hours: float) -> Appointment:
    """A visit of half an hour so many hours ahead, of a job of its own."""
    person = _person(session, "")
    job: Job = book(session, _new(session, _place(session), person), actor=OFFICE)
    start = database_now(session) + timedelta(hours=hours)
    return schedule(session, job, start=start, end=start + ANSWER_WITHIN, actor=OFFICE)


def crew(session: Session) -> Technician:
    """Maria Lopez, who works whenever she is asked."""
    found = session.scalars(select(Technician).where(Technician.phone == "+13125550170")).first()
    if found is None:
        found = Technician(name="Maria Lopez", phone="+13125550170")
        session.add(found)
        session.flush()
    return found


def taken_visit(session: Session, *, hours: float = 48) -> Appointment:
    """The same, which Maria has."""
    visit = a_visit(session, hours=hours)
    assignment = offer_anyway(session, visit, crew(session), actor=OFFICE)
    accept(session, assignment.id, actor=OFFICE)
    return visit


def falls_free(session: Session) -> int:
    """Maria's visit at somebody else's, two days ahead, is cancelled; returns the time's row."""
    visit = taken_visit(session)
    move(session, visit.job, default_status(session, Category.CANCELED), actor=OFFICE)
    return session.scalars(select(OpenSlot.id).where(OpenSlot.appointment_id == visit.id)).one()


def is_asked_about_another(session: Session, slot: OpenSlot) -> Assignment:
    """Maria is offered another visit in that time."""
    other = a_visit(session, hours=100)
    other.window_start, other.window_end = slot.window_start, slot.window_end
    session.flush()
    return offer_anyway(session, other, crew(session), actor=OFFICE)
