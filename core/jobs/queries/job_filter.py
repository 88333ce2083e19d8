"""Which jobs a list is asked for: by words, state, trade, tag, technician, priority, days. Each part finds its rows by
an index.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, cast, func, literal, select
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.orm import InstrumentedAttribute, Session

from core.directory.queries.search import plain_words, spellings
from core.jobs.lifecycle import OPEN
from core.jobs.model import (
    Appointment,
    AppointmentState,
    Assignment,
    AssignmentState,
    Job,
    JobPriority,
    JobStatus,
    JobTag,
)

MOST_WORDS = 8


class JobsShown(StrEnum):
    """Which jobs are listed."""

    OPEN = "open"
    CLOSED = "closed"
    ALL = "all"


class DayOf(StrEnum):
    """Which day of a job is meant by its date."""

    OPENED = "opened"
    VISIT = "visit"


@dataclass(frozen=True)
class Days:
    """A span of time, `since` included and `until` not; None is no end to that side. Aware UTC."""

    of: DayOf = DayOf.OPENED
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True)
class JobFilter:
    """Every part that is given must hold. words: each is the beginning of a word of the job, its customer or place."""

    shown: JobsShown = JobsShown.ALL
    words: str = ""
    status_id: int | None = None
    business_unit_id: int | None = None
    tag_id: int | None = None
    technician_id: int | None = None
    priority: JobPriority | None = None
    customer_id: int | None = None
    property_id: int | None = None
    days: Days = Days()


def conditions(session: Session, wanted: JobFilter) -> list[ColumnElement[bool]]:
    """The filter as conditions on Job."""
    same: tuple[tuple[ColumnElement[bool], object], ...] = (
        (Job.business_unit_id == wanted.business_unit_id, wanted.business_unit_id),
        (Job.priority == wanted.priority, wanted.priority),
        (Job.customer_id == wanted.customer_id, wanted.customer_id),
        (Job.property_id == wanted.property_id, wanted.property_id),
    )
    found = [condition for condition, value in same if value is not None]
    found += _by_status(session, wanted)
    found += _by_days(wanted.days)
    if wanted.tag_id is not None:
        found.append(_has_tag(wanted.tag_id))
    if wanted.technician_id is not None:
        found.append(_is_with(wanted.technician_id))
    if wanted.words.strip():
        found.append(_has_words(wanted.words))
    return found


def open_status_ids(session: Session) -> list[int]:
    """The statuses of work that is not done yet."""
    return list(session.scalars(select(JobStatus.id).where(JobStatus.category.in_(OPEN))))


def _by_status(session: Session, wanted: JobFilter) -> list[ColumnElement[bool]]:
    if wanted.status_id is not None:
        return [Job.status_id == wanted.status_id]
    if wanted.shown is JobsShown.ALL:
        return []
    # Asked for beforehand, so that the planner knows how many jobs stand in them.
    rows = session.execute(select(JobStatus.id, JobStatus.category)).all()
    is_open = wanted.shown is JobsShown.OPEN
    return [Job.status_id.in_([row.id for row in rows if (row.category in OPEN) is is_open])]


def within_reach(session: Session, days: Days) -> list[ColumnElement[bool]]:
    """Between which numbers jobs of these days are: a list in their order begins there, however long ago that was."""
    if days.of is DayOf.OPENED:
        since = [Job.created_at >= days.since] if days.since else []
        until = [Job.created_at < days.until] if days.until else []
        return _between(session, since, until) if since or until else []
    visits = _within(Appointment.window_start, days)
    if not visits:
        return []
    # A fence: else the planner looks for the first visit in the order of jobs, through all there ever were.
    visited = select(Appointment.job_id).where(*visits).offset(0).subquery()
    first, last = session.execute(
        select(func.min(visited.c.job_id), func.max(visited.c.job_id))
    ).one()
    if first is None:
        return [literal(value=False)]
    return _between(session, [Job.id >= first], [Job.id <= last])


def _between(
    session: Session, since: list[ColumnElement[bool]], until: list[ColumnElement[bool]]
) -> list[ColumnElement[bool]]:
    lowest = session.scalar(select(Job.number).where(*since).order_by(Job.number).limit(1))
    downwards = select(Job.number).where(*until).order_by(Job.number.desc())
    highest = session.scalar(downwards.limit(1))
    if lowest is None or highest is None:
        return [literal(value=False)]
    return [Job.number.between(lowest, highest)]


def _by_days(days: Days) -> list[ColumnElement[bool]]:
    if days.of is DayOf.OPENED:
        return _within(Job.created_at, days)
    visits = _within(Appointment.window_start, days)
    if not visits:
        return []
    stands = Appointment.state != AppointmentState.CANCELED
    return [Job.id.in_(select(Appointment.job_id).where(stands, *visits))]


def _within(moment: InstrumentedAttribute[datetime], days: Days) -> list[ColumnElement[bool]]:
    after = [] if days.since is None else [moment >= days.since]
    return after if days.until is None else [*after, moment < days.until]


def _has_tag(tag_id: int) -> ColumnElement[bool]:
    return Job.id.in_(select(JobTag.job_id).where(JobTag.tag_id == tag_id))


def _is_with(technician_id: int) -> ColumnElement[bool]:
    """Whether a visit of the job is offered to the technician, or theirs."""
    theirs = (
        select(Appointment.job_id)
        .join(Assignment, Assignment.appointment_id == Appointment.id)
        .where(
            Assignment.technician_id == technician_id,
            Assignment.state.in_([AssignmentState.OFFERED, AssignmentState.ACCEPTED]),
        )
    )
    return Job.id.in_(theirs)


def _has_words(said: str) -> ColumnElement[bool]:
    """Whether each word begins one of the job's; Bob finds Robert."""
    words = plain_words(said)[:MOST_WORDS]
    if not words:
        return literal(value=False)
    query = " & ".join(_beginning(word) for word in words)
    return Job.search_words.bool_op("@@")(cast(literal(query), TSQUERY))


def _beginning(word: str) -> str:
    """Plain words hold letters and digits alone, so quoting them is all that a tsquery needs."""
    same = " | ".join(f"'{each}':*" for each in sorted(spellings(word)))
    return f"({same})"
