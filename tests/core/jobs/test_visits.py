"""Visits: planned, travelled to, worked, finished; the job's status follows them by itself."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.clock import database_now
from core.desk.model import StaffTask
from core.errors import FieldRefused, NotFound, Refused
from core.events.model import Event
from core.jobs.actions.offers import accept
from core.jobs.actions.visits import VisitOutcome, arrive, finish, schedule, start_travel
from core.jobs.facts import current_visit
from core.jobs.model import Appointment, AppointmentState
from tests.builders import (
    OFFICE,
    a_job,
    a_job_at,
    a_technician,
    a_visit,
    an_accepted_visit,
    an_offer,
    number,
    window,
)

UNFIXED = [VisitOutcome.TEMPORARY, VisitOutcome.RETURN]


@pytest.mark.inventory(65)
@pytest.mark.parametrize("stand", ["Booked", "On Hold", "In Progress"])
def test_a_window_brings_a_waiting_job_to_scheduled(session: Session, stand: str) -> None:
    job = a_job_at(session, stand)
    visit = a_visit(session, job)
    assert job.status.name == "Scheduled"
    assert visit.state is AppointmentState.SCHEDULED
    assert visit.assignments == []


@pytest.mark.parametrize("hours", [0, -1, 24.5])
def test_a_window_is_neither_empty_nor_reversed_nor_longer_than_a_day(
    session: Session, hours: float
) -> None:
    start, end = window(hours=hours)
    with pytest.raises(FieldRefused, match="within a day"):
        schedule(session, a_job(session), start=start, end=end, actor=OFFICE)


@pytest.mark.parametrize("stand", ["Completed", "Canceled"])
def test_no_visit_is_planned_for_a_closed_job(session: Session, stand: str) -> None:
    job = a_job_at(session, stand)
    with pytest.raises(Refused, match=f"Job {job.number} is {stand}; reopen it"):
        a_visit(session, job)


@pytest.mark.inventory(68)
def test_the_job_follows_its_technician_from_door_to_door(session: Session) -> None:
    job = a_job(session)
    visit = an_accepted_visit(session, job, a_technician(session))
    stands = [job.status.name]
    start_travel(session, visit.id, eta_minutes=20, actor=OFFICE)
    stands.append(job.status.name)
    arrive(session, visit.id, actor=OFFICE)
    stands.append(job.status.name)
    finish(session, visit.id, outcome=VisitOutcome.FIXED, note="new trap", actor=OFFICE)
    stands.append(job.status.name)
    assert stands == ["Dispatched", "On the Way", "In Progress", "Completed"]
    assert visit.arrived_at is not None
    assert visit.done_at is not None
    noted = session.scalars(select(Event).where(Event.kind == "job.noted")).one()
    assert noted.after == {"words": "new trap"}


@pytest.mark.inventory(71)
@pytest.mark.parametrize(("minutes", "told"), [(20, 20), (-5, 0), (10_000, 480)])
def test_the_time_of_arrival_is_kept_with_the_news(
    session: Session, minutes: int, told: int
) -> None:
    visit = an_accepted_visit(session, a_job(session), a_technician(session))
    start_travel(session, visit.id, eta_minutes=minutes, actor=OFFICE)
    assert visit.eta_at is not None
    ahead = visit.eta_at - database_now(session)
    assert timedelta(minutes=told - 1) < ahead <= timedelta(minutes=told)
    news = session.scalars(select(Event).where(Event.kind == "job.moved").order_by(Event.id)).all()
    assert news[-1].facts["eta"] == visit.eta_at.isoformat()
    assert news[-1].facts["technician"] == "Maria Lopez"


def test_saying_omw_twice_is_told_once(session: Session) -> None:
    job = a_job(session)
    visit = an_accepted_visit(session, job, a_technician(session))
    start_travel(session, visit.id, eta_minutes=None, actor=OFFICE)
    count = moves(session)
    start_travel(session, visit.id, eta_minutes=10, actor=OFFICE)
    assert moves(session) == count
    assert visit.eta_at is not None


def test_arriving_and_finishing_twice_change_nothing_more(session: Session) -> None:
    visit = an_accepted_visit(session, a_job(session), a_technician(session))
    arrive(session, visit.id, actor=OFFICE)
    arrive(session, visit.id, actor=OFFICE)
    finish(session, visit.id, outcome=VisitOutcome.FIXED, note="", actor=OFFICE)
    count = moves(session)
    finish(session, visit.id, outcome=VisitOutcome.RETURN, note="", actor=OFFICE)
    assert moves(session) == count


def test_a_technician_who_forgot_to_say_here_may_still_say_done(session: Session) -> None:
    job = a_job(session)
    visit = an_accepted_visit(session, job, a_technician(session))
    finish(session, visit.id, outcome=VisitOutcome.FIXED, note="", actor=OFFICE)
    assert job.status.name == "Completed"
    assert visit.arrived_at is not None


@pytest.mark.parametrize("outcome", UNFIXED)
def test_what_is_not_fixed_waits_on_hold_with_a_task_for_the_next_visit(
    session: Session, outcome: VisitOutcome
) -> None:
    job = a_job(session)
    visit = an_accepted_visit(session, job, a_technician(session))
    finish(session, visit.id, outcome=outcome, note="needs a part", actor=OFFICE)
    task = session.scalars(select(StaffTask)).one()
    assert job.status.name == "On Hold"
    assert task.title == f"Plan the next visit for job {job.number}"
    assert task.details == "needs a part"


@pytest.mark.inventory(72)
def test_a_job_comes_back_from_hold_with_a_second_visit(session: Session) -> None:
    job, maria = a_job(session), a_technician(session)
    first = an_accepted_visit(session, job, maria)
    finish(session, first.id, outcome=VisitOutcome.RETURN, note="", actor=OFFICE)
    second = an_accepted_visit(session, job, maria, starts_in_hours=48)
    assert job.status.name == "Dispatched"
    assert current_visit(job) == second
    finish(session, second.id, outcome=VisitOutcome.FIXED, note="", actor=OFFICE)
    assert job.status.name == "Completed"


@pytest.mark.inventory(72)
@pytest.mark.parametrize("outcome", list(VisitOutcome))
def test_a_job_with_another_visit_planned_waits_for_it(
    session: Session, outcome: VisitOutcome
) -> None:
    job, maria = a_job(session), a_technician(session)
    first, second = an_accepted_visit(session, job, maria), a_visit(session, job, 48)
    finish(session, first.id, outcome=outcome, note="", actor=OFFICE)
    assert job.status.name == "Scheduled"
    assert session.scalars(select(StaffTask)).all() == []
    accept(session, an_offer(session, second, maria).id, actor=OFFICE)
    start_travel(session, second.id, eta_minutes=None, actor=OFFICE)
    assert job.status.name == "On the Way"


@pytest.mark.inventory(72)
def test_one_more_visit_leaves_a_job_that_is_being_worked_on_in_progress(session: Session) -> None:
    job = a_job(session)
    first = an_accepted_visit(session, job, a_technician(session))
    arrive(session, first.id, actor=OFFICE)
    a_visit(session, job, 48)
    assert job.status.name == "In Progress"
    finish(session, first.id, outcome=VisitOutcome.RETURN, note="", actor=OFFICE)
    assert job.status.name == "Scheduled"


@pytest.mark.inventory(72)
def test_a_second_technician_does_not_call_back_a_job_being_worked_on(session: Session) -> None:
    job = a_job(session)
    first = an_accepted_visit(session, job, a_technician(session))
    second = a_visit(session, job)
    arrive(session, first.id, actor=OFFICE)
    tom = a_technician(session, "Tom Reed", number(171))
    accept(session, an_offer(session, second, tom).id, actor=OFFICE)
    start_travel(session, second.id, eta_minutes=5, actor=OFFICE)
    assert job.status.name == "In Progress"
    finish(session, first.id, outcome=VisitOutcome.FIXED, note="", actor=OFFICE)
    assert job.status.name == "In Progress"
    finish(session, second.id, outcome=VisitOutcome.FIXED, note="", actor=OFFICE)
    assert job.status.name == "Completed"


@pytest.mark.parametrize(
    "act",
    [
        partial(start_travel, eta_minutes=None, actor=OFFICE),
        partial(arrive, actor=OFFICE),
        partial(finish, outcome=VisitOutcome.FIXED, note="", actor=OFFICE),
    ],
)
def test_nobody_sets_out_for_a_visit_nobody_has_taken(
    session: Session, act: Callable[[Session, int], Appointment]
) -> None:
    job = a_job(session)
    visit = a_visit(session, job)
    with pytest.raises(Refused, match=f"The visit for job {job.number} is scheduled"):
        act(session, visit.id)


def test_a_visit_must_exist(session: Session) -> None:
    with pytest.raises(NotFound, match="visit 0"):
        arrive(session, 0, actor=OFFICE)


def moves(session: Session) -> int:
    return len(session.scalars(select(Event.id).where(Event.kind == "job.moved")).all())
