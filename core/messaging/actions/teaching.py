"""Teach: note that a message was misread, and how it should have been read. Refuses our own messages.

What is noted changes nothing in the conversation; it leaves as a case for measuring the bot.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.db import JsonObject
from core.errors import NotFound, Refused
from core.events.actions import Actor, Place, record
from core.messaging.actions.threads import lock_conversation
from core.messaging.model import Message, TaughtAs, Teaching
from core.messaging.teaching_case import nameless, nameless_values

TAUGHT = "message.taught"
FORGOTTEN = "message.teaching_forgotten"
LONGEST_NOTE = 300


@dataclass(frozen=True)
class Lesson:
    """How a message should have been read. said and labels: in the names of the cases' schema."""

    taught_as: TaughtAs
    said: JsonObject
    labels: JsonObject = field(default_factory=dict)
    note: str = ""


def teach(session: Session, message_id: int, lesson: Lesson, *, staff: Actor) -> Teaching:
    """Write the lesson down, or put right the one given before; personal numbers are left out.

    NotFound if there is no such message; Refused for a message of ours.
    """
    message = session.get(Message, message_id)
    if message is None:
        raise NotFound("message", message_id)
    if not message.inbound:
        raise Refused("Only what people wrote can be misread; this message is ours.")
    lock_conversation(session, message.conversation_id)
    row = session.scalar(select(Teaching).where(Teaching.message_id == message_id))
    before = _facts(row) if row else {}
    if row is None:
        row = Teaching(message_id=message_id)
        session.add(row)
    _write(row, lesson, staff)
    session.flush()
    _record(session, TAUGHT, row, message, staff, before=before)
    return row


def forget(session: Session, teaching_id: int, *, staff: Actor) -> None:
    """Take a lesson back; the event keeps what it said. NotFound if there is none."""
    row = session.get(Teaching, teaching_id)
    if row is None:
        raise NotFound("teaching", teaching_id)
    _record(session, FORGOTTEN, row, row.message, staff, before=_facts(row))
    session.delete(row)
    session.flush()


def _write(row: Teaching, lesson: Lesson, staff: Actor) -> None:
    row.taught_as = lesson.taught_as
    row.said = {name: nameless_values(value) for name, value in lesson.said.items()}
    row.labels = {name: nameless_values(value) for name, value in lesson.labels.items()}
    row.note = nameless(lesson.note)[:LONGEST_NOTE]
    row.taught_by_id, row.taught_by = staff.id, staff.name
    row.taught_at = func.clock_timestamp()


def _facts(row: Teaching) -> JsonObject:
    return {"taught_as": row.taught_as.value, "labels": dict(row.labels)}


def _record(
    session: Session,
    kind: str,
    row: Teaching,
    message: Message,
    staff: Actor,
    *,
    before: JsonObject,
) -> None:
    record(
        session,
        kind,
        subject=("conversation", message.conversation_id),
        actor=staff,
        place=Place(job_id=message.job_id, booking_id=message.booking_id),
        before=before,
        after=_facts(row) if kind == TAUGHT else {},
        facts={"message_id": message.id, "teaching_id": row.id},
    )
