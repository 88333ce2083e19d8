"""What forms about jobs offer to choose from: trades, job types, technicians, and the units of a
property.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.jobs.model import BusinessUnit, JobStatus, JobType, Technician


@dataclass(frozen=True)
class Choice:
    """One option of a form: its row, and the words shown."""

    id: int
    label: str


def trades(session: Session) -> tuple[Choice, ...]:
    """The company's business units."""
    rows = session.scalars(
        select(BusinessUnit).where(BusinessUnit.active).order_by(BusinessUnit.name)
    )
    return tuple(Choice(row.id, row.name) for row in rows)


def job_types(session: Session) -> tuple[Choice, ...]:
    """The company's kinds of job."""
    rows = session.scalars(select(JobType).where(JobType.active).order_by(JobType.name))
    return tuple(Choice(row.id, row.name) for row in rows)


def job_statuses(session: Session) -> tuple[Choice, ...]:
    """Every status in the company's order; jobs may still stand in one that is switched off."""
    rows = session.execute(
        select(JobStatus.id, JobStatus.name).order_by(JobStatus.position, JobStatus.id)
    )
    return tuple(Choice(row.id, row.name) for row in rows)


def technicians(session: Session) -> tuple[Choice, ...]:
    """Technicians who work now."""
    rows = session.scalars(select(Technician).where(Technician.active).order_by(Technician.name))
    return tuple(Choice(row.id, row.name) for row in rows)
