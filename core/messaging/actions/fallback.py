"""When a text failed for good, say the same by e-mail, if the person has one that works and nobody told them there."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.directory.model import ContactPoint, PointKind
from core.messaging.actions.queueing import Draft, queue_messages
from core.messaging.actions.threads import conversation_with
from core.messaging.letterhead import Letterhead
from core.messaging.model import Message
from core.messaging.wire import Channel


def fall_back(session: Session, head: Letterhead, failed: Message) -> int | None:
    """Queue the words of a failed text as an e-mail to the same contact; returns its id, or None if there is no way.

    An alert that already went to that address for the same event is not repeated.
    """
    if failed.channel is not Channel.SMS or failed.contact_point_id is None:
        return None
    other = _working_mail(session, failed.contact_point_id)
    if other is None or _told(session, failed, other.value):
        return None
    thread = conversation_with(session, Channel.EMAIL, other.value, job_id=failed.job_id)
    letter = Draft(
        conversation_id=thread.id,
        channel=Channel.EMAIL,
        recipient=other.value,
        subject=f"{head.company.name}: we could not text you",
        body=failed.body,
        priority=failed.priority,
        contact_point_id=other.id,
        job_id=failed.job_id,
        booking_id=failed.booking_id,
        event_id=failed.event_id,
        expires_at=failed.expires_at,
    )
    return queue_messages(session, head, [letter])[0]


def _working_mail(session: Session, point_id: int) -> ContactPoint | None:
    point = session.get_one(ContactPoint, point_id)
    return session.scalar(
        select(ContactPoint)
        .where(
            ContactPoint.contact_id == point.contact_id,
            ContactPoint.kind == PointKind.EMAIL,
            ContactPoint.accepts_job_updates,
            ContactPoint.bad_since.is_(None),
        )
        .order_by(ContactPoint.id)
        .limit(1)
    )


def _told(session: Session, failed: Message, address: str) -> bool:
    if failed.event_id is None:
        return False
    found = session.scalar(
        select(Message.id)
        .where(Message.event_id == failed.event_id, Message.recipient == address)
        .limit(1)
    )
    return found is not None
