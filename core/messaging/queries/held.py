"""Conversations one colleague has taken over and not yet handed back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from core.messaging.model import Conversation
from core.messaging.queries.naming import other_ends
from core.messaging.shown_words import without_keys

MOST_HELD = 30


@dataclass(frozen=True)
class HeldRow:
    """A conversation in their hands. who: the person's name, else their number or address."""

    id: int
    who: str
    last_words: str
    last_at: datetime
    waiting_since: datetime | None


def conversations_held_by(session: Session, staff_id: int) -> tuple[HeldRow, ...]:
    """The last MOST_HELD: those where somebody waits longest first, then the newest."""
    rows = session.scalars(
        select(Conversation)
        .where(Conversation.taken_over_by_id == staff_id)
        .options(joinedload(Conversation.contact), joinedload(Conversation.booking))
        .order_by(Conversation.waiting_since.nulls_last(), Conversation.last_message_at.desc())
        .limit(MOST_HELD)
    ).all()
    ends = other_ends(session, rows)
    return tuple(
        HeldRow(
            row.id,
            ends[row.id].who,
            without_keys(row.last_words),
            row.last_message_at,
            row.waiting_since,
        )
        for row in rows
    )
