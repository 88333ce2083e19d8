"""Tasks that Fixline opened for the office end by themselves once what they ask for is done."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.desk.actions.staff_tasks import NewTask, add_task
from core.desk.model import StaffTask, TaskKind, TaskPriority
from core.events.actions import FIXLINE
from core.jobs.actions.booking import convert
from core.jobs.actions.editing import Edit, edit_job, fingerprint
from core.jobs.actions.emergencies import Danger, raise_emergency
from core.jobs.actions.offers import accept, need_technician, offer_anyway, pass_on
from core.jobs.actions.settling import ask_to_plan
from core.jobs.actions.visits import VisitOutcome, finish, schedule
from core.jobs.actions.wait_list import leave_list, wait_list_job
from core.jobs.job_fields import JobField
from core.jobs.model import Job, JobPriority
from core.jobs.wait_rules import Wishes
from tests.builders import (
    OFFICE,
    a_booking,
    a_job,
    a_technician,
    a_visit,
    an_accepted_visit,
    an_offer,
    number,
)
from tests.builders.jobs import new_job


def to_do(session: Session, job: Job) -> list[str]:
    """What is asked of the office about the job."""
    rows = session.scalars(
        select(StaffTask).where(
            StaffTask.subject_type == "job",
            StaffTask.subject_id == job.id,
            StaffTask.done_at.is_(None),
        )
    )
    return [row.title for row in rows]


@pytest.mark.inventory(161)
def test_a_visit_offered_anew_ends_the_search_for_a_technician(session: Session) -> None:
    job = a_job(session)
    made = an_offer(session, a_visit(session, job), a_technician(session))
    pass_on(session, made.id, reason="truck is in the shop", actor=OFFICE)
    assert to_do(session, job) == [f"Find a technician for job {job.number}"]
    again = offer_anyway(
        session, made.appointment, a_technician(session, "Tom Reed", number(171)), actor=OFFICE
    )
    assert to_do(session, job) == []
    done = session.scalars(select(StaffTask)).one()
    assert done.completion_note == "Offered to Tom Reed."
    pass_on(session, again.id, reason="ill", actor=OFFICE)
    assert to_do(session, job) == [f"Find a technician for job {job.number}"]


def test_who_accepts_after_all_ends_the_search_too(session: Session) -> None:
    job = a_job(session)
    made = an_offer(session, a_visit(session, job), a_technician(session))
    need_technician(session, made.appointment, why="Nobody answered yet.")
    accept(session, made.id, actor=OFFICE)
    assert to_do(session, job) == []


def test_a_planned_visit_ends_the_task_to_plan_one(session: Session) -> None:
    job = a_job(session)
    ask_to_plan(session, job, details="Wished: mornings")
    visit = an_accepted_visit(session, job, a_technician(session))
    assert to_do(session, job) == []
    finish(session, visit.id, outcome=VisitOutcome.RETURN, note="needs a part", actor=OFFICE)
    assert to_do(session, job) == [f"Plan the next visit for job {job.number}"]
    start = datetime.now(UTC) + timedelta(days=2)
    schedule(session, job, start=start, end=start + timedelta(hours=2), actor=OFFICE)
    assert to_do(session, job) == []


@pytest.mark.inventory(56)
def test_a_job_that_waits_for_a_free_time_asks_nobody_to_plan_it_until_it_leaves_the_list(
    session: Session,
) -> None:
    job = a_job(session)
    ask_to_plan(session, job, details="")
    wish = wait_list_job(session, job.id, Wishes(), actor=OFFICE)
    assert to_do(session, job) == []
    leave_list(session, wish.id, actor=OFFICE)
    assert to_do(session, job) == [f"Plan a visit for job {job.number}: {job.summary}"]
    wait_list_job(session, job.id, Wishes(), actor=OFFICE)
    assert to_do(session, job) == []


def test_what_colleagues_asked_of_each_other_stays_open(session: Session) -> None:
    job = a_job(session)
    new = NewTask(
        title="Call them back",
        kind=TaskKind.FOLLOW_UP,
        priority=TaskPriority.NORMAL,
        notes="",
        assigned_to_id=None,
        due_at=None,
        subject=("job", job.id),
        form_key="written-once",
    )
    add_task(session, new, actor=FIXLINE)
    an_accepted_visit(session, job, a_technician(session))
    assert to_do(session, job) == ["Call them back"]


def test_a_job_called_an_emergency_asks_dispatch_to_send_somebody_now(session: Session) -> None:
    booked = convert(
        session,
        a_booking(session).id,
        new_job(session, priority=JobPriority.EMERGENCY),
        actor=OFFICE,
    )
    raised = a_job(session)
    edit = Edit(JobField.PRIORITY, fingerprint(raised.priority.value), "emergency")
    edit_job(session, raised.id, edit, actor=OFFICE)
    for job in (booked, raised):
        assert to_do(session, job) == [f"Emergency: send somebody to job {job.number} now"]
    made = an_offer(session, a_visit(session, booked), a_technician(session))
    assert to_do(session, booked) == []
    accept(session, made.id, actor=OFFICE)
    for value in ("normal", "emergency"):
        edit = Edit(JobField.PRIORITY, fingerprint(booked.priority.value), value)
        edit_job(session, booked.id, edit, actor=OFFICE)
    assert to_do(session, booked) == []


def test_where_the_ladder_pages_already_dispatch_is_not_asked_twice(session: Session) -> None:
    booking = a_booking(session, words="smell of gas")
    danger = Danger("gas", "smell of gas", number(142), booking_id=booking.id)
    raise_emergency(session, danger, actor=OFFICE)
    new = new_job(session, priority=JobPriority.EMERGENCY)
    assert to_do(session, convert(session, booking.id, new, actor=OFFICE)) == []
