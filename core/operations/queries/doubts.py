"""The messages nobody is sure of, one by one, and the conversations that work is about."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from core.messaging.model import Message
from core.messaging.wire import Channel


@dataclass(frozen=True)
class UncertainMessage:
    """A message whose fate is being found out. looks: how often the carrier was asked; next_look_at: when next."""

    message_id: int
    conversation_id: int
    channel: Channel
    carrier: str
    recipient: str
    since: datetime
    why: str
    looks: int
    next_look_at: datetime


_UNCERTAIN = text(
    """
    SELECT m.id, m.conversation_id, m.channel, m.carrier, m.recipient, m.state_at, m.error_detail, o.attempts, o.run_at
    FROM outbox o JOIN messages m ON m.id = (o.args->>'message_id')::bigint
    WHERE o.kind = 'reconcile' AND o.dead_at IS NULL AND m.state = 'uncertain'
        AND (cast(:since AS timestamptz) IS NULL OR (m.state_at, m.id) > (:since, :message_id))
    ORDER BY m.state_at, m.id
    LIMIT :most
    """
)


def uncertain_messages(
    session: Session, *, most: int, after: UncertainMessage | None = None
) -> tuple[UncertainMessage, ...]:
    """The oldest first; after: the one the last part ended with."""
    since, message_id = (after.since, after.message_id) if after else (None, None)
    asked = {"most": most, "since": since, "message_id": message_id}
    return tuple(
        UncertainMessage(
            message_id=row.id,
            conversation_id=row.conversation_id,
            channel=Channel(row.channel),
            carrier=row.carrier,
            recipient=row.recipient,
            since=row.state_at,
            why=row.error_detail,
            looks=row.attempts,
            next_look_at=row.run_at,
        )
        for row in session.execute(_UNCERTAIN, asked)
    )


def conversations_of(session: Session, message_ids: Collection[int]) -> Mapping[int, int]:
    """The conversation of each of these messages."""
    if not message_ids:
        return {}
    rows = session.execute(
        select(Message.id, Message.conversation_id).where(Message.id.in_(message_ids))
    )
    return {row.id: row.conversation_id for row in rows}
