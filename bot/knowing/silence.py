"""How long somebody had been silent, and whether they have said since who they are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.context import PromptKind
from bot.places import STALE_AFTER_DAYS
from core.directory.queries.people import (
    PlaceFound,
)
from core.jobs.model import (
    Booking,
)
from core.messaging.model import Conversation, Message, Prompt

# A silence before so many newer messages has long been talked about.
MOST_LOOKED_BACK = 50


def days_silent(
    session: Session, conversation: Conversation, message: Message, places: Sequence[PlaceFound]
) -> int | None:
    """Days since their last message; a long silence stands until they have named where they live."""
    written = session.scalars(
        select(Message.created_at)
        .where(
            Message.conversation_id == conversation.id, Message.inbound, Message.id <= message.id
        )
        .order_by(Message.id.desc())
        .limit(MOST_LOOKED_BACK)
    ).all()
    gaps = [(after, (after - before).days) for after, before in pairwise(written)]
    long_ones = [gap for gap in gaps if gap[1] > STALE_AFTER_DAYS]
    if long_ones and not _has_said_where(session, conversation, places, since=long_ones[0][0]):
        return long_ones[0][1]
    return gaps[0][1] if gaps else None


def _has_said_where(
    session: Session, conversation: Conversation, places: Sequence[PlaceFound], *, since: datetime
) -> bool:
    """Whether they have named a place of theirs to us; any other address proves nothing."""
    named = session.execute(
        select(Booking.property_id, Booking.unit_id)
        .join(Prompt, Prompt.booking_id == Booking.id)
        .where(
            Prompt.conversation_id == conversation.id,
            Prompt.kind.in_([PromptKind.WHERE, PromptKind.NAME]),
            Prompt.closed_how == "answered",
            Prompt.closed_at >= since,
        )
    )
    theirs = {(place.property_id, place.unit_id) for place in places}
    return any((row.property_id, row.unit_id) in theirs for row in named)
