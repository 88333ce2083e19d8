"""A call booked with its visit: one text of where the job stands, and nobody left out who hears of one step alone."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.alerts.actions.telling import fan_out
from core.events.model import Event
from core.jobs.actions.booking import Request
from core.jobs.actions.calls import PlannedVisit, book_call
from core.jobs.model import BookingSource, Job
from core.messaging.model import Message
from core.outbox import Kind
from core.outbox.model import OutboxEntry
from tests.builders import (
    CHICAGO,
    HEAD,
    OFFICE,
    a_customer,
    a_person,
    a_phone,
    a_place,
    hears,
    linked,
    number,
    window,
)
from tests.builders.jobs import new_job

CALLED = Request(BookingSource.PHONE, "The sink leaks", "Sink leaks")
BOTH, FIRST_ALONE, SECOND_ALONE = number(1), number(2), number(3)


def a_call_heard(session: Session, visit: PlannedVisit | None) -> Job:
    """Booked by telephone at a place where each hears of other steps; everybody is told as was promised."""
    place = a_place(session)
    owner = a_customer(session, "Owner of it")
    for phone, names in (
        (BOTH, ("Booked", "Scheduled")),
        (FIRST_ALONE, ("Booked",)),
        (SECOND_ALONE, ("Scheduled",)),
    ):
        customer = a_customer(session, f"Hears at {phone}")
        linked(session, place, customer, "Owner")
        a_phone(session, a_person(session, customer), phone)
        hears(session, customer, *names)
    job = book_call(session, CALLED, new_job(session, place, owner), visit, actor=OFFICE)
    for entry in session.scalars(select(OutboxEntry).where(OutboxEntry.kind == Kind.FAN_OUT)):
        event = session.get_one(Event, entry.args["event_id"])
        then = session.get_one(Event, entry.args["then"]) if "then" in entry.args else None
        fan_out(session, HEAD, event, after_point_id=0, then=then)
    return job


def texts(session: Session, job: Job) -> list[tuple[str, str]]:
    """To whom, and of which status."""
    rows = session.execute(
        select(Message.recipient, Event.after)
        .join(Event, Event.id == Message.event_id)
        .where(Message.job_id == job.id)
        .order_by(Message.recipient)
    )
    return [(row.recipient, row.after["status"]) for row in rows]


def test_with_a_visit_each_hears_one_text(session: Session) -> None:
    start, end = window()
    job = a_call_heard(session, PlannedVisit(start, end, CHICAGO))
    assert texts(session, job) == [
        (BOTH, "Scheduled"),
        (FIRST_ALONE, "Booked"),
        (SECOND_ALONE, "Scheduled"),
    ]


def test_without_a_visit_the_booking_itself_is_told(session: Session) -> None:
    job = a_call_heard(session, None)
    assert texts(session, job) == [(BOTH, "Booked"), (FIRST_ALONE, "Booked")]
