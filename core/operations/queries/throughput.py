"""What was sent and what failed over the last hours, in slots of ten minutes or an hour, and ever."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from core.operations.counting import PostKey, SendKey, Waits
from core.operations.model import SendOutcome, SendTally, WebhookTally


@dataclass(frozen=True)
class Slot:
    """A stretch of time. sent: the carrier took it. failed: refused for good. again: tried again or being found out."""

    starts_at: datetime
    sent: int
    failed: int
    again: int


_SLOTS = text(
    """
    SELECT step AS starts_at,
           coalesce(sum(sends) FILTER (WHERE outcome = 'accepted'), 0) AS sent,
           coalesce(sum(sends) FILTER (WHERE outcome = 'failed'), 0) AS failed,
           coalesce(sum(sends) FILTER (WHERE outcome NOT IN ('accepted', 'failed')), 0) AS again
    FROM generate_series(
        date_bin(make_interval(mins => :minutes), statement_timestamp(), to_timestamp(0))
            - make_interval(mins => :minutes) * (:slots - 1),
        statement_timestamp(),
        make_interval(mins => :minutes)
    ) AS step
    LEFT JOIN send_tallies t ON t.slot >= step AND t.slot < step + make_interval(mins => :minutes)
    GROUP BY step ORDER BY step
    """
)


def throughput(session: Session, *, minutes: int, slots: int) -> tuple[Slot, ...]:
    """The last so many slots of so many minutes (a multiple of ten), the present one last."""
    rows = session.execute(_SLOTS, {"minutes": minutes, "slots": slots})
    return tuple(
        Slot(row.starts_at, int(row.sent), int(row.failed), int(row.again)) for row in rows
    )


def sends_ever(session: Session) -> Mapping[SendKey, int]:
    """Attempts to send since the beginning, by carrier and outcome."""
    rows = session.execute(
        select(SendTally.carrier, SendTally.outcome, func.sum(SendTally.sends)).group_by(
            SendTally.carrier, SendTally.outcome
        )
    )
    return {(carrier, SendOutcome(outcome)): int(sends) for carrier, outcome, sends in rows}


def posts_ever(session: Session) -> Mapping[PostKey, Waits]:
    """Posts to the letterbox since the beginning, by slot and verdict, with how long they took."""
    return {
        (row.source, row.verdict): Waits(row.posts, row.seconds, list(row.buckets))
        for row in session.scalars(select(WebhookTally))
    }
