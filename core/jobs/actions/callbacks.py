"""Coming back: a call-back of a finished job, on the same job or as one of its own; and calling a single visit off."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.desk.actions.tasks import open_task
from core.errors import FieldRefused, Refused
from core.events.actions import Actor, record
from core.jobs.actions.booking import NewJob, book
from core.jobs.actions.free_times import fell_free, time_held
from core.jobs.actions.offers import take_back
from core.jobs.actions.status import default_status, lock_job, move, move_refusal
from core.jobs.actions.stepping_back import step_back
from core.jobs.actions.visit_news import CALLED_OFF, facts_when_set, tell_crew, tell_of_visit
from core.jobs.actions.visits import lock_visit, place_of, schedule
from core.jobs.facts import OPEN_VISITS
from core.jobs.lifecycle import OPEN, Category
from core.jobs.model import (
    Appointment,
    AppointmentState,
    AssignmentState,
    Job,
    JobStatus,
)
from core.jobs.refusals import refused_at

LONGEST_REASON = 250
_FINISHED = frozenset({Category.COMPLETED, Category.INVOICED, Category.PAID})
_NOT_LEFT_YET = frozenset({AppointmentState.SCHEDULED, AppointmentState.DISPATCHED})
_HOLDING = frozenset({AssignmentState.OFFERED, AssignmentState.ACCEPTED})


def book_callback(session: Session, job: Job, *, reason: str, actor: Actor) -> Job:
    """A job of its own that comes back to a finished one: same customer, place, trade and type (inventory 72).

    Refused: a job that is not finished, no reason, and a second one while the first is open.
    """
    job = lock_job(session, job.id)
    reason = _checked(job, reason)
    standing = session.scalar(
        select(Job.number)
        .join(JobStatus)
        .where(Job.callback_of_id == job.id, JobStatus.category.in_(OPEN))
        .limit(1)
    )
    if standing is not None:
        raise Refused(f"Job #{standing} is a call-back of job {job.number} and still open.")
    new = NewJob(
        customer=job.customer,
        property=job.property,
        unit=job.unit,
        requester=job.requester,
        business_unit=job.business_unit,
        job_type=job.job_type,
        summary=f"Call-back: {reason}",
    )
    callback = book(session, new, actor=actor)
    callback.callback_of_id = job.id
    callback.bill_to_override_id = job.bill_to_override_id
    session.flush()
    _tell_both(session, job, callback, reason, actor=actor)
    return callback


def come_back(
    session: Session, job: Job, *, start: datetime, end: datetime, reason: str, actor: Actor
) -> Appointment:
    """Reopen a completed job with one more visit; one that is invoiced needs a job of its own instead.

    The job goes by way of "in progress", as the trade reopens jobs, and whoever hears of that is told.
    """
    job = lock_job(session, job.id)
    reason = _checked(job, reason)
    if job.status.category is not Category.COMPLETED:
        raise Refused(f"Job {job.number} is {job.status.name}; book the call-back as a new job.")
    move(session, job, default_status(session, Category.IN_PROGRESS), actor=actor)
    record(
        session,
        "job.reopened",
        subject=("job", job.id),
        actor=actor,
        place=place_of(job),
        after={"words": reason},
    )
    return schedule(session, job, start=start, end=end, actor=actor)


def cancel_visit(session: Session, visit_id: int, *, reason: str, actor: Actor) -> Appointment:
    """Call one visit off before anybody has left for it; who had it is told, and who hears of visits. The job stays.

    A scheduled job without any visit left waits to be planned again, which is no news of its own; where the workflow
    forbids that, a task says so.
    """
    visit = lock_visit(session, visit_id)
    if visit.state not in _NOT_LEFT_YET:
        raise refused_at(visit.state, visit.job.number)
    if not reason.strip():
        raise FieldRefused(f"why-{visit_id}", "Say why, so that the next person knows.")
    was = time_held(visit)
    holding = [each for each in visit.assignments if each.state in _HOLDING]
    for each in holding:
        take_back(session, each, actor=actor)
    visit.state = AppointmentState.CANCELED
    session.flush()
    fell_free(session, visit, was)
    event = record(
        session,
        CALLED_OFF,
        subject=("appointment", visit.id),
        actor=actor,
        place=place_of(visit.job),
        before={
            "start": visit.window_start.isoformat(),
            "end": visit.window_end.isoformat(),
            "technician": " and ".join(each.technician.name for each in holding) or None,
        },
        after={"words": reason.strip()[:LONGEST_REASON]},
        facts=facts_when_set(session, visit),
    )
    for each in holding:
        tell_crew(session, each, event)
    tell_of_visit(session, visit, event)
    _wait_again(session, visit, actor=actor)
    return visit


def _checked(job: Job, reason: str) -> str:
    if Category(job.status.category) not in _FINISHED:
        raise Refused(f"Job {job.number} is {job.status.name}: plan one more visit for it instead.")
    if not reason.strip():
        raise FieldRefused("callback_reason", "Say what is wrong still, or again.")
    return " ".join(reason.split())[:LONGEST_REASON]


def _tell_both(session: Session, job: Job, callback: Job, reason: str, *, actor: Actor) -> None:
    """Each of the two jobs says so on its own timeline."""
    record(
        session,
        "job.called_back",
        subject=("job", job.id),
        actor=actor,
        place=place_of(job),
        after={"callback": callback.number, "words": reason},
    )
    record(
        session,
        "job.callback_of",
        subject=("job", callback.id),
        actor=actor,
        place=place_of(callback),
        after={"of": job.number},
    )


def _wait_again(session: Session, visit: Appointment, *, actor: Actor) -> None:
    job = visit.job
    session.refresh(job, ["appointments"])
    if any(each.state in OPEN_VISITS for each in job.appointments):
        return
    if job.status.category is Category.DISPATCHED:
        _follow(session, job, Category.SCHEDULED, actor=actor)
    if job.status.category is Category.SCHEDULED:
        _follow(session, job, Category.BOOKED, actor=actor)


def _follow(session: Session, job: Job, category: Category, *, actor: Actor) -> None:
    status = default_status(session, category)
    why = move_refusal(session, job, status, actor=actor)
    if why is None:
        step_back(session, job, status, actor=actor)
        return
    open_task(
        session,
        title=f"Job {job.number} has no visit any more and stays {job.status.name}",
        details=f"Not by itself: {why}.",
        subject=("job", job.id),
        once_key=f"no_visit:{job.id}:{job.status_since.isoformat()}",
        place=place_of(job),
    )
