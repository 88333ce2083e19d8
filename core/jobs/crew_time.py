"""What is known of technicians' time between two moments: hours, time off, trades, and what they have."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, time

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from core.jobs.availability import Away, Span, Working
from core.jobs.facts import OPEN_VISITS
from core.jobs.model import (
    Appointment,
    Assignment,
    AssignmentState,
    Technician,
    TechnicianSkill,
    TimeOff,
    WorkingHours,
)
from core.jobs.windows import LONGEST_WINDOW

MOST_OFF = 50
# An offer that stands keeps its time too: two offers of one hour to one technician help nobody.
HOLDING = (AssignmentState.OFFERED, AssignmentState.ACCEPTED)


def workings(
    session: Session, technicians: Sequence[Technician], within: Span
) -> tuple[Working, ...]:
    """The time of these technicians, in their order; time off only where it touches `within`."""
    ids = [each.id for each in technicians]
    hours, away, units = _hours(session, ids), _away(session, ids, within), _units(session, ids)
    return tuple(
        Working(
            technician_id=each.id,
            name=each.name,
            hours=hours[each.id],
            away=tuple(away[each.id]),
            units=frozenset(units[each.id]),
        )
        for each in technicians
    )


def active_technicians(session: Session) -> Sequence[Technician]:
    """Technicians who work now, by name."""
    return session.scalars(
        select(Technician).where(Technician.active).order_by(Technician.name, Technician.id)
    ).all()


def workings_of(session: Session, technician_id: int) -> Working:
    """What one technician has told of their week and trades; time off is read by `time_off_of`."""
    hours, units = _hours(session, [technician_id]), _units(session, [technician_id])
    return Working(
        technician_id=technician_id,
        name="",
        hours=hours[technician_id],
        units=frozenset(units[technician_id]),
    )


def time_off_of(session: Session, technician_id: int, *, since: datetime) -> Sequence[TimeOff]:
    """Their time off that is not over by then, the next first; at most MOST_OFF."""
    return session.scalars(
        select(TimeOff)
        .where(TimeOff.technician_id == technician_id, TimeOff.ends_at > since)
        .order_by(TimeOff.starts_at, TimeOff.id)
        .limit(MOST_OFF)
    ).all()


def busy_spans(
    session: Session, within: Span, *, except_visit: int | None = None
) -> Mapping[int, list[Span]]:
    """The windows each technician has accepted, or was offered and may still accept."""
    rows = session.execute(
        select(Assignment.technician_id, Appointment.window_start, Appointment.window_end)
        .join(Appointment)
        .where(
            Assignment.state.in_(HOLDING),
            Appointment.id != (except_visit or 0),
            Appointment.state.in_(OPEN_VISITS),
            Appointment.window_start > within.start - LONGEST_WINDOW,
            Appointment.window_start < within.end,
            Appointment.window_end > within.start,
        )
    )
    found: dict[int, list[Span]] = defaultdict(list)
    for technician_id, start, end in rows:
        found[technician_id].append(Span(start, end))
    return found


def held_by(technician_id: int) -> Select[Assignment]:
    """Asks for what they have or were offered of visits that are not over, the earliest first."""
    return (
        select(Assignment)
        .join(Appointment)
        .where(
            Assignment.technician_id == technician_id,
            Assignment.state.in_(HOLDING),
            Appointment.state.in_(OPEN_VISITS),
        )
        .order_by(Appointment.window_start, Assignment.id)
    )


def _hours(session: Session, ids: Sequence[int]) -> Mapping[int, dict[int, tuple[time, time]]]:
    found: dict[int, dict[int, tuple[time, time]]] = defaultdict(dict)
    rows = session.scalars(select(WorkingHours).where(WorkingHours.technician_id.in_(ids)))
    for row in rows:
        found[row.technician_id][row.weekday] = (row.starts, row.ends)
    return found


def _away(session: Session, ids: Sequence[int], within: Span) -> Mapping[int, list[Away]]:
    found: dict[int, list[Away]] = defaultdict(list)
    rows = session.scalars(
        select(TimeOff)
        .where(
            TimeOff.technician_id.in_(ids),
            TimeOff.starts_at < within.end,
            TimeOff.ends_at > within.start,
        )
        .order_by(TimeOff.starts_at)
    )
    for row in rows:
        found[row.technician_id].append(Away(Span(row.starts_at, row.ends_at), row.reason))
    return found


def _units(session: Session, ids: Sequence[int]) -> Mapping[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    rows = session.scalars(select(TechnicianSkill).where(TechnicianSkill.technician_id.in_(ids)))
    for row in rows:
        found[row.technician_id].add(row.business_unit_id)
    return found
