"""The tasks page: what is to be done, as it is asked for, and what was done lately."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, case, func, select, tuple_
from sqlalchemy.orm import Session, joinedload, selectinload

from core.desk.model import StaffTask, TaskKind, TaskPriority

RECENTLY_DONE = 20
MOST_ABOUT_ONE = 20


class TaskState(StrEnum):
    """Tasks still to do, or done."""

    OPEN = "open"
    DONE = "done"


class TaskDue(StrEnum):
    """When a task is due, as people ask for it."""

    OVERDUE = "overdue"
    TODAY = "today"
    WEEK = "week"
    NEVER = "never"


class TaskOrder(StrEnum):
    """Which task stands first."""

    PRESSING = "pressing"
    DUE = "due"
    NEWEST = "newest"


@dataclass(frozen=True)
class TaskRow:
    """A task in a list. subject: the row it is about, such as ("conversation", 7), or None."""

    id: int
    title: str
    details: str
    priority: TaskPriority
    kind: TaskKind | None
    subject: tuple[str, int] | None
    assigned_to_id: int | None
    assigned_to: str | None
    opened_at: datetime
    due_at: datetime | None
    reminded_at: datetime | None
    done_at: datetime | None
    completion_note: str


@dataclass(frozen=True)
class TaskAsk:
    """What is asked for: None is no matter which. holder_id: whose tasks.

    now, today_ends, week_ends: the moments that due dates are held against.
    """

    now: datetime
    today_ends: datetime
    week_ends: datetime
    state: TaskState = TaskState.OPEN
    holder_id: int | None = None
    due: TaskDue | None = None
    priority: TaskPriority | None = None
    kind: TaskKind | None = None
    order: TaskOrder = TaskOrder.PRESSING


_RANK = case(
    (StaffTask.priority == TaskPriority.HIGH, 0),
    (StaffTask.priority == TaskPriority.NORMAL, 1),
    else_=2,
)


def tasks_asked(
    session: Session, ask: TaskAsk, *, limit: int, offset: int = 0, after: int | None = None
) -> tuple[TaskRow, ...]:
    """The tasks asked for, in the order asked for; done ones newest first whatever the order.

    after: of done tasks, which become many, the id of the last one seen; open ones are gone through by offset.
    """
    query = (
        select(StaffTask)
        .where(*_conditions(ask))
        .options(selectinload(StaffTask.assigned_to))
        .limit(limit)
        .offset(offset)
    )
    if ask.state is TaskState.DONE:
        last = session.get(StaffTask, after) if after is not None else None
        if last is not None:
            mark = (last.done_at, last.id)
            query = query.where(tuple_(StaffTask.done_at, StaffTask.id) < mark)
        query = query.order_by(StaffTask.done_at.desc(), StaffTask.id.desc())
    elif ask.order is TaskOrder.PRESSING:
        query = query.order_by(_RANK, StaffTask.due_at.nulls_last(), StaffTask.id)
    elif ask.order is TaskOrder.DUE:
        query = query.order_by(StaffTask.due_at.nulls_last(), _RANK, StaffTask.id)
    else:
        query = query.order_by(StaffTask.id.desc())
    return tuple(_row(task) for task in session.scalars(query))


def open_tasks(session: Session, *, limit: int, offset: int = 0) -> tuple[TaskRow, ...]:
    """Tasks still to do: high priority first, then those due soonest, then the oldest."""
    rows = session.scalars(
        select(StaffTask)
        .where(StaffTask.done_at.is_(None))
        .options(joinedload(StaffTask.assigned_to))
        .order_by(_RANK, StaffTask.due_at.nulls_last(), StaffTask.id)
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


def task_numbered(session: Session, task_id: int) -> TaskRow | None:
    """One task, or None."""
    task = session.get(StaffTask, task_id)
    return _row(task) if task else None


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


def _conditions(ask: TaskAsk) -> list[ColumnElement[bool]]:
    done = StaffTask.done_at.is_not(None)
    wanted: list[ColumnElement[bool]] = [done if ask.state is TaskState.DONE else ~done]
    if ask.holder_id is not None:
        wanted.append(StaffTask.assigned_to_id == ask.holder_id)
    if ask.priority is not None:
        wanted.append(StaffTask.priority == ask.priority)
    if ask.kind is not None:
        wanted.append(StaffTask.kind == ask.kind)
    if ask.due is not None:
        wanted.append(_due(ask)[ask.due])
    return wanted


def _due(ask: TaskAsk) -> Mapping[TaskDue, ColumnElement[bool]]:
    return {
        TaskDue.OVERDUE: StaffTask.due_at < ask.now,
        TaskDue.TODAY: StaffTask.due_at < ask.today_ends,
        TaskDue.WEEK: StaffTask.due_at < ask.week_ends,
        TaskDue.NEVER: StaffTask.due_at.is_(None),
    }


def _row(task: StaffTask) -> TaskRow:
    known = task.subject_type is not None and task.subject_id is not None
    return TaskRow(
        id=task.id,
        title=task.title,
        details=task.details,
        priority=TaskPriority(task.priority),
        kind=TaskKind(task.kind) if task.kind else None,
        subject=(task.subject_type or "", task.subject_id or 0) if known else None,
        assigned_to_id=task.assigned_to_id,
        assigned_to=task.assigned_to.name if task.assigned_to else None,
        opened_at=task.created_at,
        due_at=task.due_at,
        reminded_at=task.reminded_at,
        done_at=task.done_at,
        completion_note=task.completion_note,
    )
