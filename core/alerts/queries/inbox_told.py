"""How many were told of each change of status, and how many not: for one line in a timeline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session, aliased

from core.alerts.model import Notification
from core.messaging.model import Message
from core.messaging.states import SETTLED
from core.messaging.wire import MessageState

NEVER_ARRIVED = SETTLED - {MessageState.DELIVERED, MessageState.RECEIVED}


@dataclass(frozen=True)
class ToldCount:
    """Contact points told of an event, and those that were candidates but not told."""

    told: int
    not_told: int


def told_counts(session: Session, event_ids: Sequence[int]) -> dict[int, ToldCount]:
    """The counts by event; an event nobody could hear of is missing.

    A message that never arrived told nobody, whatever was meant, unless a mail stood in for it.
    """
    mail = aliased(Message)
    stood_in = exists().where(mail.stands_in_for_id == Message.id, mail.state.not_in(NEVER_ARRIVED))
    arrived = Message.state.is_(None) | Message.state.not_in(NEVER_ARRIVED) | stood_in
    told = func.count().filter(Notification.reason.is_(None) & arrived)
    rows = session.execute(
        select(Notification.event_id, told, func.count() - told)
        .outerjoin(Message, Message.id == Notification.message_id)
        .where(Notification.event_id.in_(event_ids))
        .group_by(Notification.event_id)
    )
    return {event_id: ToldCount(heard, unheard) for event_id, heard, unheard in rows}
