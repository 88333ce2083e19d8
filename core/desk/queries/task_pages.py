"""The tasks page: what is to be done, most pressing first, and what was done lately."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session, joinedload

from core.desk.model import StaffTask, TaskPriority

RECENTLY_DONE = 20
MOST_ABOUT_ONE = 20


@dataclass(frozen=True)
class TaskRow:
    """A task in a list. subject: the row it is about, such as ("conversation", 7), or None."""

    id: int
    title: str
    details: str
    priority: TaskPriority
    subject: tuple[str, int] | None
    assigned_to: str | None
    opened_at: datetime
    due_at: datetime | None
    done_at: datetime | None
    completion_note: str


_PRESSING = case(
    (StaffTask.priority == TaskPriority.HIGH, 0),
    (StaffTask.priority == TaskPriority.NORMAL, 1),
    else_=2,
)


def open_tasks(session: Session, *, limit: int, offset: int = 0) -> tuple[TaskRow, ...]:
    """Tasks still to do: high priority first, then those due soonest, then the oldest."""
    rows = session.scalars(
        select(StaffTask)
        .where(StaffTask.done_at.is_(None))
        .options(joinedload(StaffTask.assigned_to))
        .order_by(_PRESSING, StaffTask.due_at.nulls_last(), StaffTask.id)
        .limit(limit)
        .offset(offset)
    )
    return tuple(_row(task) for task in rows)


def tasks_about(session: Session, subject: tuple[str, int]) -> tuple[TaskRow, ...]:
    """The last MOST_ABOUT_ONE tasks about one row, such as ("estimate", 7): those to do first (inventory 158)."""
    rows = session.scalars(
        select(StaffTask)
        .where(StaffTask.subject_type == subject[0], StaffTask.subject_id == subject[1])
        .options(joinedload(StaffTask.assigned_to))
        .order_by(StaffTask.done_at.is_not(None), StaffTask.id.desc())
        .limit(MOST_ABOUT_ONE)
    )
    return tuple(_row(task) for task in rows)


def recently_done(session: Session) -> tuple[TaskRow, ...]:
    """The last RECENTLY_DONE tasks finished, newest first."""
    rows = session.scalars(
        select(StaffTask)
        .where(StaffTask.done_at.is_not(None))
        .options(joinedload(StaffTask.assigned_to))
        .order_by(StaffTask.done_at.desc())
        .limit(RECENTLY_DONE)
    )
    return tuple(_row(task) for task in rows)


def open_task_count(session: Session) -> int:
    """How many tasks are still to do."""
    query = select(func.count()).select_from(StaffTask).where(StaffTask.done_at.is_(None))
    return session.scalar(query) or 0


def _row(task: StaffTask) -> TaskRow:
    known = task.subject_type is not None and task.subject_id is not None
    return TaskRow(
        id=task.id,
        title=task.title,
        details=task.details,
        priority=TaskPriority(task.priority),
        subject=(task.subject_type or "", task.subject_id or 0) if known else None,
        assigned_to=task.assigned_to.name if task.assigned_to else None,
        opened_at=task.created_at,
        due_at=task.due_at,
        done_at=task.done_at,
        completion_note=task.completion_note,
    )
