"""Bring a job back to an earlier status because a step was taken back. It tells nobody: nothing new was agreed."""

from __future__ import annotations

from sqlalchemy import func
from sqlalchemy.orm import Session

from core.events.actions import Actor, Place, record
from core.jobs.facts import facts_of
from core.jobs.model import Job, JobStatus

STEPPED_BACK = "job.stepped_back"


def step_back(session: Session, job: Job, status: JobStatus, *, actor: Actor) -> None:
    """The job, whose row the caller holds, is in that status again, as if the step had not been.

    No alert leaves: whoever heard of the status once would hear the same again.
    """
    if job.status_id == status.id:
        return
    before = job.status.name
    job.status = status
    job.status_since = func.clock_timestamp()
    session.flush()
    session.refresh(job, ["status_since"])
    record(
        session,
        STEPPED_BACK,
        subject=("job", job.id),
        actor=actor,
        place=Place(
            job_id=job.id,
            booking_id=job.booking_id,
            customer_id=job.customer_id,
            property_id=job.property_id,
        ),
        before={"status": before},
        after={"status": status.name},
        facts=facts_of(job),
    )
