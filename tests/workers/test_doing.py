"""How an entry is worked off: with its work in one transaction, postponed when it fails, given up out loud."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.db import Database
from core.desk.actions.tasks import open_task
from core.desk.model import StaffTask, TaskPriority
from core.outbox import Kind
from core.outbox.actions import Promise, begin, promise
from core.outbox.model import OutboxEntry
from tests.workers.wall import Wall, runtime_at
from workers.doing import number, one_by_one
from workers.runtime import Runtime

ATTEMPTS = 3
BASE_SECONDS = 10.0


@pytest.fixture
def patient(database: Database) -> Runtime:
    given = {"FIXLINE_ATTEMPTS": str(ATTEMPTS), "FIXLINE_RETRY_BASE_SECONDS": str(BASE_SECONDS)}
    return runtime_at(database, Wall(), **given)


def a_promise(database: Database, **args: object) -> int:
    with database.transaction() as session:
        made = promise(session, Kind.CONVERSE, dict(args))
        assert made is not None
        return made


def entries(database: Database) -> list[OutboxEntry]:
    with database.reading() as session:
        return list(session.scalars(select(OutboxEntry).order_by(OutboxEntry.id)))


def titles(database: Database) -> list[str]:
    with database.reading() as session:
        return list(session.scalars(select(StaffTask.title).order_by(StaffTask.id)))


def note(session: Session, _runtime: Runtime, entry: Promise) -> None:
    open_task(session, title=f"did {entry.args['name']}")


def note_then_fail(session: Session, runtime: Runtime, entry: Promise) -> None:
    note(session, runtime, entry)
    raise OSError("the disk is full")


def fail_on_the_first(session: Session, runtime: Runtime, entry: Promise) -> None:
    if entry.args["name"] == "first":
        raise OSError("the disk is full")
    note(session, runtime, entry)


def test_work_and_the_end_of_its_promise_are_one(patient: Runtime) -> None:
    entry = a_promise(patient.database, name="it")

    one_by_one(note)(patient, [entry])
    one_by_one(note)(patient, [entry])

    assert titles(patient.database) == ["did it"]
    assert entries(patient.database) == []


def test_failed_work_is_undone_and_due_again_after_a_while(patient: Runtime) -> None:
    entry = a_promise(patient.database, name="it")
    before = datetime.now(UTC)

    one_by_one(note_then_fail)(patient, [entry])

    (left,) = entries(patient.database)
    assert titles(patient.database) == []
    assert (left.attempts, left.last_error) == (1, "OSError: the disk is full")
    assert left.lease_until is None
    assert left.run_at >= before + timedelta(seconds=BASE_SECONDS / 2)


def test_each_failure_waits_longer(patient: Runtime) -> None:
    entry = a_promise(patient.database, name="it")

    one_by_one(note_then_fail)(patient, [entry])
    first = entries(patient.database)[0].run_at - datetime.now(UTC)
    one_by_one(note_then_fail)(patient, [entry])
    second = entries(patient.database)[0].run_at - datetime.now(UTC)

    assert first <= timedelta(seconds=BASE_SECONDS)
    assert timedelta(seconds=BASE_SECONDS * 0.9) < second <= timedelta(seconds=2 * BASE_SECONDS)


def test_after_too_many_failures_it_is_a_dead_letter_with_a_task(patient: Runtime) -> None:
    entry = a_promise(patient.database, name="it")

    for _ in range(ATTEMPTS + 2):
        one_by_one(note_then_fail)(patient, [entry])

    dead, alert = entries(patient.database)
    assert alert.kind is Kind.ALERT_STAFF
    assert dead.dead_at is not None
    assert dead.attempts == ATTEMPTS
    with patient.database.reading() as session:
        (task,) = session.scalars(select(StaffTask)).all()
    assert task.title == "Answering a message keeps failing"
    assert (task.priority, task.subject_id) == (TaskPriority.HIGH, entry)


def test_one_failure_does_not_hold_up_its_neighbours(patient: Runtime) -> None:
    first = a_promise(patient.database, name="first")
    second = a_promise(patient.database, name="second")

    one_by_one(fail_on_the_first)(patient, [first, second])

    assert titles(patient.database) == ["did second"]
    assert [left.id for left in entries(patient.database)] == [first]


def test_what_another_hand_holds_is_passed_over(patient: Runtime) -> None:
    entry = a_promise(patient.database, name="it")

    with patient.database.reading() as other:
        assert begin(other, entry) is not None
        one_by_one(note)(patient, [entry])
        assert titles(patient.database) == []

    one_by_one(note)(patient, [entry])
    assert titles(patient.database) == ["did it"]


def test_the_next_hop_is_done_at_once_and_would_be_found_after_a_crash(patient: Runtime) -> None:
    hopped: list[list[int]] = []

    def promise_more(session: Session, _runtime: Runtime, _entry: Promise) -> None:
        promise(session, Kind.DELIVER, {"message_id": 0})

    entry = a_promise(patient.database, name="it")
    hop = {Kind.DELIVER: lambda _runtime, ids: hopped.append(ids)}
    one_by_one(promise_more, then=lambda: hop)(patient, [entry])

    assert hopped == [[left.id for left in entries(patient.database)]]


def test_work_that_failed_has_no_next_hop(patient: Runtime) -> None:
    hopped: list[list[int]] = []

    def promise_and_fail(session: Session, _runtime: Runtime, _entry: Promise) -> None:
        promise(session, Kind.DELIVER, {"message_id": 0})
        raise OSError("the disk is full")

    entry = a_promise(patient.database, name="it")
    hop = {Kind.DELIVER: lambda _runtime, ids: hopped.append(ids)}
    one_by_one(promise_and_fail, then=lambda: hop)(patient, [entry])

    assert hopped == []
    assert [left.kind for left in entries(patient.database)] == [Kind.CONVERSE]


@pytest.mark.parametrize("args", [{}, {"message_id": "7"}, {"message_id": None}])
def test_an_entry_without_the_id_its_handler_needs_is_refused(args: dict[str, object]) -> None:
    with pytest.raises(TypeError, match="message_id"):
        number(Promise(1, Kind.DELIVER, args, 0), "message_id")
