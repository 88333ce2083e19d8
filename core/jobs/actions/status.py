"""Move a job along the company's workflow: checked, written, recorded and promised in one transaction."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.db import JsonObject
from core.errors import NotFound, TransitionRefused
from core.events.actions import Actor, Place, record
from core.events.model import Event
from core.jobs.facts import OPEN_VISITS, facts_of
from core.jobs.lifecycle import Category, JobFacts, Step, why_not
from core.jobs.model import (
    Appointment,
    AppointmentState,
    AssignmentState,
    Job,
    JobStatus,
    JobStatusTransition,
)
from core.outbox import Kind
from core.outbox.actions import promise

MOVED = "job.moved"

FIELD_WORDS = {
    "po_number": "a PO number",
    "not_to_exceed_cents": "a not-to-exceed amount",
    "bill_to_override_id": "a bill-to",
    "customer_notes": "customer notes",
}


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

    Raises TransitionRefused when the trade or the company's workflow has no such step. Returns the event whose facts
    the alerts will tell.
    """
    job = lock_job(session, job.id)
    why = move_refusal(session, job, status)
    if why is not None:
        raise TransitionRefused(job=job.number, was=job.status.name, wanted=status.name, why=why)
    return _enter(session, job, status, actor=actor)


def move_refusal(session: Session, job: Job, status: JobStatus) -> str | None:
    """Why the job may not go to the status now, as a clause, or None when it may."""
    facts = JobFacts(
        open_appointments=sum(visit.state in OPEN_VISITS for visit in job.appointments),
        missing_fields=tuple(
            FIELD_WORDS.get(name, name)
            for name in status.required_fields
            if not getattr(job, name, None)
        ),
        linked=_is_linked(session, job.status_id, status.id),
    )
    return why_not(_step(job.status), _step(status), facts)


def _step(status: JobStatus) -> Step:
    return Step(status.name, Category(status.category), status.active)


def _is_linked(session: Session, from_id: int, to_id: int) -> bool:
    found = session.scalar(
        select(JobStatusTransition.id).where(
            JobStatusTransition.from_id == from_id, JobStatusTransition.to_id == to_id
        )
    )
    return found is not None


def enter_first(session: Session, job: Job, *, actor: Actor) -> Event:
    """Record that a new job has reached its first status; its alerts go out like any other's."""
    return _record_arrival(session, job, facts_of(job), before=None, actor=actor)


def _enter(session: Session, job: Job, status: JobStatus, *, actor: Actor) -> Event:
    before = job.status.name
    job.status = status
    job.status_since = func.clock_timestamp()
    facts = facts_of(job)
    if status.category == Category.CANCELED:
        for visit in job.appointments:
            if visit.state in OPEN_VISITS:
                visit.state = AppointmentState.CANCELED
                _withdraw_offers(visit)
    session.flush()
    session.refresh(job, ["status_since"])
    return _record_arrival(session, job, facts, before=before, actor=actor)


def _withdraw_offers(visit: Appointment) -> None:
    """Nobody is offered, or asked again about, a visit that will not be."""
    for assignment in visit.assignments:
        if assignment.state is AssignmentState.OFFERED:
            assignment.state = AssignmentState.WITHDRAWN


def _record_arrival(
    session: Session, job: Job, facts: JsonObject, *, before: str | None, actor: Actor
) -> Event:
    event = record(
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
    promise(
        session,
        Kind.FAN_OUT,
        {"event_id": event.id, "after_point_id": 0},
        dedupe_key=f"fan_out:{event.id}:0",
        rank=1 if job.priority == "emergency" else 3,
    )
    return event


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


def reachable_statuses(session: Session, job: Job) -> list[tuple[JobStatus, str | None]]:
    """Every active status the workflow links to from here, in order, each with why it is refused now or None."""
    linked = session.scalars(
        select(JobStatus)
        .join(JobStatusTransition, JobStatusTransition.to_id == JobStatus.id)
        .where(JobStatusTransition.from_id == job.status_id, JobStatus.active)
        .order_by(JobStatus.position)
    )
    return [(status, move_refusal(session, job, status)) for status in linked]
