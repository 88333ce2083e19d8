"""Lists of jobs: all of them by state, and those of one customer or property."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, case, select
from sqlalchemy.orm import Session, joinedload

from core.jobs.lifecycle import OPEN, Category
from core.jobs.model import Job, JobPriority, JobStatus

MOST_OF_ONE = 50


class JobsShown(StrEnum):
    """Which jobs are listed."""

    OPEN = "open"
    CLOSED = "closed"
    ALL = "all"


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


def jobs(session: Session, shown: JobsShown, *, limit: int, offset: int = 0) -> tuple[JobRow, ...]:
    """One page of jobs: emergencies first, then the newest."""
    return _listed(session, _shown(shown), limit, offset)


def jobs_of_customer(session: Session, customer_id: int) -> tuple[JobRow, ...]:
    """The last MOST_OF_ONE jobs of a customer."""
    return _listed(session, Job.customer_id == customer_id, MOST_OF_ONE, 0)


def jobs_at(session: Session, property_id: int) -> tuple[JobRow, ...]:
    """The last MOST_OF_ONE jobs at a property."""
    return _listed(session, Job.property_id == property_id, MOST_OF_ONE, 0)


def job_numbers(session: Session, job_ids: Sequence[int]) -> dict[int, int]:
    """The numbers people call these jobs by."""
    rows = session.execute(select(Job.id, Job.number).where(Job.id.in_(job_ids)))
    return {row.id: row.number for row in rows}


def _shown(shown: JobsShown) -> ColumnElement[bool]:
    if shown is JobsShown.ALL:
        return Job.id.is_not(None)
    is_open = JobStatus.category.in_(OPEN)
    return is_open if shown is JobsShown.OPEN else ~is_open


def _listed(
    session: Session, where: ColumnElement[bool], limit: int, offset: int
) -> tuple[JobRow, ...]:
    is_open = JobStatus.category.in_(OPEN)
    pressing = (is_open & (Job.priority == JobPriority.EMERGENCY), 0)
    rows = session.scalars(
        select(Job)
        .join(Job.status)
        .where(where)
        .options(
            joinedload(Job.property),
            joinedload(Job.unit),
            joinedload(Job.customer),
            joinedload(Job.status),
        )
        .order_by(case(pressing, else_=1), Job.number.desc())
        .limit(limit)
        .offset(offset)
    )
    return tuple(_row(job) for job in rows)


def _row(job: Job) -> JobRow:
    street = job.property.street
    return JobRow(
        number=job.number,
        summary=job.summary,
        place=f"{street} #{job.unit.name}" if job.unit else street,
        customer=job.customer.display_name,
        status=job.status.name,
        category=job.status.category,
        priority=job.priority,
        since=job.status_since,
    )
