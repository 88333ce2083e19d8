"""Write down heartbeats and counts: one statement each, every few seconds, in a transaction of the caller's."""

from __future__ import annotations

import json
from collections.abc import Mapping

from sqlalchemy import text
from sqlalchemy.orm import Session

from core.operations.counting import PostKey, SendKey, Waits
from core.operations.model import Role

SLOT_MINUTES = 10
KEPT_DAYS = 8
FORGOTTEN_AFTER_HOURS = 24


def beat(
    session: Session,
    *,
    process: str,
    role: Role,
    busy_seconds: float | None = None,
    queued: Mapping[str, int] | None = None,
) -> None:
    """This process lives. busy_seconds: how long it has been at the work in hand; None when it waits for work."""
    session.execute(
        _BEAT,
        {
            "process": process,
            "role": role.value,
            "busy": busy_seconds,
            "queued": None if queued is None else json.dumps(dict(queued)),
        },
    )
    session.execute(_FORGET, {"hours": FORGOTTEN_AFTER_HOURS})


_BEAT = text(
    """
    INSERT INTO heartbeats (process, role, busy_since, queued)
    VALUES (:process, :role, clock_timestamp() - make_interval(secs => :busy), cast(:queued AS jsonb))
    ON CONFLICT (process) DO UPDATE
    SET beat_at = clock_timestamp(), busy_since = excluded.busy_since, queued = excluded.queued
    """
)
_FORGET = text(
    "DELETE FROM heartbeats WHERE beat_at < clock_timestamp() - make_interval(hours => :hours)"
)


def leave(session: Session, process: str) -> None:
    """This process has ended as it was told to: nobody need miss it."""
    session.execute(text("DELETE FROM heartbeats WHERE process = :process"), {"process": process})


def add_sends(session: Session, counts: Mapping[SendKey, int]) -> None:
    """Add attempts to send to the present ten minutes, and fold what is older than KEPT_DAYS."""
    keys = sorted(counts)
    if not keys:
        return
    session.execute(
        _ADD_SENDS,
        {
            "minutes": SLOT_MINUTES,
            "carriers": [carrier for carrier, _ in keys],
            "outcomes": [outcome.value for _, outcome in keys],
            "sends": [counts[key] for key in keys],
        },
    )
    session.execute(_FOLD_OLD_SENDS, {"days": KEPT_DAYS})


# In one order everywhere, so that two processes never wait for each other in a circle.
_ADD_SENDS = text(
    """
    INSERT INTO send_tallies (slot, carrier, outcome, sends)
    SELECT date_bin(make_interval(mins => :minutes), clock_timestamp(), to_timestamp(0)), carrier, outcome, sends
    FROM unnest(cast(:carriers AS text[]), cast(:outcomes AS text[]), cast(:sends AS bigint[]))
         AS counted(carrier, outcome, sends)
    ON CONFLICT (slot, carrier, outcome) DO UPDATE SET sends = send_tallies.sends + excluded.sends
    """
)
# A counter never falls: what leaves the chart stays in one slot at the beginning of time.
_FOLD_OLD_SENDS = text(
    """
    WITH old AS (
        DELETE FROM send_tallies
        WHERE slot > to_timestamp(0) AND slot < clock_timestamp() - make_interval(days => :days)
        RETURNING carrier, outcome, sends
    )
    INSERT INTO send_tallies (slot, carrier, outcome, sends)
    SELECT to_timestamp(0), carrier, outcome, sum(sends) FROM old GROUP BY carrier, outcome
    ON CONFLICT (slot, carrier, outcome) DO UPDATE SET sends = send_tallies.sends + excluded.sends
    """
)


def add_posts(session: Session, waits: Mapping[PostKey, Waits]) -> None:
    """Add posts to the letterbox and how long they took."""
    for source, verdict in sorted(waits):
        taken = waits[source, verdict]
        session.execute(
            _ADD_POSTS,
            {
                "source": source.value,
                "verdict": verdict,
                "posts": taken.posts,
                "seconds": taken.seconds,
                "buckets": taken.buckets,
            },
        )


_ADD_POSTS = text(
    """
    INSERT INTO webhook_tallies (source, verdict, posts, seconds, buckets)
    VALUES (:source, :verdict, :posts, :seconds, :buckets)
    ON CONFLICT (source, verdict) DO UPDATE
    SET posts = webhook_tallies.posts + excluded.posts,
        seconds = webhook_tallies.seconds + excluded.seconds,
        buckets = (
            SELECT array_agg(mine + theirs ORDER BY nth)
            FROM unnest(webhook_tallies.buckets, excluded.buckets) WITH ORDINALITY AS both_(mine, theirs, nth)
        )
    """
)
