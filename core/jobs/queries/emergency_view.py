"""An emergency as pages show it: what, since when, how often paged, and who has it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from core.jobs.model import Emergency

MOST_SHOWN = 5


@dataclass(frozen=True)
class EmergencyView:
    """One emergency. pages: how many went out; taken_by, taken_at: who has it, or "" and None.

    booking_id: the request it was reported with, if any.
    """

    id: int
    number: int
    safety: str
    words: str
    reporter_address: str
    reported_at: datetime
    pages: int
    taken_by: str
    taken_at: datetime | None
    booking_id: int | None


def emergencies_of_booking(session: Session, booking_id: int) -> tuple[EmergencyView, ...]:
    """Those reported with a booking, the ones nobody has first, then the newest."""
    return _listed(session, Emergency.booking_id == booking_id)


def emergencies_of_job(
    session: Session, job_id: int, booking_id: int | None
) -> tuple[EmergencyView, ...]:
    """Those about a job or the booking it came from, the ones nobody has first."""
    about = Emergency.job_id == job_id
    if booking_id is not None:
        about = or_(about, Emergency.booking_id == booking_id)
    return _listed(session, about)


def emergencies_reported_from(
    session: Session, addresses: Iterable[str]
) -> tuple[EmergencyView, ...]:
    """Those nobody has yet that were reported from one of these numbers or addresses."""
    reported = Emergency.reporter_address.in_(list(addresses))
    rows = session.scalars(
        select(Emergency)
        .where(reported, Emergency.acknowledged_at.is_(None))
        .order_by(Emergency.id.desc())
    )
    return tuple(emergency_as_shown(row) for row in rows)


def emergencies_from(session: Session, address: str) -> tuple[EmergencyView, ...]:
    """The latest that were reported from one number or address, the ones nobody has first."""
    return _listed(session, Emergency.reporter_address == address)


def emergencies_numbered(session: Session, number: int) -> tuple[EmergencyView, ...]:
    """Those people were paged with under this number and that are no job yet; a job bears its own number."""
    return _listed(session, and_(Emergency.number == number, Emergency.job_id.is_(None)))


def _listed(session: Session, where: ColumnElement[bool]) -> tuple[EmergencyView, ...]:
    rows = session.scalars(
        select(Emergency)
        .where(where)
        .order_by(Emergency.acknowledged_at.is_(None).desc(), Emergency.id.desc())
        .limit(MOST_SHOWN)
    )
    return tuple(emergency_as_shown(row) for row in rows)


def emergency_as_shown(row: Emergency) -> EmergencyView:
    """One emergency, as pages show it."""
    return EmergencyView(
        id=row.id,
        number=row.number,
        safety=row.safety,
        words=row.words,
        reporter_address=row.reporter_address,
        reported_at=row.created_at,
        pages=row.rung,
        taken_by=row.acknowledged_by,
        taken_at=row.acknowledged_at,
        booking_id=row.booking_id,
    )
