"""The periodic round: give strays another promise, so that no accident leaves a message without one; and plan what is
sent by the clock.
"""

from __future__ import annotations

from collections.abc import Callable

import structlog
from sqlalchemy import text
from sqlalchemy.orm import Session

from core.alerts.actions.reminding import plan_reminders
from core.clock import database_now
from core.logs import lines_of
from core.messaging.actions.doubting import doubt
from core.messaging.actions.receipts import match_orphans
from core.messaging.wire import MessageState, Priority
from core.outbox import Kind
from core.outbox.actions import begin, postpone, promise
from workers.runtime import Runtime

MOST_STRAYS = 500
SWEEP_KEY = "sweep"
log = structlog.get_logger("sweep")

Part = Callable[[Session, Runtime], None]


def start_sweeping(session: Session) -> None:
    """Promise the round, unless it is promised already."""
    promise(session, Kind.SWEEP, {}, dedupe_key=SWEEP_KEY, rank=3)


def sweep(runtime: Runtime, entry_ids: list[int]) -> None:
    """Do the round, part by part, and put it off to the next time; a part that fails stops no other.

    Safe to run twice: each part only acts on what it finds undone, and the entry is locked meanwhile.
    """
    for entry_id in entry_ids:
        failed = [part.__name__.lstrip("_") for part in PARTS if not _done(runtime, entry_id, part)]
        why = f"failed, to be tried again: {', '.join(failed)}" if failed else "next round"
        with runtime.database.transaction() as session:
            if begin(session, entry_id) is not None:
                seconds = runtime.settings.fixline_sweep_seconds
                postpone(session, entry_id, seconds=seconds, why=why)


def _done(runtime: Runtime, entry_id: int, part: Part) -> bool:
    """Whether a part could be done, in a transaction of its own; also when another hand is at it."""
    try:
        with runtime.database.transaction() as session:
            if begin(session, entry_id) is not None:
                part(session, runtime)
    except Exception as error:  # noqa: BLE001 - whatever it is, the other parts have to be done
        log.warning(
            "part_failed", part=part.__name__, error=type(error).__name__, at=lines_of(error)
        )
        return False
    return True


_UNPAGED = text(
    """
    SELECT e.id, e.rung FROM emergencies e
    WHERE e.acknowledged_at IS NULL
      AND NOT EXISTS (
          SELECT 1 FROM outbox o
          WHERE o.kind = 'page_on_call' AND (o.args->>'emergency_id')::bigint = e.id AND o.dead_at IS NULL
      )
    """
)


def _page_again(session: Session, _runtime: Runtime) -> None:
    """An emergency nobody has is always going to be paged again, whatever became of its last page."""
    for row in session.execute(_UNPAGED).all():
        promise(session, Kind.PAGE_ON_CALL, {"emergency_id": row.id, "rung": row.rung}, rank=0)


# EXCEPT reads either side once, however little the planner knows of a table that has just been filled.
UNPROMISED = text(
    """
    WITH strays AS (
        SELECT m.id FROM messages m
        WHERE m.created_at > clock_timestamp() - interval '7 days'
          AND m.state IN ('queued', 'sending', 'uncertain')
          AND coalesce(m.lease_until, m.state_at) < clock_timestamp() - interval '5 minutes'
          AND (m.state <> 'uncertain' OR m.state_at > clock_timestamp() - interval '1 day')
        EXCEPT (
            SELECT (o.args->>'message_id')::bigint FROM outbox o
            WHERE o.kind IN ('deliver', 'reconcile') AND o.dead_at IS NULL AND o.args ? 'message_id'
            UNION ALL
            SELECT each.id::bigint FROM outbox o, jsonb_array_elements_text(o.args->'message_ids') AS each(id)
            WHERE o.kind = 'deliver' AND o.dead_at IS NULL AND o.args ? 'message_ids'
        )
    )
    SELECT m.id, m.state, m.priority FROM messages m
    WHERE m.id IN (SELECT id FROM strays)
    ORDER BY m.priority <> 'emergency', m.id
    LIMIT :most
    """
)


def _promise_strays(session: Session, _runtime: Runtime) -> None:
    for row in session.execute(UNPROMISED, {"most": MOST_STRAYS}).all():
        rank = Priority(row.priority).rank
        if row.state == MessageState.QUEUED:
            promise(session, Kind.DELIVER, {"message_id": row.id}, rank=rank)
        elif row.state == MessageState.SENDING:
            doubt(session, row.id, why="the sender vanished in mid-send")
        else:
            key = f"reconcile:{row.id}"
            promise(session, Kind.RECONCILE, {"message_id": row.id}, dedupe_key=key, rank=rank)


def _match_orphans(session: Session, runtime: Runtime) -> None:
    match_orphans(session, runtime.head)


def _plan_reminders(session: Session, _runtime: Runtime) -> None:
    plan_reminders(session, database_now(session))


# In this order: somebody may be in danger.
PARTS: tuple[Part, ...] = (_page_again, _promise_strays, _match_orphans, _plan_reminders)
