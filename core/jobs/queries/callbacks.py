"""Call-backs as a job's page shows them: which job this one comes back to, and which came back to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from core.jobs.lifecycle import Category
from core.jobs.model import Job

MOST_SHOWN = 20


@dataclass(frozen=True)
class JobLink:
    """Another job, as a link to it."""

    number: int
    summary: str
    status: str
    category: Category
    opened_at: datetime


@dataclass(frozen=True)
class Callbacks:
    """of: the job this one is a call-back of; later: those that came back to this one, newest first."""

    of: JobLink | None
    later: tuple[JobLink, ...]


def callbacks_of(session: Session, job_id: int) -> Callbacks:
    """Both directions, one step each."""
    here = session.get_one(Job, job_id)
    of = session.get(Job, here.callback_of_id) if here.callback_of_id else None
    later = session.scalars(
        select(Job)
        .where(Job.callback_of_id == job_id)
        .options(joinedload(Job.status))
        .order_by(Job.id.desc())
        .limit(MOST_SHOWN)
    )
    return Callbacks(_link(of) if of else None, tuple(_link(each) for each in later))


def _link(job: Job) -> JobLink:
    return JobLink(job.number, job.summary, job.status.name, job.status.category, job.created_at)
