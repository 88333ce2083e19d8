"""How most entries are worked off: one at a time, work and end of promise in one transaction, failures postponed."""

from __future__ import annotations

import random
from collections.abc import Callable

import structlog
from sqlalchemy.orm import Session

from core.desk.actions.dead_letters import death_key
from core.desk.actions.tasks import open_task
from core.desk.model import TaskPriority
from core.logs import lines_of
from core.messaging.actions.finalising import Retry
from core.messaging.actions.gate import hold_while_paused
from core.outbox import Kind
from core.outbox.actions import Promise, begin, give_up, keep, postpone, promised_in
from core.outbox.actions import promise as promise_work
from core.outbox.kinds import HELD_WHILE_PAUSED, NEVER_GIVEN_UP
from core.outbox.words import WORDS
from workers.runtime import Runtime

Work = Callable[[Session, Runtime, Promise], None]
Handler = Callable[[Runtime, list[int]], None]

MOST_PATIENCE_IN_DANGER = 15.0
log = structlog.get_logger("handler")


def one_by_one(
    work: Work, *, then: Callable[[], dict[Kind, Handler]] = dict[Kind, Handler]
) -> Handler:
    """A handler that does `work` for each entry in a transaction of its own.

    then: handlers for the next hops, done at once in the same job; the relay would find them after a crash. Running
    twice is safe: the entry's row is locked for the work and gone with its commit, so a second run finds nothing.
    """

    def handle(runtime: Runtime, entry_ids: list[int]) -> None:
        for entry_id in entry_ids:
            _do(work, runtime, entry_id, then())

    return handle


def _do(work: Work, runtime: Runtime, entry_id: int, hops: dict[Kind, Handler]) -> None:
    try:
        with runtime.database.transaction() as session:
            promise = begin(session, entry_id)
            if promise is None:
                return
            if promise.kind in HELD_WHILE_PAUSED and hold_while_paused(session, entry_id):
                return
            work(session, runtime, promise)
            keep(session, [entry_id])
    except Exception as error:  # noqa: BLE001 - whatever it is, it is this entry's trouble
        log.warning("failed", entry=entry_id, error=type(error).__name__, at=lines_of(error))
        _fail(runtime, entry_id, error)
        return
    _hop(runtime, session, hops)


def _hop(runtime: Runtime, session: Session, hops: dict[Kind, Handler]) -> None:
    for kind, handler in hops.items():
        promised = promised_in(session, {kind})
        if promised:
            handler(runtime, promised)


def _fail(runtime: Runtime, entry_id: int, error: Exception) -> None:
    """Count the failure: due again later, or a dead letter with a task for staff after too many."""
    settings = runtime.settings
    retry = Retry(
        settings.fixline_retry_base_seconds, settings.fixline_retry_cap_seconds, random.random()
    )
    why = f"{type(error).__name__}: {error}"
    with runtime.database.transaction() as session:
        promise = begin(session, entry_id)
        if promise is None:
            return
        wait = retry.seconds(promise.attempts + 1)
        if promise.kind in NEVER_GIVEN_UP:
            postpone(session, entry_id, seconds=min(wait, MOST_PATIENCE_IN_DANGER), why=why)
        elif promise.attempts + 1 < settings.fixline_attempts:
            postpone(session, entry_id, seconds=wait, why=why)
        else:
            give_up(session, entry_id, why=why)
            _call_staff(session, promise, why)


def _call_staff(session: Session, promise: Promise, why: str) -> None:
    """What was given up may have been a cry for help: staff are told at once."""
    task = open_task(
        session,
        title=f"{WORDS[promise.kind]} keeps failing",
        details=f"Entry {promise.id} was given up after {promise.attempts + 1} tries. {why}"[:2000],
        priority=TaskPriority.HIGH,
        subject=("outbox", promise.id),
        once_key=death_key(session, promise.id),
    )
    if promise.kind is not Kind.ALERT_STAFF:
        key = f"alert_staff:{task.id}"
        promise_work(session, Kind.ALERT_STAFF, {"task_id": task.id}, dedupe_key=key, rank=1)


def number(promise: Promise, name: str) -> int:
    """An id among the entry's arguments. Raises TypeError when it is not there."""
    value = promise.args.get(name)
    if not isinstance(value, int):
        raise TypeError(f"Entry {promise.id} of kind {promise.kind} has no {name}.")
    return value
