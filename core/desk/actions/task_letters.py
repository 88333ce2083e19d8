"""When colleagues are told of a task: promised with its due date, and claimed once by whoever keeps the promise."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.clock import database_now
from core.desk.model import StaffTask
from core.desk.tasking import reminder_at
from core.errors import NotFound
from core.outbox import Kind
from core.outbox.actions import promise


def promise_letters(session: Session, task: StaffTask) -> None:
    """Promise the reminder and the overdue alert of a task that has a due date; each names the date it is for."""
    if task.due_at is None:
        return
    due = spelled_due(task.due_at)
    soon = reminder_at(task.due_at, database_now(session))
    if soon is not None:
        promise(session, Kind.REMIND_TASK, {"task_id": task.id, "due": due}, run_at=soon)
    promise(session, Kind.TASK_OVERDUE, {"task_id": task.id, "due": due}, run_at=task.due_at)


def claim_reminder(session: Session, task_id: int, due: str) -> StaffTask | None:
    """The task, when it is to be reminded of now: open, due then and not reminded of yet. Holds its row, so of two
    workers one gets it.
    """
    task = _claimable(session, task_id, due)
    if task is None or task.reminded_at is not None:
        return None
    task.reminded_at = func.clock_timestamp()
    session.flush()
    return task


def claim_overdue(session: Session, task_id: int, due: str) -> StaffTask | None:
    """The task, when it is overdue and nobody has been told. Holds its row, so of two workers one gets it."""
    task = _claimable(session, task_id, due)
    if task is None or task.overdue_told_at is not None:
        return None
    task.overdue_told_at = func.clock_timestamp()
    session.flush()
    return task


def locked_task(session: Session, task_id: int) -> StaffTask:
    """The task with its row held. Raises NotFound."""
    task = session.scalar(
        select(StaffTask)
        .where(StaffTask.id == task_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if task is None:
        raise NotFound("task", task_id)
    return task


def _claimable(session: Session, task_id: int, due: str) -> StaffTask | None:
    task = locked_task(session, task_id)
    if task.done_at is not None or task.due_at is None or spelled_due(task.due_at) != due:
        return None
    return task


def spelled_due(moment: datetime) -> str:
    """One spelling for one moment, whatever zone it was given in."""
    return moment.astimezone(UTC).isoformat()
