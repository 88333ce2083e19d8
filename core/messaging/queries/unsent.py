"""What was meant to be told of an event and left to nobody, with the reason."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.messaging.model import Message
from core.messaging.wire import MessageState


def why_unsent(session: Session, event_ids: Collection[int | None]) -> dict[int | None, str]:
    """Of these events those whose every message was held back in the end, each with one of the reasons."""
    rows = session.execute(
        select(Message.event_id, func.min(Message.error_detail).label("why"))
        .where(Message.event_id.in_([id_ for id_ in event_ids if id_ is not None]))
        .group_by(Message.event_id)
        .having(func.bool_and(Message.state == MessageState.SUPPRESSED))
    )
    return {row.event_id: row.why for row in rows}
