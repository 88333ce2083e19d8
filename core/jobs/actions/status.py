"""Move a job along the company's workflow: checked, written, recorded and promised in one transaction."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.clock import database_now
from core.db import JsonObject
from core.desk.model import StaffUser
from core.desk.permissions import Permission, may, roles_with
from core.errors import NotFound, TransitionRefused
from core.events.actions import FIXLINE, Actor, ActorType, Place, record
from core.events.model import Event
from core.jobs.actions.assignments import write_answer
from core.jobs.actions.free_times import fell_free, time_held
from core.jobs.facts import OPEN_VISITS, facts_of
from core.jobs.lifecycle import ALLOWED, Category, JobFacts, Step, why_not
from core.jobs.model import (
    AppointmentState,
    AssignmentState,
    Job,
    JobStatus,
    JobStatusTransition,
)
from core.jobs.requirements import missing_for, need_words
from core.outbox import Kind
from core.outbox.actions import amend, promise

MOVED = "job.moved"
# What the company may keep a step of its workflow to, the widest circle first.
STEP_PERMISSIONS = (Permission.JOBS_MOVE, Permission.JOBS_SCHEDULE, Permission.JOBS_REOPEN)


def lock_job(session: Session, job_id: int) -> Job:
    """The job, with its row held until the transaction ends, freshly read. NotFound if there is none."""
    job = session.scalar(
        select(Job)
        .where(Job.id == job_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if job is None:
        raise NotFound("job", job_id)
    return job


def move(session: Session, job: Job, status: JobStatus, *, actor: Actor) -> Event:
    """Bring a job to a status (inventory 75-83).

    Raises TransitionRefused when the trade or the company's workflow has no such step, keeps it to other roles, or
    requires something the job lacks. Returns the event whose facts the alerts will tell.
    """
    job = lock_job(session, job.id)
    why = move_refusal(session, job, status, actor=actor)
    if why is not None:
        raise TransitionRefused(job=job.number, was=job.status.name, wanted=status.name, why=why)
    return _enter(session, job, status, actor=actor)


def move_refusal(
    session: Session, job: Job, status: JobStatus, *, actor: Actor = FIXLINE
) -> str | None:
    """Why this actor may not bring the job to the status now, as a clause, or None when they may.

    Permissions are asked of staff alone: technicians, tenants and Fixline itself take only the steps that the
    conversation gives them.
    """
    link = _link(session, job.status_id, status.id)
    facts = JobFacts(
        open_appointments=sum(visit.state in OPEN_VISITS for visit in job.appointments),
        missing_fields=tuple(need_words(each) for each in missing_for(session, job, status)),
        linked=link is not None,
        kept_to=_kept_to(session, link, actor),
    )
    return why_not(_step(job.status), _step(status), facts)


def _step(status: JobStatus) -> Step:
    return Step(status.name, Category(status.category), status.active)


def _link(session: Session, from_id: int, to_id: int) -> JobStatusTransition | None:
    return session.scalar(
        select(JobStatusTransition).where(
            JobStatusTransition.from_id == from_id, JobStatusTransition.to_id == to_id
        )
    )


def permission_of(link: JobStatusTransition) -> Permission:
    """What the step needs; one that is stored as nothing we know is kept to the narrowest circle."""
    if link.permission is None:
        return Permission.JOBS_MOVE
    known = link.permission in set(STEP_PERMISSIONS)
    return Permission(link.permission) if known else STEP_PERMISSIONS[-1]


def _kept_to(session: Session, link: JobStatusTransition | None, actor: Actor) -> str | None:
    """Who alone may take the step, in words, if this actor is staff of another role."""
    if link is None or link.permission is None or actor.type is not ActorType.STAFF:
        return None
    permission = permission_of(link)
    user = session.get(StaffUser, actor.id) if actor.id is not None else None
    if user is not None and user.active and may(user.role, permission):
        return None
    return " and ".join(f"{role}s" for role in roles_with(permission))


def enter_first(session: Session, job: Job, *, actor: Actor) -> Event:
    """Record that a new job has reached its first status; its alerts go out like any other's."""
    event = _record_arrival(session, job, facts_of(job), before=None, actor=actor)
    _promise_news(session, job, event)
    return event


def tell_last_alone(session: Session, job: Job) -> None:
    """A new job went on to its next status in the same breath: whoever is told of that is not told of the first too.

    For the transaction that made the job; both statuses stand in its history, and who hears of one alone is told.
    """
    moves = session.scalars(
        select(Event.id).where(Event.job_id == job.id, Event.kind == MOVED).order_by(Event.id)
    ).all()
    for passed in moves[:-1]:
        amend(session, _news_key(passed), {"then": moves[-1]})


