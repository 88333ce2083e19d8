"""What was said just before: words sent in one breath, and how often we did not follow."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.messaging.model import Conversation, Message

# People send one sentence in pieces; nobody reads our answer and replies so fast.
ONE_BREATH = timedelta(seconds=3)
MOST_PIECES = 8
ONE_CONVERSATION = timedelta(hours=24)
MOST_LOOKED_BACK = 50


def lead_of(session: Session, conversation: Conversation, message: Message) -> str:
    """The words they sent in the seconds before this message, oldest first."""
    earlier = session.scalars(
        select(Message)
        .where(
            Message.conversation_id == conversation.id,
            Message.inbound,
            Message.id < message.id,
            Message.created_at > message.created_at - ONE_BREATH * MOST_PIECES,
        )
        .order_by(Message.id.desc())
        .limit(MOST_PIECES)
    ).all()
    pieces: list[str] = []
    after = message.created_at
    for each in earlier:
        if after - each.created_at > ONE_BREATH:
            break
        pieces.append(each.body)
        after = each.created_at
    return " ".join(reversed(pieces)).strip()


def misses_of(session: Session, conversation: Conversation) -> int:
    """How many of the last day's messages were not understood, since a person last took it on."""
    readings = session.scalars(
        select(Message.reading)
        .where(
            Message.conversation_id == conversation.id,
            Message.inbound,
            Message.created_at > func.clock_timestamp() - ONE_CONVERSATION,
        )
        .order_by(Message.id.desc())
        .limit(MOST_LOOKED_BACK)
    ).all()
    missed = 0
    for reading in readings:
        steps = reading.get("steps") if reading else None
        done = steps if isinstance(steps, list) else []
        if "HandOff" in done:
            break
        missed += "CountMiss" in done
    return missed
