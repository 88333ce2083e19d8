"""Tasks that people open for each other: opened, given to somebody else, put off. Of one kind about one row only one
is open; reminders go by the outbox.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from core.db import JsonObject
from core.desk.actions.task_letters import locked_task, promise_letters, spelled_due
from core.desk.actions.tasks import LONGEST_NOTE, LONGEST_TITLE
from core.desk.model import StaffTask, StaffUser, TaskKind, TaskPriority
from core.errors import FieldRefused, Refused
from core.events.actions import Actor, Place, record

MOST_TRIES = 3
LONGEST_KEY = 64


@dataclass(frozen=True)
class NewTask:
    """What a colleague asks for. subject: the row it is about, as ("job", 7), or None.

    form_key: of the form it was written in; the same form sent twice opens one task.
    """

    title: str
    kind: TaskKind
    priority: TaskPriority
    notes: str
    assigned_to_id: int | None
    due_at: datetime | None
    subject: tuple[str, int] | None
    form_key: str


@dataclass(frozen=True)
class Opened:
    """The new task."""

    task_id: int


@dataclass(frozen=True)
class StandsAlready:
    """A task of that kind about that row is open, or this form was sent before: here it is (inventory 163)."""

    task_id: int


def add_task(
    session: Session,
    new: NewTask,
    *,
    actor: Actor,
    place: Place = Place(),  # noqa: B008 - frozen, so shared safely
) -> Opened | StandsAlready:
    """Open the task and promise its reminder and its overdue alert (inventory 157, 158, 161).

    Two at once open one: the unique indexes decide. Refuses a title or notes that do not fit, and nobody as assignee.
    """
    _check(session, new)
    for _ in range(MOST_TRIES):
        task = _insert(session, new, actor)
        if task is not None:
            _note_opened(session, task, actor, place)
            promise_letters(session, task)
            return Opened(task.id)
        standing = _standing(session, new)
        if standing is not None:
            return StandsAlready(standing)
    raise Refused("Somebody is finishing that very task at this moment. Try again.")


def _note_opened(session: Session, task: StaffTask, actor: Actor, place: Place) -> None:
    said: JsonObject = {"title": task.title, "priority": task.priority, "kind": task.kind}
    record(session, "task.opened", subject=("task", task.id), actor=actor, place=place, after=said)


def change_task(
    session: Session,
    task_id: int,
    *,
    assigned_to_id: int | None,
    due_at: datetime | None,
    priority: TaskPriority,
    actor: Actor,
) -> None:
    """Give an open task to somebody else, put it off, or make it more pressing. Nothing new writes nothing.

    A new due date or assignee is reminded anew. Refused for a task that is finished.
    """
    task = locked_task(session, task_id)
    if task.done_at is not None:
        raise Refused(f"“{task.title}” is finished already.")
    _assignable(session, assigned_to_id)
    before = _facts(session, task)
    moved = (task.assigned_to_id, task.due_at) != (assigned_to_id, due_at)
    task.assigned_to_id, task.due_at, task.priority = assigned_to_id, due_at, priority
    session.flush()
    after = _facts(session, task)
    if after == before:
        return
    record(
        session,
        "task.changed",
        subject=("task", task.id),
        actor=actor,
        before={name: before[name] for name in before if before[name] != after[name]},
        after={name: after[name] for name in after if before[name] != after[name]},
    )
    if moved:
        task.reminded_at = task.overdue_told_at = None
        session.flush()
        promise_letters(session, task)


def _check(session: Session, new: NewTask) -> None:
    if not new.title.strip():
        raise FieldRefused("title", "Say what is to be done.")
    if len(new.title.strip()) > LONGEST_TITLE:
        raise FieldRefused("title", f"Keep the title under {LONGEST_TITLE} characters.")
    if len(new.notes) > LONGEST_NOTE:
        raise FieldRefused("notes", f"Keep the notes under {LONGEST_NOTE} characters.")
    _assignable(session, new.assigned_to_id)


def _assignable(session: Session, staff_id: int | None) -> None:
    user = session.get(StaffUser, staff_id) if staff_id is not None else None
    if staff_id is not None and (user is None or not user.active):
        raise FieldRefused("assigned_to", "Choose a colleague of the list.")


def _insert(session: Session, new: NewTask, actor: Actor) -> StaffTask | None:
    kind, row_id = new.subject or (None, None)
    opened: StaffTask | None = session.scalar(
        insert(StaffTask)
        .values(
            title=new.title.strip(),
            details=new.notes.strip(),
            priority=new.priority,
            kind=new.kind,
            subject_type=kind,
            subject_id=row_id,
            assigned_to_id=new.assigned_to_id,
            opened_by_id=actor.id,
            due_at=new.due_at,
            once_key=_once(new),
        )
        .on_conflict_do_nothing()
        .returning(StaffTask)
    )
    return opened


def _standing(session: Session, new: NewTask) -> int | None:
    same_form = session.scalar(select(StaffTask.id).where(StaffTask.once_key == _once(new)))
    if same_form is not None:
        return same_form
    kind, row_id = new.subject or (None, None)
    return session.scalar(
        select(StaffTask.id).where(
            StaffTask.subject_type == kind,
            StaffTask.subject_id == row_id,
            StaffTask.kind == new.kind,
            StaffTask.done_at.is_(None),
        )
    )


def _once(new: NewTask) -> str:
    return f"form:{new.form_key[:LONGEST_KEY]}"


def _facts(session: Session, task: StaffTask) -> JsonObject:
    user = session.get(StaffUser, task.assigned_to_id) if task.assigned_to_id else None
    return {
        "assigned_to": user.name if user else None,
        "due_at": spelled_due(task.due_at) if task.due_at else None,
        "priority": TaskPriority(task.priority).value,
    }
