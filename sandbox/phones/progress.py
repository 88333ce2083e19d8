"""How the newest jobs stand in the product's own database.

Only reads; that the database is away is said on the page, not raised.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import structlog
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session, joinedload, selectinload

from core.alerts.queries.inbox_told import ToldCount, told_counts
from core.db import Database
from core.events.queries.timeline import Happening, happenings_of_job
from core.jobs.lifecycle import Category
from core.jobs.model import Appointment, Assignment, AssignmentState, Job, JobPriority
from core.jobs.queries.booking_pages import BookingRow, bookings_waiting
from sandbox.phones.happened import clause_of

JOBS_SHOWN = 6
BOOKINGS_SHOWN = 4

_log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class JobLine:
    """One job. technician: who it is with. told: of the last event anybody could hear of."""

    number: int
    summary: str
    place: str
    status: str
    category: Category
    priority: JobPriority
    technician: str
    last: str
    last_at: datetime
    told: ToldCount | None


@dataclass(frozen=True)
class Progress:
    """What is under way. is_away: the database did not answer, so nothing is known."""

    jobs: tuple[JobLine, ...] = ()
    bookings: tuple[BookingRow, ...] = ()
    is_away: bool = False


def progress_of(database: Database) -> Progress:
    """The newest JOBS_SHOWN jobs and the first BOOKINGS_SHOWN requests that wait for staff."""
    try:
        with database.reading() as session:
            return Progress(
                jobs=tuple(_line(session, job) for job in _newest(session)),
                bookings=bookings_waiting(session, limit=BOOKINGS_SHOWN),
            )
    except SQLAlchemyError as error:
        _log.warning("progress_unknown", error=type(error).__name__)
        return Progress(is_away=True)


def _newest(session: Session) -> list[Job]:
    query = (
        select(Job)
        .options(
            joinedload(Job.property),
            joinedload(Job.unit),
            joinedload(Job.status),
            selectinload(Job.appointments)
            .selectinload(Appointment.assignments)
            .joinedload(Assignment.technician),
        )
        .order_by(Job.number.desc())
        .limit(JOBS_SHOWN)
    )
    return list(session.scalars(query))


def _line(session: Session, job: Job) -> JobLine:
    happened = happenings_of_job(session, job.id, job.booking_id)
    street = job.property.street
    return JobLine(
        number=job.number,
        summary=job.summary,
        place=f"{street} #{job.unit.name}" if job.unit else street,
        status=job.status.name,
        category=job.status.category,
        priority=job.priority,
        technician=_technician(job),
        last=clause_of(happened[-1]) if happened else "opened",
        last_at=happened[-1].at if happened else job.created_at,
        told=_last_told(session, happened),
    )


def _technician(job: Job) -> str:
    answers = [answer for visit in job.appointments for answer in visit.assignments]
    for answer in reversed(answers):
        if answer.state is AssignmentState.ACCEPTED:
            return answer.technician.name
    for answer in reversed(answers):
        if answer.state is AssignmentState.OFFERED:
            return f"offered to {answer.technician.name}"
    return "nobody yet"


def _last_told(session: Session, happened: tuple[Happening, ...]) -> ToldCount | None:
    counts = told_counts(session, [each.id for each in happened])
    return next((counts[each.id] for each in reversed(happened) if each.id in counts), None)
