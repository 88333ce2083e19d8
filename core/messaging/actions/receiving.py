"""File a person's message in the conversation it belongs to, once, and promise that it will be heard."""

from __future__ import annotations

import re
from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from core.directory.queries.people import has_role_at, points_at
from core.jobs.model import Job
from core.messaging.actions.attaching import keep_media, refuse_media
from core.messaging.actions.heeding import follow_carrier
from core.messaging.actions.threads import conversation_with, note_inbound
from core.messaging.letterhead import Letterhead, ref_in, token_hash
from core.messaging.model import Conversation, Message, MessageMedia
from core.messaging.wire import Channel, InboundMessage, Media, MessageState
from core.outbox import Kind
from core.outbox.actions import promise

LONGEST_BODY = 200_000
TOKEN_VALID = timedelta(days=30)
_JOB_IN_SUBJECT = re.compile(r"\[#(\d{1,9})\]")


def receive(
    session: Session, head: Letterhead, inbound: InboundMessage, *, envelope_id: int
) -> int | None:
    """File an inbound message. Returns its id, or None when this very message was filed before.

    A carrier may post the same message again under another envelope; its own id tells (house: unique by provider id).
    """
    conversation = _thread_of(session, head, inbound)
    message_id = _file(session, head, inbound, conversation, envelope_id=envelope_id)
    if message_id is None:
        return None
    _keep_media(session, message_id, inbound.media)
    if inbound.subject and not conversation.subject:
        conversation.subject = inbound.subject[:300]
    if _why_automatic(head, inbound) is None:
        follow_carrier(session, inbound)
        note_inbound(session, conversation, inbound.body or inbound.subject or "(photo)")
    promise(
        session,
        Kind.CONVERSE,
        {"conversation_id": conversation.id, "message_id": message_id},
        rank=1,
    )
    return message_id


def _file(
    session: Session,
    head: Letterhead,
    inbound: InboundMessage,
    conversation: Conversation,
    *,
    envelope_id: int,
) -> int | None:
    values = {
        "conversation_id": conversation.id,
        "inbound": True,
        "channel": inbound.channel,
        "carrier": inbound.carrier,
        "provider_id": inbound.provider_id,
        "envelope_id": envelope_id,
        "sender": inbound.sender,
        "recipient": inbound.recipient,
        "author": inbound.sender_name[:120],
        "subject": inbound.subject[:300],
        "body": inbound.body[:LONGEST_BODY],
        "automatic": _why_automatic(head, inbound),
        "proven_sender": _is_proven(inbound),
        "job_id": conversation.job_id,
        "booking_id": conversation.booking_id,
        "carrier_heeded": inbound.carrier_heeded,
        "state": MessageState.RECEIVED,
    }
    message_id: int | None = session.scalar(
        insert(Message)
        .values(**values)
        .on_conflict_do_nothing(
            index_elements=["carrier", "provider_id"],
            index_where=Message.provider_id.is_not(None),
        )
        .returning(Message.id)
    )
    return message_id


def _thread_of(session: Session, head: Letterhead, inbound: InboundMessage) -> Conversation:
    """Where it belongs: the reply token, else the message it answers, else [#number] from one with a say there."""
    if inbound.channel is Channel.SMS:
        return conversation_with(session, Channel.SMS, inbound.sender)
    job_id = (
        _job_by_token(session, inbound)
        or _job_by_reference(session, head, inbound)
        or _job_by_subject(session, inbound)
    )
    return conversation_with(session, Channel.EMAIL, inbound.sender, job_id=job_id)


def _job_by_token(session: Session, inbound: InboundMessage) -> int | None:
    if inbound.reply_token is None:
        return None
    return session.scalar(
        select(Message.job_id).where(
            Message.reply_token_hash == token_hash(inbound.reply_token),
            Message.created_at > func.clock_timestamp() - TOKEN_VALID,
        )
    )


def _job_by_reference(session: Session, head: Letterhead, inbound: InboundMessage) -> int | None:
    ref = ref_in(head, inbound.references)
    if ref is None:
        return None
    return session.scalar(
        select(Message.job_id).where(Message.ref == ref, Message.recipient == inbound.sender)
    )


def _job_by_subject(session: Session, inbound: InboundMessage) -> int | None:
    """Never the subject alone: the sender must be proven and have a role on the job's property."""
    match = _JOB_IN_SUBJECT.search(inbound.subject)
    if match is None or inbound.proof is None or not inbound.proof.aligned_pass:
        return None
    job = session.scalar(select(Job).where(Job.number == int(match[1])))
    customers = [point.contact.customer_id for point in points_at(session, inbound.sender)]
    if job is None or not has_role_at(session, customers, job.property_id):
        return None
    return job.id


def _is_proven(inbound: InboundMessage) -> bool:
    """A text's number is taken as shown; a mail's sender must be vouched for by the provider."""
    if inbound.channel is Channel.SMS:
        return True
    return inbound.proof is not None and inbound.proof.aligned_pass


def _why_automatic(head: Letterhead, inbound: InboundMessage) -> str | None:
    own = {head.company.phone, head.company.email}
    if inbound.sender in own or inbound.sender.endswith(f"@{head.inbound_domain}"):
        return "from our own address"
    return inbound.automatic


def _keep_media(session: Session, message_id: int, media: tuple[Media, ...]) -> None:
    """Keep what came along; what still lies with the carrier is promised to be fetched."""
    for each in media:
        row = MessageMedia(
            message_id=message_id,
            name=each.name[:200],
            content_type=each.content_type[:120],
            url=each.url,
        )
        session.add(row)
        session.flush()
        if each.content is not None:
            keep_media(session, row, each.content)
        elif each.url is not None:
            promise(session, Kind.FETCH_MEDIA, {"media_id": row.id}, rank=3)
        else:
            refuse_media(session, row, each.refusal or "it did not come with the message")
