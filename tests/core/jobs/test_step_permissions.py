"""The workflow's steps are kept to whom the company says, and ask for what the company wants to see first."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.blobs import keep_blob
from core.db import Database
from core.desk.model import StaffRole, StaffTask, StaffUser
from core.desk.permissions import Permission
from core.errors import Refused, TransitionRefused
from core.events.actions import FIXLINE, Actor, ActorType
from core.events.model import Event
from core.jobs.actions.status import move, move_refusal
from core.jobs.actions.visits import VisitOutcome, finish, note_on_job, schedule, start_travel
from core.jobs.actions.workflow import deactivate_status, make_default
from core.jobs.actions.workflow_steps import set_steps, standing_steps
from core.jobs.lifecycle import Category
from core.jobs.model import Attachment, Job, JobStatus
from core.jobs.requirements import RequiredField, missing_for
from tests.builders import (
    OFFICE,
    a_job,
    a_job_at,
    a_technician,
    a_visit,
    an_accepted_visit,
    status,
)
from tests.builders.jobs import TUESDAY

# Asks for something only where the job's type has forms of its own; those have their own tests.
ELSEWHERE = frozenset({RequiredField.FORMS})


def staff(session: Session, role: StaffRole) -> Actor:
    user = StaffUser(
        email=f"{role}@example.com", name=f"Dana {role}", role=role, password_hash="none"
    )
    session.add(user)
    session.flush()
    return Actor(ActorType.STAFF, user.name, user.id)


def keep(session: Session, was: str, wanted: str, permission: Permission) -> None:
    """Keep one step of the workflow to those with a permission."""
    standing = standing_steps(session)
    pair = (status(session, was).id, status(session, wanted).id)
    set_steps(session, {**standing, pair: permission}, seen=standing, actor=OFFICE)


@pytest.mark.parametrize(
    ("role", "may"),
    [
        (StaffRole.ADMINISTRATOR, True),
        (StaffRole.MANAGER, True),
        (StaffRole.DISPATCHER, False),
        (StaffRole.CSR, False),
        (StaffRole.TECHNICIAN, False),
    ],
)
def test_a_step_is_taken_only_by_staff_who_may(
    session: Session, role: StaffRole, *, may: bool
) -> None:
    job, dana = a_job_at(session, "Canceled"), staff(session, role)
    booked = status(session, "Booked")
    if may:
        move(session, job, booked, actor=dana)
        return
    said = "your workflow keeps this step to administrators and managers"
    assert move_refusal(session, job, booked, actor=dana) == said
    with pytest.raises(TransitionRefused, match=said):
        move(session, job, booked, actor=dana)
    assert job.status.name == "Canceled"


def test_who_left_the_company_takes_no_step_that_is_kept(session: Session) -> None:
    job, dana = a_job_at(session, "Canceled"), staff(session, StaffRole.MANAGER)
    session.get_one(StaffUser, dana.id).active = False
    with pytest.raises(TransitionRefused, match="keeps this step"):
        move(session, job, status(session, "Booked"), actor=dana)


def test_technicians_and_fixline_are_not_asked_for_a_role(session: Session) -> None:
    keep(session, "Dispatched", "In Progress", Permission.JOBS_REOPEN)
    technician = Actor(ActorType.TECHNICIAN, "Maria", a_technician(session).id)
    for someone in (technician, FIXLINE):
        move(
            session, a_job_at(session, "Dispatched"), status(session, "In Progress"), actor=someone
        )
    csr = staff(session, StaffRole.CSR)
    with pytest.raises(TransitionRefused, match="keeps this step"):
        move(session, a_job_at(session, "Dispatched"), status(session, "In Progress"), actor=csr)


def test_the_workflow_is_set_as_a_whole_and_each_change_recorded(session: Session) -> None:
    standing = standing_steps(session)
    gone = (status(session, "Booked").id, status(session, "On Hold").id)
    kept = (status(session, "Booked").id, status(session, "Canceled").id)
    wanted = {pair: each for pair, each in standing.items() if pair != gone}
    wanted[kept] = Permission.JOBS_SCHEDULE
    assert set_steps(session, wanted, seen=standing, actor=OFFICE) == 2
    assert standing_steps(session) == wanted
    steps = session.scalars(select(Event).filter_by(kind="job_status.steps_set").order_by(Event.id))
    assert [(each.before, each.after) for each in steps] == [
        (
            {"step": "Booked to On Hold", "permission": "jobs.move"},
            {"step": "Booked to On Hold", "permission": None},
        ),
        (
            {"step": "Booked to Canceled", "permission": "jobs.move"},
            {"step": "Booked to Canceled", "permission": "jobs.schedule"},
        ),
    ]
    with pytest.raises(TransitionRefused, match="your workflow has no such step"):
        move(session, a_job(session), status(session, "On Hold"), actor=OFFICE)


def test_a_workflow_changed_meanwhile_is_not_overwritten(session: Session) -> None:
    seen = standing_steps(session)
    keep(session, "Booked", "Canceled", Permission.JOBS_REOPEN)
    with pytest.raises(Refused, match="Somebody changed the workflow meanwhile"):
        set_steps(session, seen, seen=seen, actor=OFFICE)


def test_steps_that_the_trade_does_not_have_are_refused(session: Session) -> None:
    seen = standing_steps(session)
    booked, paid = status(session, "Booked").id, status(session, "Paid").id
    for pair, permission in (
        ((booked, paid), Permission.JOBS_MOVE),
        ((booked, booked), Permission.JOBS_MOVE),
        ((booked, 999_999), Permission.JOBS_MOVE),
        ((booked, status(session, "Scheduled").id), Permission.STAFF_EDIT),
    ):
        with pytest.raises(Refused):
            set_steps(session, {**seen, pair: permission}, seen=seen, actor=OFFICE)
    assert standing_steps(session) == seen


@pytest.mark.inventory(75)
def test_another_status_becomes_the_one_fixline_uses_and_the_old_one_may_rest(
    session: Session,
) -> None:
    on_the_way, dispatched = status(session, "On the Way"), status(session, "Dispatched")
    make_default(session, on_the_way.id, actor=OFFICE)
    session.refresh(dispatched)
    assert (on_the_way.is_default, dispatched.is_default) == (True, False)
    deactivate_status(session, dispatched.id, actor=OFFICE)
    with pytest.raises(Refused, match="Switch Dispatched on first"):
        make_default(session, dispatched.id, actor=OFFICE)


def test_two_who_choose_the_default_at_once_leave_exactly_one(database: Database) -> None:
    with database.transaction() as session:
        wanted = [status(session, name).id for name in ("Dispatched", "On the Way")]
    start = Barrier(2)

    def choose(status_id: int) -> None:
        start.wait()
        with database.transaction() as session:
            make_default(session, status_id, actor=OFFICE)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(choose, wanted))
    with database.reading() as session:
        defaults = select(JobStatus.id).where(
            JobStatus.category == Category.DISPATCHED, JobStatus.is_default
        )
        assert len(session.scalars(defaults).all()) == 1


def fill(session: Session, job: Job, field: RequiredField) -> None:
    """Give the job what the field asks for."""
    words = {
        RequiredField.SUMMARY: "summary",
        RequiredField.PO_NUMBER: "po_number",
        RequiredField.CUSTOMER_NOTES: "customer_notes",
        RequiredField.RESOLUTION: "resolution",
    }
    if field in words:
        setattr(job, words[field], "some words")
    elif field is RequiredField.NOT_TO_EXCEED:
        job.not_to_exceed_cents = 0
    elif field is RequiredField.BILL_TO:
        job.bill_to_override = job.customer
    elif field is RequiredField.NOTE:
        note_on_job(session, job, "Gate was open", actor=OFFICE)
    elif field is RequiredField.PHOTO:
        blob = keep_blob(session, [b"x"], content_type="image/png")
        session.add(Attachment(blob=blob, name="x.png", job_id=job.id))
    elif field is RequiredField.WINDOW:
        a_visit(session, job)
    else:
        an_accepted_visit(session, job, a_technician(session))
    session.flush()
    session.refresh(job)


@pytest.mark.inventory(75)
@pytest.mark.parametrize("field", [each for each in RequiredField if each not in ELSEWHERE])
def test_a_status_asks_for_a_thing_until_it_is_there(
    session: Session, field: RequiredField
) -> None:
    job, canceled = a_job(session), status(session, "Canceled")
    if field is RequiredField.SUMMARY:
        job.summary = ""
    canceled.required_fields = [field.value]
    with pytest.raises(TransitionRefused, match=r"it needs .* \(under \w+\) first"):
        move(session, job, canceled, actor=OFFICE)
    fill(session, job, field)
    assert missing_for(session, job, canceled) == ()
    move(session, job, canceled, actor=OFFICE)


def test_what_a_technician_says_happened_stands_and_the_office_is_asked_for_the_rest(
    session: Session,
) -> None:
    job, maria = a_job(session), a_technician(session)
    visit = an_accepted_visit(session, job, maria)
    for name in ("On the Way", "Completed"):
        status(session, name).required_fields = ["po_number"]
    who = Actor(ActorType.TECHNICIAN, "Maria", maria.id)
    start_travel(session, visit.id, eta_minutes=20, actor=who)
    assert job.status.name == "Dispatched"
    finish(session, visit.id, outcome=VisitOutcome.FIXED, note="", actor=who)
    assert (visit.state, job.status.name) == ("done", "In Progress")
    tasks = session.scalars(select(StaffTask.details).order_by(StaffTask.id)).all()
    assert "Not by itself: it needs a PO number (under Facts) first." in tasks
    with pytest.raises(TransitionRefused, match="a PO number"):
        move(session, job, status(session, "Completed"), actor=OFFICE)


def test_staff_who_plan_a_visit_hear_why_the_job_cannot_follow(session: Session) -> None:
    job = a_job(session)
    status(session, "Scheduled").required_fields = ["not_to_exceed"]
    until = TUESDAY + timedelta(hours=2)
    with pytest.raises(TransitionRefused, match="a not-to-exceed amount"):
        schedule(session, job, start=TUESDAY, end=until, actor=OFFICE)
