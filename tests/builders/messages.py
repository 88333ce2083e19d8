"""Builders of conversations and queued messages."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.messaging.actions.claiming import Claim, SendingRules, claim_messages
from core.messaging.actions.queueing import Draft, queue_messages
from core.messaging.actions.threads import conversation_with
from core.messaging.consent import Purpose
from core.messaging.letterhead import letterhead_of
from core.messaging.model import Conversation, Message
from core.messaging.quiet import QuietHours
from core.messaging.wire import Channel, Priority
from core.outbox import Kind
from core.outbox.model import OutboxEntry
from tests.builders.directory import CHICAGO, number
from tests.practice import practice_settings

HEAD = letterhead_of(practice_settings())
LEASE_SECONDS = 60.0
# Everyone is written to, at any hour.
OPEN_RULES = SendingRules(LEASE_SECONDS, QuietHours(0, 0), CHICAGO)


def a_conversation(
    session: Session,
    address: str = number(142),
    *,
    channel: Channel = Channel.SMS,
    job_id: int | None = None,
) -> Conversation:
    return conversation_with(session, channel, address, job_id=job_id)


def a_draft(
    session: Session,
    recipient: str = number(142),
    *,
    channel: Channel = Channel.SMS,
    body: str = "We are on our way.",
    priority: Priority = Priority.CONVERSATION,
    contact_point_id: int | None = None,
    job_id: int | None = None,
    event_id: int | None = None,
    supersedes_key: str | None = None,
    expires_at: datetime | None = None,
    purpose: Purpose = Purpose.ORDINARY,
) -> Draft:
    """A message about to be queued, in the conversation with its recipient."""
    mail_job = job_id if channel is Channel.EMAIL else None
    return Draft(
        conversation_id=a_conversation(session, recipient, channel=channel, job_id=mail_job).id,
        channel=channel,
        recipient=recipient,
        body=body,
        subject="Your job" if channel is Channel.EMAIL else "",
        priority=priority,
        contact_point_id=contact_point_id,
        job_id=job_id,
        event_id=event_id,
        supersedes_key=supersedes_key,
        expires_at=expires_at,
        purpose=purpose,
    )


def a_message(session: Session, draft: Draft | None = None) -> Message:
    """A message queued and promised; a plain text unless a draft says otherwise."""
    (message_id,) = queue_messages(session, HEAD, [draft or a_draft(session)])
    return session.get_one(Message, message_id)


def entry_of(session: Session, message: Message) -> int:
    """The promise of the message's delivery that stands now."""
    found = session.scalars(
        select(OutboxEntry.id).where(
            OutboxEntry.kind == Kind.DELIVER,
            OutboxEntry.args["message_id"].as_integer() == message.id,
        )
    )
    return found.one()


def claim_of(session: Session, *messages: Message, rules: SendingRules = OPEN_RULES) -> Claim:
    """Claim what stands promised for these messages."""
    claim = claim_messages(session, [entry_of(session, each) for each in messages], rules)
    session.expire_all()
    return claim
