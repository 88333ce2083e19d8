"""A day in the office: jobs one colleague has booked, the day's visits, emergencies nobody has."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from core.events.actions import ActorType
from core.events.model import Event
from core.jobs.model import (
    Appointment,
    AppointmentState,
    Assignment,
    AssignmentState,
    Emergency,
    Job,
)
from core.jobs.queries.emergency_view import EmergencyView, emergency_as_shown

MOST_BOOKED = 30
MOST_VISITS = 30
MOST_EMERGENCIES = 10
_STANDING = {AssignmentState.OFFERED, AssignmentState.ACCEPTED}


@dataclass(frozen=True)
class BookedRow:
    """A job a colleague booked."""

    number: int
    summary: str
    place: str
    status: str
    category: str
    at: datetime


@dataclass(frozen=True)
class VisitRow:
    """A visit of the day. technicians: who has it or is asked, or empty."""

    number: int
    summary: str
    place: str
    start: datetime
    end: datetime
    technicians: str


def booked_by(session: Session, staff_id: int, *, since: datetime) -> tuple[BookedRow, ...]:
    """The last MOST_BOOKED jobs this colleague has booked since then, newest first."""
    rows = session.execute(
        select(Job, Event.created_at)
        .join(Event, Event.job_id == Job.id)
        .where(
            Event.kind == "job.moved",
            Event.actor_type == ActorType.STAFF,
            Event.actor_id == staff_id,
            Event.created_at >= since,
            Event.before["status"].astext.is_(None),
        )
        .options(joinedload(Job.property), joinedload(Job.status))
        .order_by(Event.created_at.desc())
        .limit(MOST_BOOKED)
    )
    return tuple(
        BookedRow(
            job.number, job.summary, job.property.street, job.status.name, job.status.category, at
        )
        for job, at in rows
    )


def visits_between(session: Session, start: datetime, end: datetime) -> tuple[VisitRow, ...]:
    """The first MOST_VISITS visits that begin then and were not called off, soonest first."""
    rows = session.scalars(
        select(Appointment)
        .where(
            Appointment.window_start >= start,
            Appointment.window_start < end,
            Appointment.state != AppointmentState.CANCELED,
        )
        .options(
            joinedload(Appointment.job).joinedload(Job.property),
            selectinload(Appointment.assignments).joinedload(Assignment.technician),
        )
        .order_by(Appointment.window_start, Appointment.id)
        .limit(MOST_VISITS)
    )
    return tuple(_visit(row) for row in rows)


def emergencies_nobody_has(session: Session) -> tuple[EmergencyView, ...]:
    """The latest that wait for somebody to take them."""
    rows = session.scalars(
        select(Emergency)
        .where(Emergency.acknowledged_at.is_(None))
        .order_by(Emergency.id.desc())
        .limit(MOST_EMERGENCIES)
    )
    return tuple(emergency_as_shown(row) for row in rows)


def _visit(row: Appointment) -> VisitRow:
    return VisitRow(
        number=row.job.number,
        summary=row.job.summary,
        place=row.job.property.street,
        start=row.window_start,
        end=row.window_end,
        technicians=", ".join(
            each.technician.name for each in row.assignments if each.state in _STANDING
        ),
    )
