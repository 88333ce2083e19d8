"""Staff tasks: one for the same trouble, finished once, the pressing ones first."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.desk.actions import add_note, finish_task, open_task
from core.desk.model import StaffTask, TaskPriority
from core.desk.queries.task_pages import open_task_count, open_tasks, recently_done
from core.errors import FieldRefused, NotFound, Refused
from core.events.actions import FIXLINE, Actor, ActorType
from core.events.model import Event

DANA = Actor(ActorType.STAFF, "Dana Ortiz", 1)


@pytest.mark.inventory(163)
def test_the_same_trouble_makes_one_task(session: Session) -> None:
    first = open_task(session, title="Find a technician", once_key="need:7")
    again = open_task(session, title="Find one!", once_key="need:7")
    assert again.id == first.id
    assert again.title == "Find a technician"
    opened = session.scalar(select(func.count()).where(Event.kind == "task.opened"))
    assert opened == 1


def test_tasks_without_a_key_are_each_their_own(session: Session) -> None:
    first, second = open_task(session, title="Call"), open_task(session, title="Call")
    assert first.id != second.id


@pytest.mark.inventory(157)
def test_pressing_tasks_stand_first_then_those_due_soonest(session: Session) -> None:
    open_task(session, title="someday", priority=TaskPriority.LOW)
    open_task(session, title="later", due_at=datetime(2031, 5, 2, tzinfo=UTC))
    open_task(session, title="soon", due_at=datetime(2031, 5, 1, tzinfo=UTC))
    open_task(session, title="now", priority=TaskPriority.HIGH)
    assert [row.title for row in open_tasks(session, limit=9)] == [
        "now",
        "soon",
        "later",
        "someday",
    ]
    assert [row.title for row in open_tasks(session, limit=2, offset=1)] == ["soon", "later"]
    assert open_task_count(session) == 4


@pytest.mark.inventory(161)
def test_a_task_is_finished_once_with_its_note(session: Session) -> None:
    task = open_task(session, title="Call back", subject=("job", 7))
    finish_task(session, task.id, note=" Done by phone ", actor=DANA)
    assert open_task_count(session) == 0
    (done,) = recently_done(session)
    assert (done.completion_note, done.subject) == ("Done by phone", ("job", 7))
    assert done.done_at is not None
    with pytest.raises(Refused, match="finished already"):
        finish_task(session, task.id, note="", actor=DANA)


def test_a_task_that_is_none_is_not_found(session: Session) -> None:
    with pytest.raises(NotFound):
        finish_task(session, 999, note="", actor=DANA)


def test_a_long_title_is_cut_rather_than_lost(session: Session) -> None:
    task = open_task(session, title="x" * 500)
    assert len(session.get_one(StaffTask, task.id).title) == 200


@pytest.mark.inventory(12)
def test_a_note_is_kept_with_its_author(session: Session) -> None:
    note = add_note(session, subject=("customer", 3), body=" Two dogs ", actor=DANA)
    assert (note.author, note.body) == ("Dana Ortiz", "Two dogs")


@pytest.mark.parametrize("body", ["", "  ", "x" * 4001])
def test_a_note_needs_words_but_no_novel(session: Session, body: str) -> None:
    with pytest.raises(FieldRefused):
        add_note(session, subject=("customer", 3), body=body, actor=FIXLINE)
