"""Call-backs: a finished job is come back to once at a time, and a single visit is called off in good time."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.db import Database
from core.errors import FieldRefused, Refused
from core.events.model import Event
from core.jobs.actions.callbacks import book_callback, cancel_visit, come_back
from core.jobs.actions.visits import start_travel
from core.jobs.lifecycle import Category
from core.jobs.model import AppointmentState, AssignmentState, Job
from core.jobs.queries.callbacks import callbacks_of
from core.outbox import Kind
from core.outbox.model import OutboxEntry
from tests.builders import (
    OFFICE,
    a_job,
    a_job_at,
    a_technician,
    a_visit,
    an_accepted_visit,
    window,
)
from tests.crowd import at_once


def kinds(session: Session, job: Job) -> list[str]:
    return list(
        session.scalars(select(Event.kind).where(Event.job_id == job.id).order_by(Event.id))
    )


@pytest.mark.inventory(72)
def test_a_call_back_is_a_job_linked_to_the_one_before(session: Session) -> None:
    done = a_job_at(session, "Completed")
    again = book_callback(session, done, reason="it drips again", actor=OFFICE)
    assert (again.summary, again.property_id, again.customer_id) == (
        "Call-back: it drips again",
        done.property_id,
        done.customer_id,
    )
    assert again.status.category is Category.BOOKED
    assert [each.number for each in callbacks_of(session, done.id).later] == [again.number]
    of = callbacks_of(session, again.id).of
    assert of is not None
    assert of.number == done.number
    assert "job.called_back" in kinds(session, done)
    assert "job.callback_of" in kinds(session, again)


def test_one_call_back_at_a_time(session: Session) -> None:
    done = a_job_at(session, "Completed")
    first = book_callback(session, done, reason="drips", actor=OFFICE)
    with pytest.raises(Refused, match=f"#{first.number} is a call-back"):
        book_callback(session, done, reason="drips", actor=OFFICE)


def test_booked_by_two_at_once_there_is_one(database: Database) -> None:
    with database.transaction() as session:
        done = a_job_at(session, "Completed")

    def act(_: int) -> int:
        with database.transaction() as session:
            return book_callback(session, done, reason="drips", actor=OFFICE).number

    got = at_once(2, act)
    assert sum(isinstance(each, int) for each in got) == 1
    with database.reading() as session:
        assert len(callbacks_of(session, done.id).later) == 1


@pytest.mark.parametrize("status", ["Booked", "In Progress", "Canceled"])
def test_what_is_not_finished_is_not_come_back_to(session: Session, status: str) -> None:
    job = a_job_at(session, status)
    start, end = window()
    with pytest.raises(Refused, match="plan one more visit"):
        book_callback(session, job, reason="drips", actor=OFFICE)
    with pytest.raises(Refused, match="plan one more visit"):
        come_back(session, job, start=start, end=end, reason="drips", actor=OFFICE)


def test_a_call_back_says_why(session: Session) -> None:
    with pytest.raises(FieldRefused, match="wrong still"):
        book_callback(session, a_job_at(session, "Completed"), reason=" ", actor=OFFICE)


@pytest.mark.inventory(72)
def test_one_more_visit_reopens_the_same_job(session: Session) -> None:
    done = a_job_at(session, "Completed")
    start, end = window(24)
    visit = come_back(session, done, start=start, end=end, reason="drips", actor=OFFICE)
    assert visit.job_id == done.id
    assert done.status.category is Category.SCHEDULED
    assert "job.reopened" in kinds(session, done)


@pytest.mark.inventory(72)
def test_a_visit_is_called_off_and_the_job_waits_again(session: Session) -> None:
    job = a_job(session)
    visit = an_accepted_visit(session, job, a_technician(session))
    cancel_visit(session, visit.id, reason="tenant away", actor=OFFICE)
    assert visit.state is AppointmentState.CANCELED
    assert visit.assignments[0].state is AssignmentState.WITHDRAWN
    assert job.status.category is Category.BOOKED
    told = session.scalars(select(OutboxEntry).where(OutboxEntry.kind == Kind.TELL_CREW)).one()
    event = session.get_one(Event, told.args["event_id"])
    assert (event.kind, event.after["words"]) == ("appointment.canceled", "tenant away")


def test_with_another_visit_left_the_job_stays_scheduled(session: Session) -> None:
    job = a_job(session)
    first = a_visit(session, job)
    a_visit(session, job, 24)
    cancel_visit(session, first.id, reason="once is enough", actor=OFFICE)
    assert job.status.category is Category.SCHEDULED


def test_nobody_on_the_way_is_called_back_by_this(session: Session) -> None:
    job = a_job(session)
    visit = an_accepted_visit(session, job, a_technician(session))
    start_travel(session, visit.id, eta_minutes=20, actor=OFFICE)
    with pytest.raises(Refused, match="en_route"):
        cancel_visit(session, visit.id, reason="too late", actor=OFFICE)
    other = a_visit(session, a_job(session))
    with pytest.raises(FieldRefused, match="Say why"):
        cancel_visit(session, other.id, reason="", actor=OFFICE)
