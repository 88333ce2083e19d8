"""Tasks people open for each other: one of a kind about one row, reminded of once, overdue once."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.clock import database_now
from core.db import Database
from core.desk.actions.staff import add_staff, deactivate_staff
from core.desk.actions.staff_tasks import (
    NewTask,
    Opened,
    StandsAlready,
    add_task,
    change_task,
)
from core.desk.actions.task_letters import claim_overdue, claim_reminder
from core.desk.actions.tasks import finish_task
from core.desk.model import StaffRole, StaffTask, StaffUser, TaskKind, TaskPriority
from core.desk.queries.task_pages import TaskAsk, TaskDue, TaskOrder, TaskState, tasks_asked
from core.desk.tasking import REMINDED_BEFORE
from core.errors import FieldRefused, NotFound, Refused
from core.events.actions import FIXLINE
from core.events.model import Event
from core.outbox import Kind
from core.outbox.model import OutboxEntry

DUE = datetime(2031, 5, 1, 15, 0, tzinfo=UTC)
PLAIN = NewTask(
    title="Call Rita back",
    kind=TaskKind.FOLLOW_UP,
    priority=TaskPriority.NORMAL,
    notes="She asked about the boiler.",
    assigned_to_id=None,
    due_at=None,
    subject=("job", 7),
    form_key="first",
)

Claim = Callable[[Session, int, str], StaffTask | None]


def colleague(session: Session, name: str = "Ann") -> StaffUser:
    return add_staff(
        session,
        name=name,
        email=f"{name.lower()}@example.com",
        role=StaffRole.CSR,
        password="correct horse",
    )


def opened(session: Session, new: NewTask = PLAIN) -> StaffTask:
    made = add_task(session, new, actor=FIXLINE)
    assert isinstance(made, Opened)
    return session.get_one(StaffTask, made.task_id)


def promised(session: Session) -> list[tuple[str, datetime]]:
    rows = session.scalars(select(OutboxEntry).order_by(OutboxEntry.run_at))
    return [(row.kind, row.run_at) for row in rows]


@pytest.mark.inventory(157, 158)
def test_a_task_holds_who_until_when_how_pressing_and_about_what(session: Session) -> None:
    ann = colleague(session)
    task = opened(
        session,
        replace(PLAIN, assigned_to_id=ann.id, due_at=DUE, priority=TaskPriority.HIGH),
    )
    assert (task.title, task.details, task.kind) == (PLAIN.title, PLAIN.notes, TaskKind.FOLLOW_UP)
    assert (task.assigned_to_id, task.due_at, task.priority) == (ann.id, DUE, TaskPriority.HIGH)
    assert (task.subject_type, task.subject_id) == ("job", 7)


@pytest.mark.inventory(163)
def test_of_one_kind_about_one_row_one_is_open(session: Session) -> None:
    task = opened(session)
    again = add_task(session, replace(PLAIN, form_key="second", title="Ring her"), actor=FIXLINE)
    assert again == StandsAlready(task.id)
    assert isinstance(
        add_task(session, replace(PLAIN, form_key="third", kind=TaskKind.PAPERWORK), actor=FIXLINE),
        Opened,
    )
    finish_task(session, task.id, note="", actor=FIXLINE)
    assert isinstance(add_task(session, replace(PLAIN, form_key="4"), actor=FIXLINE), Opened)


def test_the_same_form_sent_twice_opens_one(session: Session) -> None:
    task = opened(session, replace(PLAIN, subject=None))
    assert add_task(session, replace(PLAIN, subject=None), actor=FIXLINE) == StandsAlready(task.id)


@pytest.mark.inventory(163)
def test_many_at_once_open_one_task(database: Database) -> None:
    def opens(number: int) -> type:
        with database.transaction() as session:
            return type(add_task(session, replace(PLAIN, form_key=str(number)), actor=FIXLINE))

    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(opens, range(4)))
    assert (made.count(Opened), made.count(StandsAlready)) == (1, 3)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        (replace(PLAIN, title="  "), "title"),
        (replace(PLAIN, title="x" * 201), "title"),
        (replace(PLAIN, notes="x" * 4001), "notes"),
        (replace(PLAIN, assigned_to_id=999), "assigned_to"),
    ],
)
def test_what_does_not_fit_is_refused(session: Session, wrong: NewTask, field: str) -> None:
    with pytest.raises(FieldRefused) as refusal:
        add_task(session, wrong, actor=FIXLINE)
    assert refusal.value.field == field


def test_nobody_switched_off_is_given_a_task(session: Session) -> None:
    ann = colleague(session)
    deactivate_staff(session, ann.id, actor=FIXLINE)
    with pytest.raises(FieldRefused, match="colleague of the list"):
        add_task(session, replace(PLAIN, assigned_to_id=ann.id), actor=FIXLINE)


@pytest.mark.inventory(161)
def test_a_due_date_promises_a_reminder_before_and_an_alert_after(session: Session) -> None:
    opened(session, replace(PLAIN, due_at=DUE))
    assert promised(session) == [
        (Kind.REMIND_TASK, DUE - REMINDED_BEFORE),
        (Kind.TASK_OVERDUE, DUE),
    ]


def test_what_is_due_at_once_is_not_reminded_of(session: Session) -> None:
    soon = database_now(session) + timedelta(minutes=10)
    opened(session, replace(PLAIN, due_at=soon))
    assert [kind for kind, _ in promised(session)] == [Kind.TASK_OVERDUE]


def test_a_task_without_a_date_promises_nothing(session: Session) -> None:
    opened(session)
    assert promised(session) == []


@pytest.mark.inventory(161)
def test_a_task_put_off_or_given_away_is_reminded_anew_and_no_more_of_the_old_date(
    session: Session,
) -> None:
    task = opened(session, replace(PLAIN, due_at=DUE))
    assert claim_reminder(session, task.id, DUE.isoformat()) is task
    later = DUE + timedelta(days=1)
    change(session, task, due_at=later)
    assert task.reminded_at is None
    assert claim_overdue(session, task.id, DUE.isoformat()) is None
    assert claim_overdue(session, task.id, later.isoformat()) is task
    assert claim_overdue(session, task.id, later.isoformat()) is None


def change(session: Session, task: StaffTask, *, due_at: datetime | None = DUE) -> None:
    change_task(
        session,
        task.id,
        assigned_to_id=task.assigned_to_id,
        due_at=due_at,
        priority=TaskPriority.NORMAL,
        actor=FIXLINE,
    )


def test_a_change_is_recorded_with_before_and_after_and_nothing_new_is_not(
    session: Session,
) -> None:
    task = opened(session, replace(PLAIN, due_at=DUE))
    change(session, task)
    change(session, task, due_at=None)
    (event,) = session.scalars(select(Event).where(Event.kind == "task.changed"))
    assert (event.before, event.after) == ({"due_at": DUE.isoformat()}, {"due_at": None})


def test_a_finished_task_is_neither_changed_nor_reminded_of(session: Session) -> None:
    task = opened(session, replace(PLAIN, due_at=DUE))
    finish_task(session, task.id, note="done", actor=FIXLINE)
    assert claim_reminder(session, task.id, DUE.isoformat()) is None
    assert claim_overdue(session, task.id, DUE.isoformat()) is None
    with pytest.raises(Refused, match="finished already"):
        change(session, task)
    with pytest.raises(NotFound):
        claim_overdue(session, 999, DUE.isoformat())


@pytest.mark.inventory(161)
@pytest.mark.parametrize("claim", [claim_reminder, claim_overdue])
def test_of_many_workers_at_once_one_tells(database: Database, claim: Claim) -> None:
    with database.transaction() as session:
        task_id = opened(session, replace(PLAIN, due_at=DUE)).id

    def tells(_: int) -> bool:
        with database.transaction() as session:
            return claim(session, task_id, DUE.isoformat()) is not None

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(tells, range(4))) == [False, False, False, True]


ASK = TaskAsk(now=DUE, today_ends=DUE + timedelta(hours=9), week_ends=DUE + timedelta(days=7))


def test_tasks_are_found_by_whose_when_how_pressing_and_what(session: Session) -> None:
    ann = colleague(session)
    late = replace(PLAIN, title="late", due_at=DUE - timedelta(hours=1), assigned_to_id=ann.id)
    today = replace(PLAIN, title="today", due_at=DUE + timedelta(hours=1), form_key="2",
                    subject=None, priority=TaskPriority.HIGH)  # fmt: skip
    week = replace(PLAIN, title="week", due_at=DUE + timedelta(days=3), form_key="3", subject=None)
    never = replace(PLAIN, title="never", form_key="4", subject=None, kind=TaskKind.PAPERWORK)
    for new in (late, today, week, never):
        opened(session, new)

    def titles(ask: TaskAsk) -> list[str]:
        return [row.title for row in tasks_asked(session, ask, limit=9)]

    by_due = replace(ASK, order=TaskOrder.DUE)
    assert titles(ASK) == ["today", "late", "week", "never"]
    assert titles(by_due) == ["late", "today", "week", "never"]
    assert titles(replace(ASK, order=TaskOrder.NEWEST)) == ["never", "week", "today", "late"]
    assert titles(replace(ASK, holder_id=ann.id)) == ["late"]
    assert titles(replace(by_due, due=TaskDue.OVERDUE)) == ["late"]
    assert titles(replace(by_due, due=TaskDue.TODAY)) == ["late", "today"]
    assert titles(replace(by_due, due=TaskDue.WEEK)) == ["late", "today", "week"]
    assert titles(replace(by_due, due=TaskDue.NEVER)) == ["never"]
    assert titles(replace(ASK, priority=TaskPriority.HIGH)) == ["today"]
    assert titles(replace(ASK, kind=TaskKind.PAPERWORK)) == ["never"]
    assert titles(replace(ASK, state=TaskState.DONE)) == []
