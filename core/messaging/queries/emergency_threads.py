"""Which conversations of the inbox are about an emergency, and which emergencies are about a conversation."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.jobs.queries.emergency_view import (
    EmergencyView,
    emergencies_from,
    emergencies_reported_from,
)
from core.messaging.model import Conversation
from core.messaging.wire import Channel


def emergencies_in(session: Session, conversation_ids: Collection[int]) -> dict[int, EmergencyView]:
    """By conversation: the newest open emergency that was reported in it."""
    threads = session.execute(
        select(Conversation.id, Conversation.address).where(Conversation.id.in_(conversation_ids))
    ).all()
    newest: dict[str, EmergencyView] = {}
    for each in emergencies_reported_from(session, {row.address for row in threads}):
        newest.setdefault(each.reporter_address, each)
    return {row.id: newest[row.address] for row in threads if row.address in newest}


def emergencies_of_conversation(
    session: Session, conversation_id: int
) -> tuple[EmergencyView, ...]:
    """The latest that were reported in this conversation, the ones nobody has first."""
    row = session.get(Conversation, conversation_id)
    return emergencies_from(session, row.address) if row else ()


def thread_of_emergency(session: Session, emergency: EmergencyView) -> int | None:
    """The id of the conversation in which it was reported, or None where it came another way."""
    is_mail = "@" in emergency.reporter_address
    return session.scalar(
        select(Conversation.id)
        .where(
            Conversation.channel == (Channel.EMAIL if is_mail else Channel.SMS),
            Conversation.address == emergency.reporter_address,
        )
        .order_by(Conversation.last_message_at.desc(), Conversation.id.desc())
        .limit(1)
    )
