"""The on-call rota read: who is paged at a moment, the shifts of some weeks, and the hours nobody covers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager

from core.jobs.availability import Span, gaps
from core.jobs.model import OnCallShift, Technician

MOST_SHIFTS = 400


@dataclass(frozen=True)
class ShiftView:
    """One shift. place: 1 is paged first."""

    id: int
    technician_id: int
    technician: str
    start: datetime
    end: datetime
    place: int


def on_shift(session: Session, moment: datetime) -> Sequence[Technician]:
    """Active technicians whose shift covers the moment, the first to be paged first."""
    return session.scalars(
        select(Technician)
        .join(OnCallShift)
        .where(Technician.active, OnCallShift.starts_at <= moment, OnCallShift.ends_at > moment)
        .order_by(OnCallShift.place, Technician.id)
    ).all()


def shifts(session: Session, within: Span) -> tuple[ShiftView, ...]:
    """Shifts that touch this time, by start; at most MOST_SHIFTS."""
    rows = session.scalars(
        select(OnCallShift)
        .join(OnCallShift.technician)
        .options(contains_eager(OnCallShift.technician))
        .where(OnCallShift.ends_at > within.start, OnCallShift.starts_at < within.end)
        .order_by(OnCallShift.starts_at, OnCallShift.place)
        .limit(MOST_SHIFTS)
    )
    return tuple(
        ShiftView(
            row.id,
            row.technician_id,
            row.technician.name,
            row.starts_at,
            row.ends_at,
            row.place,
        )
        for row in rows
    )


def uncovered(session: Session, within: Span) -> tuple[Span, ...]:
    """The hours of this time in which no active technician has a shift."""
    rows = session.execute(
        select(OnCallShift.starts_at, OnCallShift.ends_at)
        .join(Technician)
        .where(
            Technician.active,
            OnCallShift.ends_at > within.start,
            OnCallShift.starts_at < within.end,
        )
        .limit(MOST_SHIFTS)
    )
    return tuple(gaps(within, [Span(start, end) for start, end in rows]))
