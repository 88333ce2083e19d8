"""What was given up is tried again, by someone, for a reason that is kept."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.desk.actions.tasks import finish_task
from core.desk.model import StaffTask
from core.errors import FieldRefused
from core.events.actions import Actor, record
from core.events.model import Event
from core.outbox.actions import replay as revive

REPLAYED = "outbox.replayed"
SUBJECT = "outbox"
LONGEST_REASON = 300


def replay_dead(session: Session, entry_id: int, *, reason: str, actor: Actor) -> None:
    """Make a dead letter due at once, record who did it and why, and finish the task about it.

    Raises FieldRefused without a reason, NotFound when the entry is not dead.
    """
    why = reason.strip()
    if not why:
        raise FieldRefused("reason", "Say why it should be tried again.")
    if len(why) > LONGEST_REASON:
        raise FieldRefused("reason", f"Keep the reason under {LONGEST_REASON} characters.")
    revive(session, entry_id)
    record(session, REPLAYED, subject=(SUBJECT, entry_id), actor=actor, facts={"reason": why})
    for task_id in session.scalars(
        select(StaffTask.id).where(
            StaffTask.subject_type == SUBJECT,
            StaffTask.subject_id == entry_id,
            StaffTask.done_at.is_(None),
        )
    ).all():
        finish_task(session, task_id, note=f"Tried again: {why}", actor=actor)


def death_key(session: Session, entry_id: int) -> str:
    """The key of the task about a dead letter: another one after every replay, so that staff hear of it again."""
    replays = session.scalar(
        select(func.count())
        .select_from(Event)
        .where(Event.kind == REPLAYED, Event.subject_type == SUBJECT, Event.subject_id == entry_id)
    )
    return f"dead:{entry_id}:{replays}" if replays else f"dead:{entry_id}"
