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
    BusinessUnit,
    OpenSlot,
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
    sent = Sent(technician, Span(wanted.start, wanted.end), visit.job.business_unit, visit.id)
    return hindrances(session, sent, zone=wanted.zone)


@dataclass(frozen=True)
class Sent:
    """A technician sent somewhere at a time. visit_id: for which visit, if it is one already."""

    technician: Technician
    span: Span
    trade: BusinessUnit
    visit_id: int | None = None


def hindrances(session: Session, sent: Sent, *, zone: str) -> tuple[str, ...]:
    """What stands in the way, a sentence each: another visit or offer, hours off, another trade (inventory 66).

    zone: the company's, on whose clock hours are told.
    """
    technician = sent.technician
    (working,) = workings(session, [technician], sent.span)
    found: list[str] = []
    other = _other_visit(session, sent)
    if other is not None:
        first, last = local(other.window_start, zone), local(other.window_end, zone)
        hours = f"{first:%a %H:%M} to {last:%H:%M}"
        found.append(f"{technician.name} has job {other.job.number} then ({hours}).")
    off = why_off(working, sent.span, zone)
    if off is not None:
        found.append(off)
    if not working.knows(sent.trade.id):
        found.append(f"{technician.name} does no {sent.trade.name} work.")
    return tuple(found)


def why_not_given(session: Session, slot: OpenSlot, trade: BusinessUnit, *, zone: str) -> str:
    """Why a time that fell free cannot be given to somebody of the trade now, in sentences, or "" when it can."""
    if slot.technician is None:
        return "It is nobody's time."
    if not slot.technician.active:
        return f"{slot.technician.name} is switched off."
    sent = Sent(slot.technician, Span(slot.window_start, slot.window_end), trade)
    return " ".join(hindrances(session, sent, zone=zone))


def told(visit: Appointment, zone: str) -> str:
    """How the visit stands, as a sentence. zone: on whose clock."""
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


def _other_visit(session: Session, sent: Sent) -> Appointment | None:
    return session.scalar(
        select(Appointment)
        .join(Assignment)
        .where(
            Assignment.technician_id == sent.technician.id,
            Assignment.state.in_(HOLDING),
            Appointment.id != (sent.visit_id or 0),
            Appointment.state.in_(OPEN_VISITS),
            Appointment.window_start > sent.span.start - LONGEST_WINDOW,
            Appointment.window_start < sent.span.end,
            Appointment.window_end > sent.span.start,
        )
        .order_by(Appointment.window_start)
        .limit(1)
    )
