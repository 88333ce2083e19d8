"""Teachings as pages list them and as cases leave, and the message somebody wants to teach from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from core.db import JsonObject
from core.errors import NotFound
from core.messaging.model import Message, Prompt, TaughtAs, Teaching
from core.messaging.shown_words import without_keys
from core.messaging.teaching_case import case_of

MOST_CASES = 10_000


@dataclass(frozen=True)
class TeachingView:
    """A lesson as the list shows it. words: as the person wrote them."""

    id: int
    message_id: int
    conversation_id: int
    taught_as: TaughtAs
    words: str
    labels: JsonObject
    note: str
    taught_by: str
    taught_at: datetime


def misread(session: Session, conversation_id: int, message_id: int) -> Message:
    """An inbound message of this conversation; NotFound if there is no such one."""
    message = session.get(Message, message_id)
    if message is None or message.conversation_id != conversation_id or not message.inbound:
        raise NotFound("message", message_id)
    return message


def teaching_of(session: Session, message_id: int) -> Teaching | None:
    """What was taught of this message."""
    return session.scalar(select(Teaching).where(Teaching.message_id == message_id))


def taught_in(session: Session, conversation_id: int) -> frozenset[int]:
    """The messages of a conversation that were taught from."""
    found = session.scalars(
        select(Teaching.message_id)
        .join(Message, Teaching.message_id == Message.id)
        .where(Message.conversation_id == conversation_id)
    )
    return frozenset(found)


def question_when(session: Session, message: Message) -> str | None:
    """The kind of question that was open when the message came."""
    came = message.created_at
    return session.scalar(
        select(Prompt.kind)
        .where(
            Prompt.conversation_id == message.conversation_id,
            Prompt.created_at <= came,
            Prompt.expires_at > came,
            (Prompt.closed_at.is_(None)) | (Prompt.closed_at >= came),
        )
        .order_by(Prompt.id.desc())
        .limit(1)
    )


def teachings(session: Session, *, limit: int, offset: int) -> tuple[TeachingView, ...]:
    """The lessons, newest first."""
    rows = session.scalars(
        select(Teaching)
        .options(joinedload(Teaching.message))
        .order_by(Teaching.taught_at.desc(), Teaching.id.desc())
        .limit(limit)
        .offset(offset)
    )
    return tuple(_view(row) for row in rows)


def taught_counts(session: Session) -> dict[TaughtAs, int]:
    """How many lessons there are of each kind, those with none left out."""
    found = session.execute(select(Teaching.taught_as, func.count()).group_by(Teaching.taught_as))
    return {TaughtAs(kind): count for kind, count in found}


def taught_cases(session: Session, taught_as: TaughtAs) -> tuple[JsonObject, ...]:
    """The first MOST_CASES lessons of one kind as labelled cases, oldest first."""
    rows = session.scalars(
        select(Teaching)
        .where(Teaching.taught_as == taught_as)
        .order_by(Teaching.id)
        .limit(MOST_CASES)
    )
    return tuple(case_of(row.id, row.said, row.labels, row.note) for row in rows)


def _view(row: Teaching) -> TeachingView:
    words = without_keys(row.message.new_words or row.message.body)
    return TeachingView(
        id=row.id,
        message_id=row.message_id,
        conversation_id=row.message.conversation_id,
        taught_as=TaughtAs(row.taught_as),
        words=words,
        labels=row.labels,
        note=row.note,
        taught_by=row.taught_by,
        taught_at=row.taught_at,
    )