def tell_instead(session: Session, moved: Event, other: Event) -> None:
    """Whoever is told of the other event, of this very transaction, is not told of the job's move too."""
    amend(session, _news_key(moved.id), {"then": other.id})


def follow_billing(session: Session, job: Job, status: JobStatus, *, actor: Actor) -> Event:
    """Bring a locked job to invoiced, paid or back, as billing found it to be; people are told as of any status.

    Only billing calls this; the company's workflow and its permissions are not asked, the trade's steps are.
    """
    event = follow_billing_silently(session, job, status, actor=actor)
    _promise_news(session, job, event)
    return event


def follow_billing_silently(
    session: Session, job: Job, status: JobStatus, *, actor: Actor
) -> Event:
    """The same, and nobody is told: nothing was charged, or the job goes back."""
    if status.category not in ALLOWED[Category(job.status.category)]:
        why = "the trade has no such step"
        raise TransitionRefused(job=job.number, was=job.status.name, wanted=status.name, why=why)
    return _arrive(session, job, status, actor=actor)


def _enter(session: Session, job: Job, status: JobStatus, *, actor: Actor) -> Event:
    event = _arrive(session, job, status, actor=actor)
    _promise_news(session, job, event)
    return event


def _arrive(session: Session, job: Job, status: JobStatus, *, actor: Actor) -> Event:
    before = job.status.name
    job.status = status
    job.status_since = func.clock_timestamp()
    facts = facts_of(job)
    if status.category == Category.CANCELED:
        _call_visits_off(session, job, actor=actor)
    session.flush()
    session.refresh(job, ["status_since"])
    return _record_arrival(session, job, facts, before=before, actor=actor)


def _call_visits_off(session: Session, job: Job, *, actor: Actor) -> None:
    """Nobody is offered, or asked again about, a visit that will not be; whose time it took is free."""
    off = [visit for visit in job.appointments if visit.state in OPEN_VISITS]
    held = [(visit, time_held(visit)) for visit in off]
    for visit in off:
        visit.state = AppointmentState.CANCELED
        for assignment in visit.assignments:
            if assignment.state is AssignmentState.OFFERED:
                write_answer(session, assignment, AssignmentState.WITHDRAWN, actor=actor)
    for visit, was in held:
        fell_free(session, visit, was)


def _record_arrival(
    session: Session, job: Job, facts: JsonObject, *, before: str | None, actor: Actor
) -> Event:
    if job.status.first_used_at is None:
        job.status.first_used_at = database_now(session)
    return record(
        session,
        MOVED,
        subject=("job", job.id),
        actor=actor,
        place=Place(
            job_id=job.id,
            booking_id=job.booking_id,
            customer_id=job.customer_id,
            property_id=job.property_id,
        ),
        before={"status": before},
        after={"status": job.status.name},
        facts=facts,
    )


def _promise_news(session: Session, job: Job, event: Event) -> None:
    promise(
        session,
        Kind.FAN_OUT,
        {"event_id": event.id, "after_point_id": 0},
        dedupe_key=_news_key(event.id),
        rank=1 if job.priority == "emergency" else 3,
    )


def _news_key(event_id: int) -> str:
    return f"fan_out:{event_id}:0"


def default_status(session: Session, category: Category) -> JobStatus:
    """The company's default status of a category; there is exactly one."""
    found = session.scalar(
        select(JobStatus).where(JobStatus.category == category, JobStatus.is_default)
    )
    if found is None:
        raise NotFound("default job status of the category", category)
    return found


def status_following(session: Session, visit: AppointmentState) -> JobStatus | None:
    """The status that follows a visit's state by itself, where the company has one."""
    return session.scalar(
        select(JobStatus).where(JobStatus.follows_visit == visit, JobStatus.active)
    )


def reachable_statuses(
    session: Session, job: Job, *, actor: Actor = FIXLINE
) -> list[tuple[JobStatus, str | None]]:
    """Every active status the workflow links to from here, in order, each with why it is refused now or None."""
    linked = session.scalars(
        select(JobStatus)
        .join(JobStatusTransition, JobStatusTransition.to_id == JobStatus.id)
        .where(JobStatusTransition.from_id == job.status_id, JobStatus.active)
        .order_by(JobStatus.position)
    )
    return [(status, move_refusal(session, job, status, actor=actor)) for status in linked]
