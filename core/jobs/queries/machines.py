"""Machines that bring bookings, as settings list them; and what became of one of their bookings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.errors import NotFound
from core.jobs.model import ApiAnswer, ApiToken, Attachment, Booking, Job

MOST_LISTED = 200


@dataclass(frozen=True)
class TokenRow:
    """A token in the list. beginning: its first letters; bookings: how many it has brought."""

    id: int
    name: str
    beginning: str
    made_by: str
    made_at: datetime
    last_used_at: datetime | None
    revoked_at: datetime | None
    bookings: int


@dataclass(frozen=True)
class BroughtBooking:
    """A booking as the machine that brought it may see it."""

    id: int
    status: str
    received_at: datetime
    job_number: int | None
    photos: int


def api_tokens(session: Session) -> tuple[TokenRow, ...]:
    """Every token, those that stand first, then the newest."""
    brought = (
        select(func.count(ApiAnswer.id)).where(ApiAnswer.token_id == ApiToken.id).scalar_subquery()
    )
    rows = session.execute(
        select(ApiToken, brought)
        .order_by(ApiToken.revoked_at.is_not(None), ApiToken.id.desc())
        .limit(MOST_LISTED)
    )
    return tuple(
        TokenRow(
            row.id,
            row.name,
            row.beginning,
            row.made_by,
            row.created_at,
            row.last_used_at,
            row.revoked_at,
            count,
        )
        for row, count in rows
    )


def booking_brought(session: Session, token_id: int, booking_id: int) -> BroughtBooking:
    """A booking this token brought; NotFound for any other."""
    row = session.scalar(
        select(Booking)
        .join(ApiAnswer, ApiAnswer.booking_id == Booking.id)
        .where(ApiAnswer.token_id == token_id, Booking.id == booking_id)
    )
    if row is None:
        raise NotFound("booking", booking_id)
    photos = select(func.count()).select_from(Attachment).where(Attachment.booking_id == row.id)
    return BroughtBooking(
        id=row.id,
        status=row.status,
        received_at=row.created_at,
        job_number=session.scalar(select(Job.number).where(Job.booking_id == row.id)),
        photos=session.scalar(photos) or 0,
    )
