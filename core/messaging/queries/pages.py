"""Who has not been reached by the pages about an emergency."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import and_, func, or_, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Session

from core.messaging.model import Message
from core.messaging.wire import MessageState

GONE_WRONG = frozenset(
    {
        MessageState.FAILED,
        MessageState.UNDELIVERED,
        MessageState.EXPIRED,
        MessageState.SUPPRESSED,
    }
)
NOT_GONE = frozenset({MessageState.QUEUED, MessageState.SENDING, MessageState.UNCERTAIN})
# A page that still has not left after this long is not going to be read in time.
SLOW = timedelta(seconds=10)


def missed_by_pages(session: Session, emergency_id: int) -> set[str]:
    """The addresses whose newest page about it failed, or stays on its way."""
    newest = (
        select(Message.recipient, Message.state, Message.created_at)
        .where(Message.emergency_id == emergency_id)
        .ext(distinct_on(Message.recipient))
        .order_by(Message.recipient, Message.id.desc())
        .subquery()
    )
    is_slow = newest.c.created_at < func.clock_timestamp() - SLOW
    found = select(newest.c.recipient).where(
        or_(newest.c.state.in_(GONE_WRONG), and_(newest.c.state.in_(NOT_GONE), is_slow))
    )
    return set(session.scalars(found))
