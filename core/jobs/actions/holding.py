"""A visit that runs late, waits before a closed door, is left for a while, or needs a part. It moves no other visit."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy.orm import Session

from core.clock import database_now
from core.desk.actions.tasks import open_task
from core.desk.model import TaskPriority
from core.events.actions import Actor, record
from core.events.model import Event
from core.jobs.actions.visits import (
    LONGEST_ETA_MINUTES,
    VisitOutcome,
    arrive,
    finish,
    lock_visit,
    note_on_job,
    place_of,
)
from core.jobs.facts import facts_of
from core.jobs.model import Appointment, AppointmentState, VisitHold
from core.jobs.refusals import refused_at

ON_THE_ROAD = frozenset({AppointmentState.DISPATCHED, AppointmentState.EN_ROUTE})
AT_WORK = ON_THE_ROAD | {AppointmentState.ARRIVED}


def run_late(session: Session, visit_id: int, *, minutes: int | None, actor: Actor) -> Event:
    """The technician comes later than was said: later by minutes than the ETA, or than the window's start.

    Without minutes the time is left as it is. Refused once they are there, or before they have the visit.
    Returns the event, which the caller tells the household of.
    """
    visit = lock_visit(session, visit_id)
    if visit.state not in ON_THE_ROAD:
        raise refused_at(visit.state, visit.job.number)
    before = visit.eta_at
    if minutes is not None:
        late = timedelta(minutes=min(max(minutes, 0), LONGEST_ETA_MINUTES))
        visit.eta_at = max(visit.eta_at or visit.window_start, database_now(session)) + late
    session.flush()
    return record(
        session,
        "appointment.running_late",
        subject=("appointment", visit.id),
        actor=actor,
        place=place_of(visit.job),
        before={"eta": before.isoformat() if before else None},
        after={"minutes": minutes, "eta": visit.eta_at.isoformat() if visit.eta_at else None},
        facts=facts_of(visit.job),
    )


def no_access(session: Session, visit_id: int, *, words: str, actor: Actor) -> Event:
    """The technician is there and cannot get in: the visit waits, and the office has a pressing task.

    Whoever had not said that they are there has said so now. Returns the event for the household.
    """
    visit = lock_visit(session, visit_id)
    if visit.state not in AT_WORK:
        raise refused_at(visit.state, visit.job.number)
    arrive(session, visit_id, actor=actor)
    note_on_job(session, visit.job, words, actor=actor)
    event = _hold(session, visit, VisitHold.ACCESS, actor=actor)
    open_task(
        session,
        title=f"No access at job {visit.job.number}: reach the occupant",
        details=words,
        subject=("job", visit.job_id),
        priority=TaskPriority.HIGH,
        once_key=f"no_access:{visit.id}:{event.id}",
    )
    return event


def leave_for_now(
    session: Session, visit_id: int, *, hold: VisitHold, words: str, actor: Actor
) -> Appointment:
    """The technician leaves and will be back: the visit stays theirs and waits."""
    visit = lock_visit(session, visit_id)
    if visit.state not in AT_WORK:
        raise refused_at(visit.state, visit.job.number)
    note_on_job(session, visit.job, words, actor=actor)
    if visit.state is AppointmentState.ARRIVED:
        _hold(session, visit, hold, actor=actor)
    return visit


def wait_for_parts(session: Session, visit_id: int, *, words: str, actor: Actor) -> Appointment:
    """A part must be got first. From the site: the visit ends, the job goes on hold, the office plans the next.

    Before the technician is there the visit stands as it is, and the office decides.
    """
    visit = lock_visit(session, visit_id)
    if visit.state not in AT_WORK:
        raise refused_at(visit.state, visit.job.number)
    if visit.state is AppointmentState.ARRIVED:
        finish(session, visit_id, outcome=VisitOutcome.RETURN, note=words, actor=actor)
    else:
        note_on_job(session, visit.job, words, actor=actor)
    open_task(
        session,
        title=f"Parts needed for job {visit.job.number}",
        details=words,
        subject=("job", visit.job_id),
        once_key=f"parts:{visit.id}:{database_now(session).isoformat()}",
    )
    return visit


def _hold(session: Session, visit: Appointment, hold: VisitHold, *, actor: Actor) -> Event:
    before, visit.held_for = visit.held_for, hold
    session.flush()
    return record(
        session,
        "appointment.held",
        subject=("appointment", visit.id),
        actor=actor,
        place=place_of(visit.job),
        before={"held_for": before},
        after={"held_for": hold},
        facts=facts_of(visit.job),
    )
