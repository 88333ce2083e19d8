"""Let the bot hear a message and act on it; its answers leave in the same breath."""

from __future__ import annotations

from sqlalchemy.orm import Session

from bot.engine import hear
from core.outbox import Kind
from core.outbox.actions import Promise
from workers.doing import Handler, number, one_by_one
from workers.handlers.deliver import deliver
from workers.runtime import Runtime


def _converse(session: Session, runtime: Runtime, promise: Promise) -> None:
    """Safe to run twice: the conversation is locked, and a message that was heard is not heard again."""
    hear(
        session,
        runtime.head,
        conversation_id=number(promise, "conversation_id"),
        message_id=number(promise, "message_id"),
    )


def _next() -> dict[Kind, Handler]:
    return {Kind.DELIVER: deliver}


converse = one_by_one(_converse, then=_next)
