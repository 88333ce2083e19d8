"""The jobs that a filter finds, in full, as lines for a spreadsheet: part after part, never all in memory."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from core.directory.model import Tag
from core.jobs.facts import accepted_by, current_visit
from core.jobs.model import Appointment, Assignment, Job, JobTag
from core.jobs.queries.job_filter import JobFilter
from core.jobs.queries.job_list import page_of, place_words
from core.money import bare_amount

PART = 200
MOST_PARTS = 10_000

Line = tuple[str | int | None, ...]
HEAD: Line = (
    "Job",
    "Status",
    "Priority",
    "Summary",
    "Customer number",
    "Customer",
    "Place",
    "City",
    "Trade",
    "Job type",
    "Technician",
    "Visit",
    "PO number",
    "Not to exceed",
    "Tags",
    "Opened",
    "Status since",
)


def job_lines(session: Session, wanted: JobFilter) -> Iterator[Line]:
    """HEAD, then a line a job, newest number first; at most PART times MOST_PARTS. Times are ISO 8601 in UTC."""
    yield HEAD
    below: int | None = None
    for _ in range(MOST_PARTS):
        part = session.scalars(
            page_of(session, wanted, limit=PART, below=below).options(*_IN_FULL)
        ).all()
        tags = _tags(session, [job.id for job in part])
        for job in part:
            yield _line(job, tags.get(job.id, ""))
        if len(part) < PART:
            return
        below = part[-1].number
        # What was written out is forgotten, so that half a million jobs need the memory of one part.
        session.expunge_all()


_IN_FULL = (
    selectinload(Job.property),
    selectinload(Job.unit),
    selectinload(Job.customer),
    selectinload(Job.status),
    selectinload(Job.business_unit),
    selectinload(Job.job_type),
    selectinload(Job.appointments)
    .selectinload(Appointment.assignments)
    .selectinload(Assignment.technician),
)


def _tags(session: Session, job_ids: Sequence[int]) -> dict[int, str]:
    rows = session.execute(
        select(JobTag.job_id, Tag.name)
        .join(Tag, Tag.id == JobTag.tag_id)
        .where(JobTag.job_id.in_(job_ids))
        .order_by(func.lower(Tag.name))
    )
    found: dict[int, list[str]] = {}
    for row in rows:
        found.setdefault(row.job_id, []).append(row.name)
    return {job_id: ", ".join(names) for job_id, names in found.items()}


def _line(job: Job, tags: str) -> Line:
    visit = current_visit(job)
    taken = accepted_by(visit)
    cents = job.not_to_exceed_cents
    return (
        job.number,
        job.status.name,
        job.priority.value,
        job.summary,
        job.customer.number,
        job.customer.display_name,
        place_words(job),
        job.property.city,
        job.business_unit.name,
        job.job_type.name,
        taken.technician.name if taken else None,
        visit.window_start.isoformat(timespec="minutes") if visit else None,
        job.po_number,
        None if cents is None else bare_amount(cents),
        tags,
        job.created_at.isoformat(timespec="minutes"),
        job.status_since.isoformat(timespec="minutes"),
    )
