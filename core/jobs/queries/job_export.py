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
from core.spreadsheet import Cell, moment_words

PART = 200
MOST_PARTS = 10_000

Line = tuple[Cell, ...]
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
    """HEAD, then a line a job, newest number first; at most PART times MOST_PARTS. A visit stands on its property's
    clock.
    """
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
        moment_words(visit.window_start, job.property.time_zone) if visit else None,
        job.po_number,
        None if cents is None else bare_amount(cents),
        tags,
        job.created_at,
        job.status_since,
    )
