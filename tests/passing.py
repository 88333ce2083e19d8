"""Time that passes at once: whatever waits in the database, or remembers when it was, is moved back instead."""

from __future__ import annotations

from sqlalchemy import text
from sqlalchemy.orm import Session

_MOMENTS = (
    ("outbox", "run_at"),
    ("outbox", "lease_until"),
    ("outbox", "rung_at"),
    ("messages", "created_at"),
    ("messages", "state_at"),
    ("messages", "claimed_at"),
    ("messages", "absent_at"),
    ("messages", "lease_until"),
    ("circuits", "open_until"),
    ("circuits", "opened_at"),
    ("circuits", "probe_until"),
    ("circuits", "slow_until"),
    ("prompts", "expires_at"),
)
_WAIT = text(
    """
    SELECT extract(epoch FROM min(greatest(run_at, coalesce(lease_until, run_at))) - clock_timestamp())
    FROM outbox WHERE dead_at IS NULL
    """
)


def let_pass(session: Session, seconds: float) -> None:
    """So many seconds later, as far as promises, messages, circuits and questions can tell."""
    for table, column in _MOMENTS:
        moved = f"UPDATE {table} SET {column} = {column} - make_interval(secs => :seconds)"
        session.execute(text(f"{moved} WHERE {column} IS NOT NULL"), {"seconds": seconds})


def until_due(session: Session) -> float | None:
    """Seconds until the next promise is due, 0 when one is; None when nothing is promised."""
    wait = session.scalar(_WAIT)
    return None if wait is None else max(0.0, float(wait))
