"""Reminders of tasks and word of overdue ones: to whom it concerns, once, also when it is promised twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from core.clock import database_now
from core.desk.actions.staff import add_staff
from core.desk.actions.staff_tasks import NewTask, Opened, add_task
from core.desk.actions.tasks import finish_task
from core.desk.model import StaffRole, TaskKind, TaskPriority
from core.outbox import Kind
from core.outbox.actions import promise
from core.outbox.model import OutboxEntry
from tests.builders import OFFICE
from tests.workers.wall import Wall, work_off
from workers.runtime import Runtime


def a_task(session: Session, *, due_at: datetime, holder: str | None = "ann") -> int:
    staff = add_staff(
        session,
        name="Ann",
        email="ann@oakstreet.example",
        role=StaffRole.CSR,
        password="practice-makes-perfect",
    )
    add_staff(
        session,
        name="Olivia",
        email="olivia@oakstreet.example",
        role=StaffRole.MANAGER,
        password="practice-makes-perfect",
    )
    new = NewTask(
        title="Send Rita the estimate",
        kind=TaskKind.SEND_ESTIMATE,
        priority=TaskPriority.NORMAL,
        notes="",
        assigned_to_id=staff.id,
        due_at=due_at,
        subject=None,
        form_key="one",
    )
    made = add_task(session, new if holder else replace(new, assigned_to_id=None), actor=OFFICE)
    assert isinstance(made, Opened)
    return made.task_id


def all_due(session: Session) -> None:
    """The moment of every promise has come."""
    session.execute(update(OutboxEntry).values(run_at=database_now(session)))


@pytest.mark.inventory(161)
def test_the_colleague_is_reminded_once_and_told_once_that_it_is_overdue(
    runtime: Runtime, wall: Wall
) -> None:
    with runtime.database.transaction() as session:
        due = database_now(session) + timedelta(days=1)
        task_id = a_task(session, due_at=due)
        all_due(session)
        for kind in (Kind.REMIND_TASK, Kind.TASK_OVERDUE):
            promise(session, kind, {"task_id": task_id, "due": _spelled(session, task_id)})

    work_off(runtime)

    assert {each.recipient for each in wall.sent} == {"ann@oakstreet.example"}
    reminder, overdue = sorted((each.body for each in wall.sent), key=len)
    assert "your task" in reminder
    assert "was due" in overdue
    assert f"/tasks/{task_id}" in reminder


def _spelled(session: Session, task_id: int) -> str:
    entry = session.scalar(select(OutboxEntry).where(OutboxEntry.kind == Kind.TASK_OVERDUE))
    assert entry is not None
    assert entry.args["task_id"] == task_id
    return str(entry.args["due"])


def test_of_a_task_nobody_has_those_hear_who_give_tasks_out(runtime: Runtime, wall: Wall) -> None:
    with runtime.database.transaction() as session:
        a_task(session, due_at=database_now(session) - timedelta(minutes=1), holder=None)

    work_off(runtime)

    assert [each.recipient for each in wall.sent] == ["olivia@oakstreet.example"]


def test_a_task_finished_in_time_is_not_spoken_of(runtime: Runtime, wall: Wall) -> None:
    with runtime.database.transaction() as session:
        task_id = a_task(session, due_at=database_now(session) + timedelta(days=1))
        finish_task(session, task_id, note="sent", actor=OFFICE)
        all_due(session)

    work_off(runtime)

    assert wall.sent == []
