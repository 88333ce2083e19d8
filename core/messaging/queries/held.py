"""Conversations one colleague has taken over and not yet handed back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from core.addresses import spoken_phone
from core.messaging.model import Conversation
from core.messaging.wire import Channel

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
        .options(joinedload(Conversation.contact))
        .order_by(Conversation.waiting_since.nulls_last(), Conversation.last_message_at.desc())
        .limit(MOST_HELD)
    )
    return tuple(
        HeldRow(row.id, _who(row), row.last_words, row.last_message_at, row.waiting_since)
        for row in rows
    )


def _who(row: Conversation) -> str:
    if row.contact is not None:
        return f"{row.contact.first_name} {row.contact.last_name}".strip()
    return spoken_phone(row.address) if row.channel is Channel.SMS else row.address
