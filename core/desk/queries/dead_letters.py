"""Work that was given up: what it was, why, since when. For the office and the terminal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, literal, select, tuple_
from sqlalchemy.orm import Session

from core.db import JsonObject
from core.outbox import Kind
from core.outbox.model import OutboxEntry


@dataclass(frozen=True)
class DeadLetter:
    """One entry given up. args: ids only, such as the envelope's. why: the last error, without anybody's words."""

    entry_id: int
    kind: Kind
    args: JsonObject
    attempts: int
    why: str
    promised_at: datetime
    dead_at: datetime


def dead_entries(
    session: Session, *, limit: int, offset: int = 0, after: DeadLetter | None = None
) -> tuple[DeadLetter, ...]:
    """The newest first. offset: how many of them to pass over; after: the one the last part ended with."""
    wanted = (
        select(OutboxEntry)
        .where(OutboxEntry.dead_at.is_not(None))
        .order_by(OutboxEntry.dead_at.desc(), OutboxEntry.id.desc())
        .limit(limit)
        .offset(offset)
    )
    if after is not None:
        place = tuple_(OutboxEntry.dead_at, OutboxEntry.id)
        wanted = wanted.where(place < tuple_(literal(after.dead_at), literal(after.entry_id)))
    rows = session.scalars(wanted)
    return tuple(
        DeadLetter(
            entry_id=row.id,
            kind=Kind(row.kind),
            args=row.args,
            attempts=row.attempts,
            why=row.last_error or "",
            promised_at=row.created_at,
            dead_at=row.dead_at,
        )
        for row in rows
        if row.dead_at is not None
    )


def dead_letter_count(session: Session) -> int:
    """How many there are."""
    query = select(func.count()).select_from(OutboxEntry).where(OutboxEntry.dead_at.is_not(None))
    return session.scalar(query) or 0
