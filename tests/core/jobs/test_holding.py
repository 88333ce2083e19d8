"""Visits that run late, wait before a door, are left for a while, or need a part."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.clock import database_now
from core.desk.model import StaffTask, TaskPriority
from core.events.model import Event
from core.jobs.actions.holding import leave_for_now, no_access, run_late, wait_for_parts
from core.jobs.actions.visits import VisitOutcome, arrive, finish, start_travel
from core.jobs.model import Appointment, AppointmentState, VisitHold
from core.jobs.refusals import VisitRefused, WhyNot
from tests.builders import OFFICE, a_job, a_technician, a_visit, an_accepted_visit


def an_own_visit(session: Session) -> Appointment:
    return an_accepted_visit(session, a_job(session), a_technician(session))


def titles(session: Session) -> list[str]:
    return list(session.scalars(select(StaffTask.title).order_by(StaffTask.id)))


def test_minutes_late_are_counted_from_the_eta_that_was_told(session: Session) -> None:
    visit = an_own_visit(session)
    start_travel(session, visit.id, eta_minutes=20, actor=OFFICE)
    told = visit.eta_at
    assert told is not None
    event = run_late(session, visit.id, minutes=30, actor=OFFICE)
    assert visit.eta_at == told + timedelta(minutes=30)
    assert event.after["minutes"] == 30


def test_before_the_drive_minutes_are_counted_from_the_window_or_from_now(session: Session) -> None:
    visit = an_own_visit(session)
    visit.window_start = database_now(session) - timedelta(hours=5)
    run_late(session, visit.id, minutes=30, actor=OFFICE)
    assert visit.eta_at is not None
    assert timedelta(minutes=29) < visit.eta_at - database_now(session) <= timedelta(minutes=30)


def test_without_minutes_the_time_that_was_told_stays(session: Session) -> None:
    visit = an_own_visit(session)
    start_travel(session, visit.id, eta_minutes=20, actor=OFFICE)
    told = visit.eta_at
    run_late(session, visit.id, minutes=None, actor=OFFICE)
    assert visit.eta_at == told


def test_who_is_there_is_not_late(session: Session) -> None:
    visit = an_own_visit(session)
    arrive(session, visit.id, actor=OFFICE)
    with pytest.raises(VisitRefused) as refused:
        run_late(session, visit.id, minutes=30, actor=OFFICE)
    assert refused.value.why is WhyNot.VISIT_ARRIVED


def test_without_a_way_in_the_visit_waits_and_the_office_is_pressed(session: Session) -> None:
    visit = an_own_visit(session)
    no_access(session, visit.id, words="nobody home", actor=OFFICE)
    assert (visit.state, visit.held_for) == (AppointmentState.ARRIVED, VisitHold.ACCESS)
    task = session.scalars(select(StaffTask)).one()
    assert task.priority is TaskPriority.HIGH
    assert task.details == "nobody home"
    arrive(session, visit.id, actor=OFFICE)
    assert visit.held_for is None


def test_who_left_for_a_while_comes_back_to_the_same_visit(session: Session) -> None:
    visit = an_own_visit(session)
    arrive(session, visit.id, actor=OFFICE)
    leave_for_now(session, visit.id, hold=VisitHold.PAUSE, words="lunch", actor=OFFICE)
    start_travel(session, visit.id, eta_minutes=15, actor=OFFICE)
    assert (visit.state, visit.held_for) == (AppointmentState.ARRIVED, VisitHold.PAUSE)
    assert visit.job.status.name == "In Progress"
    finish(session, visit.id, outcome=VisitOutcome.FIXED, note="", actor=OFFICE)
    assert (visit.state, visit.held_for) == (AppointmentState.DONE, None)
    assert titles(session) == []


def test_a_part_on_order_ends_the_visit_and_holds_the_job(session: Session) -> None:
    visit = an_own_visit(session)
    arrive(session, visit.id, actor=OFFICE)
    wait_for_parts(session, visit.id, words="board is on order", actor=OFFICE)
    assert visit.state is AppointmentState.DONE
    assert visit.job.status.category == "on_hold"
    number = visit.job.number
    assert titles(session) == [
        f"Plan the next visit for job {number}",
        f"Parts needed for job {number}",
    ]


def test_a_part_needed_before_the_drive_leaves_the_visit_as_it_is(session: Session) -> None:
    visit = an_own_visit(session)
    wait_for_parts(session, visit.id, words="need a board first", actor=OFFICE)
    assert visit.state is AppointmentState.DISPATCHED
    noted = session.scalars(select(Event).where(Event.kind == "job.noted")).one()
    assert noted.after == {"words": "need a board first"}
    assert titles(session) == [f"Parts needed for job {visit.job.number}"]


def test_a_visit_nobody_has_is_not_held(session: Session) -> None:
    visit = a_visit(session, a_job(session))
    for deed in (
        lambda: no_access(session, visit.id, words="x", actor=OFFICE),
        lambda: wait_for_parts(session, visit.id, words="x", actor=OFFICE),
        lambda: leave_for_now(session, visit.id, hold=VisitHold.PAUSE, words="x", actor=OFFICE),
    ):
        with pytest.raises(VisitRefused):
            deed()
