"""Lists of jobs, newest number first: all that a filter finds, part after part, and those of one customer or property.

A part begins below the last number of the part before it, so that the thousandth is as quick as the first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, selectinload

from core.jobs.lifecycle import Category
from core.jobs.model import Job, JobPriority
from core.jobs.queries.job_filter import (
    JobFilter,
    JobsShown,
    conditions,
    open_status_ids,
    within_reach,
)

MOST_OF_ONE = 50
MOST_PRESSING = 20

__all__ = ["JobRow", "JobsShown", "job_numbers", "jobs", "jobs_at", "jobs_of_customer", "pressing"]


@dataclass(frozen=True)
class JobRow:
    """A job in a list."""

    number: int
    summary: str
    place: str
    customer: str
    status: str
    category: Category
    priority: JobPriority
    since: datetime


def jobs(
    session: Session, wanted: JobFilter, *, limit: int, below: int | None = None
) -> tuple[JobRow, ...]:
    """One part of the jobs that the filter finds, those with a number under `below`."""
    rows = session.scalars(page_of(session, wanted, limit=limit, below=below).options(*_SHOWN))
    return tuple(_row(job) for job in rows)


def pressing(session: Session, wanted: JobFilter) -> tuple[JobRow, ...]:
    """The open emergencies that the filter finds, the newest MOST_PRESSING: shown above everything else."""
    page = (
        select(Job)
        .where(
            *conditions(session, wanted),
            Job.priority == JobPriority.EMERGENCY,
            Job.status_id.in_(open_status_ids(session)),
        )
        .order_by(Job.number.desc())
        .limit(MOST_PRESSING)
    )
    return tuple(_row(job) for job in session.scalars(page.options(*_SHOWN)))


def page_of(
    session: Session, wanted: JobFilter, *, limit: int, below: int | None = None
) -> Select[Job]:
    """The question itself, for lists that show other columns."""
    query = select(Job).where(*conditions(session, wanted), *within_reach(session, wanted.days))
    if below is not None:
        query = query.where(Job.number < below)
    return query.order_by(Job.number.desc()).limit(limit)


def jobs_of_customer(session: Session, customer_id: int) -> tuple[JobRow, ...]:
    """The last MOST_OF_ONE jobs of a customer, open emergencies first."""
    return _pressing_first(session, JobFilter(customer_id=customer_id))


def jobs_at(session: Session, property_id: int) -> tuple[JobRow, ...]:
    """The last MOST_OF_ONE jobs at a property, open emergencies first."""
    return _pressing_first(session, JobFilter(property_id=property_id))


def job_numbers(session: Session, job_ids: Sequence[int]) -> dict[int, int]:
    """The numbers people call these jobs by."""
    rows = session.execute(select(Job.id, Job.number).where(Job.id.in_(job_ids)))
    return {row.id: row.number for row in rows}


# Each kind of row by its own keys: no plan can come to read a whole table for the sake of a join.
_SHOWN = (
    selectinload(Job.property),
    selectinload(Job.unit),
    selectinload(Job.customer),
    selectinload(Job.status),
)


def _pressing_first(session: Session, wanted: JobFilter) -> tuple[JobRow, ...]:
    """Asked for one after the other: in one order over all of them each would have to be read."""
    urgent = pressing(session, wanted)
    above = {row.number for row in urgent}
    others = jobs(session, wanted, limit=MOST_OF_ONE)
    return (*urgent, *(row for row in others if row.number not in above))[:MOST_OF_ONE]


def _row(job: Job) -> JobRow:
    return JobRow(
        number=job.number,
        summary=job.summary,
        place=place_words(job),
        customer=job.customer.display_name,
        status=job.status.name,
        category=job.status.category,
        priority=job.priority,
        since=job.status_since,
    )


def place_words(job: Job) -> str:
    """Where it is, in short: `12 Oak Street #4`."""
    street = job.property.street
    return f"{street} #{job.unit.name}" if job.unit else street
