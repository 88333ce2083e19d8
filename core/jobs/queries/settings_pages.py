"""The job statuses as settings show them: in the order of the workflow, and one with where it
leads.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select, true
from sqlalchemy.orm import Session

from core.errors import NotFound
from core.jobs.lifecycle import ALLOWED, Category
from core.jobs.model import Job, JobStatus, JobStatusTransition

STEP = 10
# Nobody needs to know more exactly how many stand in a status, and nobody should wait for it.
MOST_COUNTED = 1000


@dataclass(frozen=True)
class StatusRow:
    """A status in the list. required: what a job needs to enter it. jobs: how many stand in it now, counted up to one
    more than MOST_COUNTED.

    was_used: whether a job ever stood in it; then its category stays.
    """

    id: int
    name: str
    category: Category
    position: int
    active: bool
    is_default: bool
    customer_visible: bool
    subscribed_by_default: bool
    required: frozenset[str]
    was_used: bool
    jobs: int

    @property
    def jobs_said(self) -> str:
        """How many as people read it: "12", or "1,000+"."""
        return f"{MOST_COUNTED:,}+" if self.jobs > MOST_COUNTED else str(self.jobs)


@dataclass(frozen=True)
class StatusView:
    """One status. leads_to: ids it leads to; could_lead_to: what the trade would allow."""

    row: StatusRow
    leads_to: frozenset[int]
    could_lead_to: tuple[StatusRow, ...]


def statuses(session: Session) -> tuple[StatusRow, ...]:
    """Every status in the company's order."""
    some = (
        select(Job.id)
        .where(Job.status_id == JobStatus.id)
        .limit(MOST_COUNTED + 1)
        .correlate(JobStatus)
        .subquery()
    )
    counted = select(func.count()).select_from(some).lateral("counted")
    rows = session.execute(
        select(JobStatus, counted.c[0])
        .join(counted, true())
        .order_by(JobStatus.position, JobStatus.id)
    )
    return tuple(_row(status, jobs) for status, jobs in rows)


def status_page(session: Session, status_id: int) -> StatusView:
    """One status; NotFound if there is none."""
    everyone = statuses(session)
    row = next((each for each in everyone if each.id == status_id), None)
    if row is None:
        raise NotFound("job status", status_id)
    linked = session.scalars(
        select(JobStatusTransition.to_id).where(JobStatusTransition.from_id == status_id)
    )
    reachable = ALLOWED[row.category] | {row.category}
    return StatusView(
        row=row,
        leads_to=frozenset(linked),
        could_lead_to=tuple(
            each for each in everyone if each.id != row.id and each.category in reachable
        ),
    )


def next_position(session: Session) -> int:
    """Where a new status would stand: after all others."""
    return (session.scalar(select(func.max(JobStatus.position))) or 0) + STEP


def _row(status: JobStatus, jobs: int) -> StatusRow:
    return StatusRow(
        id=status.id,
        name=status.name,
        category=status.category,
        position=status.position,
        active=status.active,
        is_default=status.is_default,
        customer_visible=status.customer_visible,
        subscribed_by_default=status.subscribed_by_default,
        required=frozenset(status.required_fields),
        was_used=status.first_used_at is not None,
        jobs=jobs,
    )
