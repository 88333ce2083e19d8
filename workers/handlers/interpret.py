"""Read an envelope: the carrier translates, messaging files it in its conversation."""

from __future__ import annotations

from sqlalchemy import func
from sqlalchemy.orm import Session

from carriers.base import RawEnvelope
from core.blobs import read_blob
from core.messaging.actions.receiving import receive
from core.messaging.model import Envelope, EnvelopeSource
from core.messaging.wire import Channel
from core.outbox import Kind
from core.outbox.actions import Promise
from workers.doing import Handler, number, one_by_one
from workers.handlers.converse import converse
from workers.runtime import Runtime

CHANNEL_OF: dict[EnvelopeSource, Channel] = {
    EnvelopeSource.TWILIO_SMS: Channel.SMS,
    EnvelopeSource.TWILIO_STATUS: Channel.SMS,
    EnvelopeSource.SENDGRID_INBOUND: Channel.EMAIL,
    EnvelopeSource.SENDGRID_EVENTS: Channel.EMAIL,
}


def raw_envelope(session: Session, envelope: Envelope) -> RawEnvelope:
    """The envelope as a carrier reads it, brought together if it was kept in pieces."""
    content = envelope.content
    if content is None and envelope.blob_id is not None:
        content = read_blob(session, envelope.blob_id)
    return RawEnvelope(
        content=content or b"", content_type=envelope.content_type, query=envelope.query
    )


def _interpret(session: Session, runtime: Runtime, promise: Promise) -> None:
    """Safe to run twice: a message is filed once by the carrier's own id of it."""
    envelope = session.get_one(Envelope, number(promise, "envelope_id"))
    carrier = runtime.carriers[CHANNEL_OF[envelope.source]]
    inbound = carrier.translate_inbound(raw_envelope(session, envelope))
    receive(session, runtime.head, inbound, envelope_id=envelope.id)
    envelope.read_at = func.clock_timestamp()


def _next() -> dict[Kind, Handler]:
    return {Kind.CONVERSE: converse}


interpret = one_by_one(_interpret, then=_next)
