"""When a text failed for good, say the same by e-mail, if the person has one that works and was not told there."""

from __future__ import annotations

from sqlalchemy import func, literal, select, tuple_, update
from sqlalchemy.orm import Session

from core.directory.model import ContactPoint, PointKind
from core.messaging.actions.queueing import Draft, queue_messages
from core.messaging.actions.threads import conversation_with
from core.messaging.consent import Purpose
from core.messaging.letterhead import Letterhead
from core.messaging.model import Message
from core.messaging.wire import Channel, MessageState
from core.outbox import Kind
from core.outbox.actions import promised_in
from core.outbox.kinds import LAST_TALKING_RANK, lane_of
from core.outbox.model import OutboxEntry

MOST_REDIRECTED = 20


def fall_back(session: Session, head: Letterhead, failed: Message) -> int | None:
    """Queue the words of a failed text as an e-mail to the same contact; returns its id, or None if there is no way.

    An alert that already went to that address for the same event is not repeated, no text has two such mails, and news
    that newer news has replaced is not told late. It passes by the bulk: whoever could not be texted is to be told
    within a minute.
    """
    if failed.channel is not Channel.SMS or failed.contact_point_id is None:
        return None
    if failed.purpose is Purpose.OPT_OUT_CONFIRMATION:
        return None
    other = _working_mail(session, failed.contact_point_id)
    if other is None or _told(session, failed, other.value) or _is_settled_already(session, failed):
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
        purpose=Purpose(failed.purpose),
    )
    (mail_id,) = queue_messages(session, head, [letter])
    session.get_one(Message, mail_id).stands_in_for_id = failed.id
    session.flush()
    _hasten(session)
    return mail_id


def redirect_waiting(session: Session, head: Letterhead, failed: Message, *, why: str) -> None:
    """The number takes no texts: what is still queued to it goes by mail now, and not to nobody later."""
    waiting = session.scalars(
        select(Message)
        .where(
            Message.conversation_id == failed.conversation_id,
            Message.channel == Channel.SMS,
            Message.recipient == failed.recipient,
            Message.state == MessageState.QUEUED,
        )
        .order_by(Message.id)
        .limit(MOST_REDIRECTED)
        .with_for_update(skip_locked=True)
    ).all()
    for message in waiting:
        message.state, message.error_detail = MessageState.SUPPRESSED, why
        message.state_at = func.clock_timestamp()
    session.flush()
    for message in waiting:
        fall_back(session, head, message)


def _hasten(session: Session) -> None:
    """The entry just promised travels with the conversations, unless it does so already."""
    entry_id = promised_in(session, {Kind.DELIVER})[-1]
    session.execute(
        update(OutboxEntry)
        .where(OutboxEntry.id == entry_id, OutboxEntry.rank > LAST_TALKING_RANK)
        .values(rank=LAST_TALKING_RANK, lane=lane_of(Kind.DELIVER, LAST_TALKING_RANK))
    )


def _is_settled_already(session: Session, failed: Message) -> bool:
    """Whether a mail stands in for it already, or newer news says it better."""
    instead = Message.stands_in_for_id == failed.id
    if failed.supersedes_key is not None:
        newer = tuple_(func.coalesce(Message.event_id, 0), Message.id) > tuple_(
            literal(failed.event_id or 0), literal(failed.id)
        )
        instead = instead | ((Message.supersedes_key == failed.supersedes_key) & newer)
    return session.scalar(select(Message.id).where(instead).limit(1)) is not None


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
