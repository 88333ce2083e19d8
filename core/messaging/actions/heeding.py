"""Follow what carriers did by themselves: hold a number back, let it through again, pass on a complaint."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from core.directory.queries.people import points_at
from core.events.actions import FIXLINE, Actor, ActorType
from core.messaging.actions.consenting import opt_in, opt_out
from core.messaging.model import Message
from core.messaging.wire import CarrierWord, Channel, InboundMessage, PermanentCause

SOURCES = {PermanentCause.OPTED_OUT: "carrier", PermanentCause.COMPLAINED: "complaint"}


def follow_carrier(session: Session, inbound: InboundMessage) -> None:
    """STOP or START which the carrier acted on counts as soon as it is filed, whatever the bot makes of the words."""
    word = inbound.carrier_heeded
    if word is None or word is CarrierWord.HELP:
        return
    change = opt_out if word is CarrierWord.STOP else opt_in
    change(
        session,
        inbound.channel,
        inbound.sender,
        words=inbound.body.strip() or word.value,
        source="text",
        actor=_writer(session, inbound),
    )


def follow_refusal(
    session: Session,
    message: Message,
    cause: PermanentCause | None,
    *,
    words: str,
    said_at: datetime | None,
) -> None:
    """The carrier knows of an opt-out or a complaint. said_at: a yes given after it stands; None counts as now."""
    if cause is None or cause not in SOURCES:
        return
    opt_out(
        session,
        Channel(message.channel),
        message.recipient,
        words=words,
        source=SOURCES[cause],
        actor=FIXLINE,
        said_at=said_at,
    )


def _writer(session: Session, inbound: InboundMessage) -> Actor:
    points = points_at(session, inbound.sender)
    if len(points) != 1:
        return Actor(ActorType.STRANGER, inbound.sender_name or "The person at this number")
    contact = points[0].contact
    return Actor(ActorType.CONTACT, contact.full_name, contact.id)
