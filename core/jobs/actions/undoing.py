"""Take back a technician's last step within minutes, as if it had not been. Refused where others have built on it."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.clock import database_now
from core.db import JsonObject
from core.events.actions import Actor, record
from core.jobs.actions.offers import need_technician
from core.jobs.actions.settling import settle
from core.jobs.actions.stepping_back import step_back
from core.jobs.actions.visits import lock_visit, place_of
from core.jobs.model import (
    AppointmentState,
    Assignment,
    AssignmentState,
    JobStatus,
    StepKind,
    VisitHold,
    VisitStep,
)
from core.jobs.refusals import VisitRefused, WhyNot

UNDO_WITHIN = timedelta(minutes=10)
_OPEN_ANSWERS = frozenset({AssignmentState.OFFERED, AssignmentState.ACCEPTED})
# Tasks that only stand because of the step.
_TASKS = ("plan_return", "need_technician", "no_access", "parts")


def standing_of(session: Session, assignment_id: int) -> JsonObject:
    """How the assignment, its visit and its job stand now, with the job's row held."""
    visit_id = session.scalars(
        select(Assignment.appointment_id).where(Assignment.id == assignment_id)
    ).one()
    visit = lock_visit(session, visit_id)
    assignment = session.get_one(Assignment, assignment_id, populate_existing=True)
    return {
        "assignment": assignment.state.value,
        "reason": assignment.reason,
        "visit": visit.state.value,
        "held_for": visit.held_for.value if visit.held_for else None,
        "eta_at": _written(visit.eta_at),
        "arrived_at": _written(visit.arrived_at),
        "done_at": _written(visit.done_at),
        "status_id": visit.job.status_id,
    }


def remember(
    session: Session,
    technician_id: int,
    kind: StepKind,
    *,
    assignment_id: int | None = None,
    before: JsonObject | None = None,
) -> VisitStep:
    """Keep a step that was just taken, with how things stood before it and stand now."""
    step = VisitStep(
        technician_id=technician_id,
        kind=kind,
        assignment_id=assignment_id,
        before=before or {},
        after=standing_of(session, assignment_id) if assignment_id else {},
    )
    session.add(step)
    session.flush()
    return step


def undo_last(session: Session, technician_id: int, *, actor: Actor) -> VisitStep:
    """Put assignment, visit and job back to where they stood before the technician's last step.

    Refused (VisitRefused) when there is none, when it is older than UNDO_WITHIN, when it was words only, and when
    anything of it has changed since.
    """
    step = _last_step(session, technician_id)
    assignment = step.assignment
    if assignment is None or step.kind is StepKind.SAID:
        raise VisitRefused("Words that were passed on stand.", why=WhyNot.UNDO_STANDS)
    now = standing_of(session, assignment.id)
    visit = assignment.appointment
    if now != step.after or _is_overtaken(step, assignment):
        number = visit.job.number
        raise VisitRefused(
            f"Job {number} has moved on since.", why=WhyNot.UNDO_OVERTAKEN, job=number
        )
    _put_back(session, step, assignment, actor=actor)
    step.undone_at = func.clock_timestamp()
    session.flush()
    return step


def _last_step(session: Session, technician_id: int) -> VisitStep:
    step = session.scalar(
        select(VisitStep)
        .where(VisitStep.technician_id == technician_id, VisitStep.undone_at.is_(None))
        .order_by(VisitStep.id.desc())
        .with_for_update(of=VisitStep)
        .limit(1)
    )
    if step is None:
        raise VisitRefused("There is no step to undo.", why=WhyNot.NOTHING_TO_UNDO)
    if step.created_at < database_now(session) - UNDO_WITHIN:
        number = step.assignment.appointment.job.number if step.assignment else None
        raise VisitRefused(
            "That was more than ten minutes ago.", why=WhyNot.UNDO_TOO_LATE, job=number
        )
    return step


def _is_overtaken(step: VisitStep, assignment: Assignment) -> bool:
    """A visit that was passed on is another's once it is offered again."""
    others = (each for each in assignment.appointment.assignments if each.id != assignment.id)
    return step.kind is StepKind.PASSED and any(each.state in _OPEN_ANSWERS for each in others)


def _put_back(session: Session, step: VisitStep, assignment: Assignment, *, actor: Actor) -> None:
    visit, was = assignment.appointment, step.before
    assignment.state = AssignmentState(str(was["assignment"]))
    assignment.reason = str(was["reason"])
    visit.state = AppointmentState(str(was["visit"]))
    visit.held_for = VisitHold(str(was["held_for"])) if was["held_for"] else None
    visit.eta_at, visit.arrived_at, visit.done_at = (
        _read(was[name]) for name in ("eta_at", "arrived_at", "done_at")
    )
    session.flush()
    step_back(
        session, visit.job, session.get_one(JobStatus, int(str(was["status_id"]))), actor=actor
    )
    asked = [f"{kind}:{visit.id}:" for kind in _TASKS]
    settle(session, visit.job_id, *asked, note="The technician took it back.", actor=actor)
    if step.kind is StepKind.ACCEPTED:
        need_technician(session, visit, why=f"{actor.name} took back their acceptance.")
    record(
        session,
        "visit.step_undone",
        subject=("appointment", visit.id),
        actor=actor,
        place=place_of(visit.job),
        before=dict(step.after),
        after={**was, "kind": step.kind},
    )


def _written(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _read(written: object) -> datetime | None:
    return datetime.fromisoformat(written) if isinstance(written, str) else None
