"""The periodic round: give strays another promise, so that no accident leaves a message without one."""

from __future__ import annotations

from sqlalchemy import text
from sqlalchemy.orm import Session

from core.messaging.actions.claiming import doubt
from core.messaging.actions.receipts import match_orphans
from core.outbox import Kind
from core.outbox.actions import begin, postpone, promise
from workers.runtime import Runtime

MOST_STRAYS = 500
SWEEP_KEY = "sweep"

_UNPROMISED = text(
    """
    SELECT m.id, m.state FROM messages m
    WHERE m.created_at > clock_timestamp() - interval '7 days'
      AND m.state IN ('queued', 'sending', 'uncertain')
      AND coalesce(m.lease_until, m.state_at) < clock_timestamp() - interval '5 minutes'
      AND (m.state <> 'uncertain' OR m.state_at > clock_timestamp() - interval '1 day')
      AND NOT EXISTS (
          SELECT 1 FROM outbox o
          WHERE o.kind IN ('deliver', 'reconcile') AND o.dead_at IS NULL
            AND ((o.args->>'message_id')::bigint = m.id OR o.args->'message_ids' @> to_jsonb(m.id))
      )
    LIMIT :most
    """
)


def start_sweeping(session: Session) -> None:
    """Promise the round, unless it is promised already."""
    promise(session, Kind.SWEEP, {}, dedupe_key=SWEEP_KEY, rank=3)


def sweep(runtime: Runtime, entry_ids: list[int]) -> None:
    """Do the round and put it off to the next time.

    Safe to run twice: each part only acts on what it finds undone, and the entry is locked meanwhile.
    """
    for entry_id in entry_ids:
        with runtime.database.transaction() as session:
            if begin(session, entry_id) is None:
                continue
            match_orphans(session, runtime.head)
            _promise_pages(session)
            _promise_strays(session)
            postpone(
                session, entry_id, seconds=runtime.settings.fixline_sweep_seconds, why="next round"
            )


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


def _promise_pages(session: Session) -> None:
    """An emergency nobody has is always going to be paged again, whatever became of its last page."""
    for row in session.execute(_UNPAGED).all():
        promise(session, Kind.PAGE_ON_CALL, {"emergency_id": row.id, "rung": row.rung}, rank=0)


def _promise_strays(session: Session) -> None:
    for row in session.execute(_UNPROMISED, {"most": MOST_STRAYS}).all():
        if row.state == "queued":
            promise(session, Kind.DELIVER, {"message_id": row.id}, rank=2)
        elif row.state == "sending":
            doubt(session, row.id, why="the sender vanished in mid-send")
        else:
            promise(
                session,
                Kind.RECONCILE,
                {"message_id": row.id},
                dedupe_key=f"reconcile:{row.id}",
                rank=2,
            )
