"""Open and finish staff tasks. The same trouble makes one task; a finished task is not finished
twice.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from core.db import JsonObject
from core.desk.actions.task_letters import promise_letters
from core.desk.model import StaffTask, TaskPriority
from core.errors import FieldRefused, NotFound, Refused
from core.events.actions import FIXLINE, Actor, Place, record

LONGEST_TITLE = 200
LONGEST_NOTE = 4000


def open_task(
    session: Session,
    *,
    title: str,
    once_key: str | None = None,
    details: str = "",
    priority: TaskPriority = TaskPriority.NORMAL,
    subject: tuple[str, int] | None = None,
    assigned_to_id: int | None = None,
    due_at: datetime | None = None,
    place: Place = Place(),  # noqa: B008 - frozen, so shared safely
    actor: Actor = FIXLINE,
) -> StaffTask:
    """A to-do for staff (inventory 157). subject: the row it is about, as ("conversation", 7).

    once_key: a second call with the same key returns the first task, open or done, and writes
    nothing (inventory 163). place: whose page shows it was opened.
    """
    kind, row_id = subject or (None, None)
    opened = _insert(
        session,
        {
            "title": title[:LONGEST_TITLE],
            "details": details,
            "priority": priority,
            "subject_type": kind,
            "subject_id": row_id,
            "assigned_to_id": assigned_to_id,
            "due_at": due_at,
            "once_key": once_key,
        },
    )
    if opened is None:
        return session.scalars(select(StaffTask).where(StaffTask.once_key == once_key)).one()
    said: JsonObject = {"title": opened.title, "priority": opened.priority}
    promise_letters(session, opened)
    record(
        session, "task.opened", subject=("task", opened.id), actor=actor, place=place, after=said
    )
    return opened


def _insert(session: Session, values: dict[str, object]) -> StaffTask | None:
    """The new task, or None when its key stands already."""
    opened: StaffTask | None = session.scalar(
        insert(StaffTask)
        .values(values)
        .on_conflict_do_nothing(index_elements=["once_key"])
        .returning(StaffTask)
    )
    return opened


def finish_task(session: Session, task_id: int, *, note: str, actor: Actor) -> StaffTask:
    """The to-do is done; note: what was done, for whoever reads it later (inventory 161).

    Refuses one that is done already, and a note over LONGEST_NOTE.
    """
    row = select(StaffTask).where(StaffTask.id == task_id).with_for_update()
    # Whoever waited for the lock looks at the row anew.
    task = session.scalar(row, execution_options={"populate_existing": True})
    if task is None:
        raise NotFound("task", task_id)
    if task.done_at is not None:
        raise Refused(f"“{task.title}” is finished already.")
    if len(note) > LONGEST_NOTE:
        raise FieldRefused("note", f"Keep the note under {LONGEST_NOTE} characters.")
    task.done_at = func.clock_timestamp()
    task.completion_note = note.strip()
    session.flush()
    session.refresh(task, ["done_at"])
    record(session, "task.finished", subject=("task", task.id), actor=actor)
    return task
