"""Conversations: found or begun, taken over and handed back, with at most one open question each."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from core.errors import NotFound, Refused
from core.events.actions import Actor, Place, record
from core.messaging.model import Conversation, Message, Party, Prompt
from core.messaging.wire import Channel

LAST_WORDS_LENGTH = 200


def conversation_with(
    session: Session, channel: Channel, address: str, *, job_id: int | None = None
) -> Conversation:
    """The one conversation with this number, or with this mail address about this job; begun if need be."""
    session.execute(
        insert(Conversation)
        .values(channel=channel, address=address, job_id=job_id)
        .on_conflict_do_nothing(index_elements=["channel", "address", "job_id"])
    )
    return session.scalars(
        select(Conversation).where(
            Conversation.channel == channel,
            Conversation.address == address,
            Conversation.job_id.is_not_distinct_from(job_id),
        )
    ).one()


def lock_conversation(session: Session, conversation_id: int) -> Conversation:
    """The conversation with its row held: its messages are handled one at a time. NotFound if there is none."""
    conversation = session.scalar(
        select(Conversation)
        .where(Conversation.id == conversation_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if conversation is None:
        raise NotFound("conversation", conversation_id)
    return conversation


def note_inbound(session: Session, conversation: Conversation, words: str) -> None:
    """The person has written: the thread waits for an answer and moves to the top."""
    conversation.unread += 1
    conversation.waiting_since = conversation.waiting_since or func.clock_timestamp()
    conversation.last_message_at = func.clock_timestamp()
    conversation.last_words = words[:LAST_WORDS_LENGTH]
    session.flush()


def note_answered(session: Session, conversation: Conversation) -> None:
    """Someone or the bot has answered: nobody waits any more."""
    conversation.waiting_since = None
    session.flush()


def mark_read(session: Session, conversation: Conversation) -> None:
    """Staff have looked at it."""
    conversation.unread = 0
    session.flush()


def take_over(session: Session, conversation_id: int, *, staff: Actor) -> Conversation:
    """A person speaks from now on and the bot is silent; the emergency scan still runs.

    Also picks up what the bot handed to staff. Refused when a colleague has it already.
    """
    conversation = lock_conversation(session, conversation_id)
    if conversation.taken_over_by_id not in {None, staff.id}:
        raise Refused(f"{conversation.taken_over_by} has this conversation.")
    if conversation.taken_over_by_id is None:
        _hold(session, conversation, staff)
    return conversation


def hand_to_staff(session: Session, conversation: Conversation) -> None:
    """The bot steps back and waits for any member of staff; called once their task is written."""
    if conversation.taken_over_at is None:
        conversation.taken_over_at = func.clock_timestamp()
        conversation.taken_over_by, conversation.taken_over_by_id = "", None
        session.flush()
        session.refresh(conversation, ["taken_over_at"])


def _hold(session: Session, conversation: Conversation, staff: Actor) -> None:
    conversation.taken_over_at = conversation.taken_over_at or func.clock_timestamp()
    conversation.taken_over_by_id, conversation.taken_over_by = staff.id, staff.name
    session.flush()
    session.refresh(conversation, ["taken_over_at"])
    _record(session, "conversation.taken_over", conversation, staff)


def release(session: Session, conversation_id: int, *, staff: Actor) -> Conversation:
    """Hand the conversation back to the bot. Harmless when it has it already."""
    conversation = lock_conversation(session, conversation_id)
    if conversation.taken_over_at is not None:
        conversation.taken_over_at = None
        conversation.taken_over_by_id, conversation.taken_over_by = None, ""
        conversation.misses = 0
        session.flush()
        _record(session, "conversation.released", conversation, staff)
    return conversation


def _record(session: Session, kind: str, conversation: Conversation, actor: Actor) -> None:
    record(
        session,
        kind,
        subject=("conversation", conversation.id),
        actor=actor,
        place=Place(job_id=conversation.job_id, booking_id=conversation.booking_id),
    )


def close_questions(session: Session, conversation: Conversation, *, how: str) -> None:
    """Close whatever question is open. how: answered, replaced or expired."""
    session.execute(
        update(Prompt)
        .where(Prompt.conversation_id == conversation.id, Prompt.closed_at.is_(None))
        .values(closed_at=func.clock_timestamp(), closed_how=how)
    )


def open_question(session: Session, conversation: Conversation) -> Prompt | None:
    """The one question still open, expired or not."""
    return session.scalar(
        select(Prompt)
        .where(Prompt.conversation_id == conversation.id, Prompt.closed_at.is_(None))
        .order_by(Prompt.id.desc())
        .limit(1)
    )


def name_party(session: Session, conversation: Conversation, party: Party) -> None:
    """Remember who is on the other end, for pages and filters."""
    if conversation.party != party:
        conversation.party = party
        session.flush()


def unheard_messages(
    session: Session, conversation: Conversation, *, up_to_id: int
) -> Sequence[Message]:
    """Inbound messages the bot has not considered, in order of arrival, up to and including one of them."""
    return session.scalars(
        select(Message)
        .where(
            Message.conversation_id == conversation.id,
            Message.inbound,
            Message.heard_at.is_(None),
            Message.id <= up_to_id,
        )
        .order_by(Message.id)
    ).all()
