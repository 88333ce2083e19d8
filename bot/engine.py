"""The engine: hears the messages of a conversation one at a time, lets the flows decide, and acts."""

from __future__ import annotations

from datetime import timedelta

import structlog
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.acting import act
from bot.acts.scene import Scene
from bot.context import Speaker
from bot.decide import decide
from bot.knowing import load_context
from bot.reading.reply import new_words
from bot.steps import Acknowledge, Ask, CountMiss, Decision, RaiseEmergency, Say, Step
from bot.who import language_of, who_is
from core.messaging.actions.attaching import attach_media
from core.messaging.actions.threads import lock_conversation, name_party, unheard_messages
from core.messaging.letterhead import Letterhead
from core.messaging.model import Conversation, Message, Party
from core.messaging.wire import CarrierWord, Channel

log = structlog.get_logger("engine")
LOOP_WINDOW = timedelta(hours=1)
MOST_MAIL_ANSWERS = 3
BY_ITSELF = "Fixline"
MOST_SAME_TEXTS = 3

PARTY_OF = {
    Speaker.STRANGER: Party.UNKNOWN,
    Speaker.TENANT: Party.TENANT,
    Speaker.MANAGER: Party.MANAGER,
    Speaker.TECHNICIAN: Party.TECHNICIAN,
    Speaker.STAFF: Party.STAFF,
}


def hear(session: Session, head: Letterhead, *, conversation_id: int, message_id: int) -> None:
    """Consider every unheard message of the conversation up to this one, in order of arrival.

    The conversation's row is locked, so two workers never answer in it at once; a message is heard once.
    """
    conversation = lock_conversation(session, conversation_id)
    for message in unheard_messages(session, conversation, up_to_id=message_id):
        if message.id == message_id:
            _hear_one(session, head, conversation, message)
        else:
            _hear_earlier(session, head, conversation, message)


def _hear_earlier(
    session: Session, head: Letterhead, conversation: Conversation, message: Message
) -> None:
    """One that came before and is not heard yet; if it cannot be, its own promise tries again.

    Nothing said before may keep a later cry for help from being heard.
    """
    try:
        with session.begin_nested():
            _hear_one(session, head, conversation, message)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is that message's trouble
        log.warning("passed over", message=message.id, error=type(error).__name__)


def _hear_one(
    session: Session, head: Letterhead, conversation: Conversation, message: Message
) -> None:
    message.heard_at = func.clock_timestamp()
    message.new_words = (
        new_words(message.body) if message.channel is Channel.EMAIL else message.body
    )
    if message.automatic is not None:
        message.reading = {"flow": "none", "why": f"not answered: {message.automatic}"}
        return
    known = who_is(session, conversation)
    name_party(session, conversation, PARTY_OF[known.speaker])
    if known.contact is not None:
        # Whoever had the number before may have been taken out of the directory.
        conversation.contact_id = known.contact.id
    context = load_context(session, head, conversation, message, known)
    decision = decide(message.new_words, context)
    scene = Scene(
        session=session,
        head=head,
        conversation=conversation,
        message=message,
        known=known,
        context=context,
        language=language_of(conversation, known),
    )
    act(scene, _unless_looping(session, conversation, message, decision))
    _note(scene, decision)


def _unless_looping(
    session: Session, conversation: Conversation, message: Message, decision: Decision
) -> tuple[Step, ...]:
    """Drop our answers, never our deeds, where two machines seem to talk to each other.

    In danger nothing is dropped: a machine that hears a safety text too often harms nobody.
    """
    in_danger = any(isinstance(step, RaiseEmergency | Acknowledge) for step in decision.steps)
    if in_danger:
        return decision.steps
    if _is_answered(message, decision) or _is_looping(session, conversation, message):
        return tuple(step for step in decision.steps if not isinstance(step, Say | Ask))
    return decision.steps


def _is_answered(message: Message, decision: Decision) -> bool:
    """Whether the carrier has answered the reserved word itself; a YES that freed a number answers us as well."""
    if message.carrier_heeded == CarrierWord.START:
        return decision.flow == "consent"
    return message.carrier_heeded is not None


def _is_looping(session: Session, conversation: Conversation, message: Message) -> bool:
    recent = select(func.count()).where(
        Message.conversation_id == conversation.id,
        Message.created_at > func.clock_timestamp() - LOOP_WINDOW,
    )
    if conversation.channel is Channel.EMAIL:
        answers = recent.where(
            Message.inbound.is_(False), Message.event_id.is_(None), Message.author == BY_ITSELF
        )
        return (session.scalar(answers) or 0) >= MOST_MAIL_ANSWERS
    same = recent.where(Message.inbound, Message.body == message.body)
    return (session.scalar(same) or 0) > MOST_SAME_TEXTS


def _note(scene: Scene, decision: Decision) -> None:
    """Keep what was understood and done, for the office to see beside the message."""
    scene.message.reading = {
        "flow": decision.flow,
        "why": decision.why,
        "steps": [type(step).__name__ for step in decision.steps],
        "said": list(scene.said),
        "language": scene.language.value,
    }
    if CountMiss not in {type(step) for step in decision.steps}:
        scene.conversation.misses = 0
    if scene.message.booking_id is None and scene.message.job_id is None:
        scene.message.booking_id = scene.conversation.booking_id
    scene.session.flush()
    attach_media(scene.session, scene.message)
