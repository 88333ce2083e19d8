"""Why a technician should not be sent there then, and how a visit stands, in sentences for whoever moves it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.clock import local
from core.jobs.availability import Span, why_off
from core.jobs.crew_time import HOLDING, workings
from core.jobs.facts import OPEN_VISITS, accepted_by
from core.jobs.model import (
    Appointment,
    AppointmentState,
    Assignment,
    AssignmentState,
    Technician,
)
from core.jobs.standing import standing
from core.jobs.windows import LONGEST_WINDOW


@dataclass(frozen=True)
class Wanted:
    """Where a visit shall stand. technician_id: None leaves it to be assigned; start, end: aware UTC.

    seen: how it stood on the page (`standing_of`); zone: the company's, on whose clock hours are told.
    """

    technician_id: int | None
    start: datetime
    end: datetime
    seen: str
    zone: str


def objections(
    session: Session, visit: Appointment, technician: Technician | None, wanted: Wanted
) -> tuple[str, ...]:
    """Why the technician should not be sent there then: one sentence each."""
    if technician is None:
        return ()
    span = Span(wanted.start, wanted.end)
    (working,) = workings(session, [technician], span)
    found: list[str] = []
    other = _other_visit(session, visit, technician, span)
    if other is not None:
        first, last = local(other.window_start, wanted.zone), local(other.window_end, wanted.zone)
        hours = f"{first:%a %H:%M} to {last:%H:%M}"
        found.append(f"{technician.name} has job {other.job.number} then ({hours}).")
    off = why_off(working, span, wanted.zone)
    if off is not None:
        found.append(off)
    if not working.knows(visit.job.business_unit_id):
        found.append(f"{technician.name} does no {visit.job.business_unit.name} work.")
    return tuple(found)


def told(visit: Appointment, zone: str) -> str:
    """How the visit stands, as a sentence."""
    first, last = local(visit.window_start, zone), local(visit.window_end, zone)
    hours = f"{first:%a %-d %b %H:%M} to {last:%H:%M}"
    if visit.state is AppointmentState.CANCELED:
        return "it is canceled."
    holder = accepted_by(visit)
    if holder is not None:
        return f"{holder.technician.name} has it, {hours}."
    asked = [
        each.technician.name for each in visit.assignments if each.state is AssignmentState.OFFERED
    ]
    return f"offered to {' and '.join(asked)}, {hours}." if asked else f"nobody has it, {hours}."


def standing_of(visit: Appointment) -> str:
    """How the visit stands now, as the board shows it."""
    return standing(
        visit.state,
        visit.window_start,
        visit.window_end,
        (each.technician_id for each in visit.assignments if each.state in HOLDING),
    )


def _other_visit(
    session: Session, visit: Appointment, technician: Technician, span: Span
) -> Appointment | None:
    return session.scalar(
        select(Appointment)
        .join(Assignment)
        .where(
            Assignment.technician_id == technician.id,
            Assignment.state.in_(HOLDING),
            Appointment.id != visit.id,
            Appointment.state.in_(OPEN_VISITS),
            Appointment.window_start > span.start - LONGEST_WINDOW,
            Appointment.window_start < span.end,
            Appointment.window_end > span.start,
        )
        .order_by(Appointment.window_start)
        .limit(1)
    )
