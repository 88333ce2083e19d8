"""How things stand at this moment: what is due by lane, what is uncertain, which circuits are open, who lives.

Asked of the tables themselves and not of a process, so that it is also true when every worker has died.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.orm import Session

from core.operations.model import Role
from core.outbox import Lane

# A process that has not been heard of for so long is taken for dead: several beats missed.
SILENT_SECONDS = 20.0
MOST_PROCESSES = 200


@dataclass(frozen=True)
class LaneStanding:
    """One lane of the outbox, in pieces of work: an entry counts once for each message it promises.

    due: nobody has it yet. in_hand: rung for or being worked on. later: not due before its time. dead: given up.
    oldest_seconds: since when the oldest of due and in hand could have been done; 0 when there is none.
    """

    lane: Lane
    due: int = 0
    in_hand: int = 0
    later: int = 0
    dead: int = 0
    oldest_seconds: float = 0.0


@dataclass(frozen=True)
class Uncertain:
    """Messages of unknown fate that are being looked into."""

    messages: int
    oldest_seconds: float


@dataclass(frozen=True)
class Process:
    """A background process. queued: jobs in the bell by lane, as a relay saw them."""

    process: str
    role: Role
    silent_seconds: float
    running_seconds: float
    busy_seconds: float | None
    queued: dict[Lane, int] | None

    @property
    def is_alive(self) -> bool:
        """Whether it was heard of lately."""
        return self.silent_seconds < SILENT_SECONDS


_LANES = text(
    """
    WITH told AS (
        SELECT lane, run_at, dead_at, statement_timestamp() AS now,
               coalesce(jsonb_array_length(args->'message_ids'), 1) AS pieces,
               coalesce(lease_until, run_at) > statement_timestamp() AS leased
        FROM outbox
    )
    SELECT lane,
           coalesce(sum(pieces) FILTER (WHERE dead_at IS NULL AND run_at <= now AND NOT leased), 0) AS due,
           coalesce(sum(pieces) FILTER (WHERE dead_at IS NULL AND run_at <= now AND leased), 0) AS in_hand,
           coalesce(sum(pieces) FILTER (WHERE dead_at IS NULL AND run_at > now), 0) AS later,
           count(*) FILTER (WHERE dead_at IS NOT NULL) AS dead,
           coalesce(extract(epoch FROM max(now - run_at) FILTER (WHERE dead_at IS NULL AND run_at <= now)), 0) AS oldest
    FROM told GROUP BY lane
    """
)


def lanes(session: Session) -> tuple[LaneStanding, ...]:
    """Every lane, also an empty one. One pass over the outbox, which holds open promises alone."""
    found = {
        Lane(row.lane): LaneStanding(
            Lane(row.lane), row.due, row.in_hand, row.later, row.dead, float(row.oldest)
        )
        for row in session.execute(_LANES)
    }
    return tuple(found.get(lane, LaneStanding(lane)) for lane in Lane)


# By their look-ups' promises: no index knows a message's state, so that a send writes to none.
_UNCERTAIN = text(
    """
    SELECT count(DISTINCT m.id) AS messages,
           coalesce(extract(epoch FROM max(statement_timestamp() - m.state_at)), 0) AS oldest
    FROM outbox o JOIN messages m ON m.id = (o.args->>'message_id')::bigint
    WHERE o.kind = 'reconcile' AND m.state = 'uncertain' AND o.dead_at IS NULL
    """
)


def uncertain(session: Session) -> Uncertain:
    """Messages nobody is sure of, while somebody looks into them; later ones are tasks for staff."""
    row = session.execute(_UNCERTAIN).one()
    return Uncertain(row.messages, float(row.oldest))


_PROCESSES = text(
    """
    SELECT process, role, queued,
           extract(epoch FROM clock_timestamp() - beat_at) AS silent,
           extract(epoch FROM beat_at - started_at) AS running,
           extract(epoch FROM beat_at - busy_since) AS busy
    FROM heartbeats ORDER BY beat_at DESC LIMIT :most
    """
)


def processes(session: Session) -> tuple[Process, ...]:
    """Background processes heard of within a day, the silent ones among them."""
    found = (
        Process(
            row.process,
            Role(row.role),
            max(0.0, float(row.silent)),
            float(row.running),
            None if row.busy is None else float(row.busy),
            None if row.queued is None else _by_lane(row.queued),
        )
        for row in session.execute(_PROCESSES, {"most": MOST_PROCESSES})
    )
    return tuple(sorted(found, key=lambda each: (each.role, each.process)))


def _by_lane(queued: dict[str, int]) -> dict[Lane, int]:
    return {lane: queued[lane] for lane in Lane if lane in queued}


def bell_depths(found: tuple[Process, ...]) -> dict[Lane, int] | None:
    """Jobs in the bell by lane, by the word of the relay heard of last; None when no living relay can tell."""
    relays = [each for each in found if each.role is Role.RELAY and each.is_alive]
    relays.sort(key=lambda each: each.silent_seconds)
    return relays[0].queued if relays else None
