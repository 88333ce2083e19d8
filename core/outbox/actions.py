"""Promise, take, keep, postpone, give up: the only verbs that touch the outbox."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

from core.db import JsonObject
from core.errors import NotFound
from core.outbox.kinds import Kind, Lane, lane_of
from core.outbox.model import OutboxEntry

DEFAULT_RANK = 2
ERROR_LENGTH = 400
# Another relay may have taken it and be about to ring.
JUST_RUNG = timedelta(seconds=2)
PROMISED = "promised"


@dataclass(frozen=True)
class Due:
    """An entry the relay has taken and is about to ring for."""

    id: int
    kind: Kind
    rank: int


@dataclass(frozen=True)
class Promise:
    """An entry as its handler sees it. args: ids only."""

    id: int
    kind: Kind
    args: JsonObject
    attempts: int


def promise(
    session: Session,
    kind: Kind,
    args: JsonObject,
    *,
    dedupe_key: str | None = None,
    run_at: datetime | None = None,
    rank: int = DEFAULT_RANK,
) -> int | None:
    """Promise work, kept only if the surrounding transaction is.

    dedupe_key: a second promise with the same key, while the first stands, is no promise.
    Returns the entry's id, or None when that key already stands.
    """
    values: dict[str, object] = {
        "kind": kind,
        "lane": lane_of(kind, rank),
        "args": args,
        "dedupe_key": dedupe_key,
        "rank": rank,
    }
    if run_at is not None:
        values["run_at"] = run_at
    entry_id: int | None = session.scalar(
        insert(OutboxEntry)
        .values(**values)
        .on_conflict_do_nothing(
            index_elements=["dedupe_key"], index_where=OutboxEntry.dedupe_key.is_not(None)
        )
        .returning(OutboxEntry.id)
    )
    if entry_id is not None:
        note_promise(session, kind, [entry_id])
    return entry_id


def amend(session: Session, dedupe_key: str, more: JsonObject) -> None:
    """Add to what a promise of this very transaction says; once committed, a promise is never rewritten."""
    entry = session.scalars(select(OutboxEntry).where(OutboxEntry.dedupe_key == dedupe_key)).one()
    entry.args = {**entry.args, **more}
    session.flush()


def note_promise(session: Session, kind: Kind, entry_ids: Sequence[int]) -> None:
    """Remember what this session has promised, so that its handler may do the next hop at once."""
    session.info.setdefault(PROMISED, []).extend((kind, entry_id) for entry_id in entry_ids)


def promised_in(session: Session, kinds: Collection[Kind]) -> list[int]:
    """The entries of these kinds promised in this session, in order; read it after the commit."""
    return [id_ for kind, id_ in session.info.get(PROMISED, []) if kind in kinds]


# Stable within the statement, unlike clock_timestamp(), so that the index can answer "what is due" by itself.
_TAKE_DUE = text(
    """
    WITH due AS (
        SELECT id FROM outbox
        WHERE lane = :lane AND dead_at IS NULL
          AND greatest(run_at, coalesce(lease_until, run_at)) <= statement_timestamp()
        ORDER BY rank, greatest(run_at, coalesce(lease_until, run_at))
        LIMIT :most
        FOR UPDATE SKIP LOCKED
    )
    UPDATE outbox SET rung_at = clock_timestamp(),
                      lease_until = clock_timestamp() + make_interval(secs => :lease)
    FROM due WHERE outbox.id = due.id
    RETURNING outbox.id, outbox.kind, outbox.rank
    """
)


def take_due(
    session: Session | Connection, lane: Lane, *, most: int, lease_seconds: float
) -> list[Due]:
    """Take up to `most` due entries of a lane for ringing, most pressing first; other relays pass over them.

    An entry whose lease ends before it is kept becomes due again.
    """
    rows = session.execute(_TAKE_DUE, {"lane": lane.value, "most": most, "lease": lease_seconds})
    taken = [Due(row.id, Kind(row.kind), row.rank) for row in rows]
    return sorted(taken, key=lambda due: (due.rank, due.id))


_DUE_LANES = text(
    """
    SELECT lane FROM unnest(cast(:lanes AS text[])) AS lane
    WHERE EXISTS (
        SELECT 1 FROM outbox
        WHERE outbox.lane = lane.lane AND dead_at IS NULL
          AND greatest(run_at, coalesce(lease_until, run_at)) <= statement_timestamp()
    )
    """
)


def due_lanes(connection: Connection, lanes: Collection[Lane]) -> set[Lane]:
    """Which of these lanes have anything due: what an idle relay asks, many times a second."""
    rows = connection.scalars(_DUE_LANES, {"lanes": [lane.value for lane in lanes]})
    return {Lane(name) for name in rows}


def unring(session: Session, entry_ids: Sequence[int]) -> None:
    """The bell could not be rung: make the entries due again at once."""
    session.execute(
        update(OutboxEntry).where(OutboxEntry.id.in_(entry_ids)).values(lease_until=None)
    )


def forget_leases(session: Session) -> None:
    """The bell has lost all that was rung for: every entry that is due is due again at once."""
    session.execute(
        update(OutboxEntry)
        .where(
            OutboxEntry.lease_until > func.clock_timestamp(),
            OutboxEntry.rung_at < func.clock_timestamp() - JUST_RUNG,
            OutboxEntry.dead_at.is_(None),
        )
        .values(lease_until=None)
    )


def put_off(session: Session, entry_ids: Sequence[int], *, seconds: float) -> None:
    """Not now: make the entries due again after `seconds`, without counting an attempt."""
    session.execute(
        update(OutboxEntry)
        .where(OutboxEntry.id.in_(entry_ids))
        .values(run_at=func.clock_timestamp() + timedelta(seconds=seconds), lease_until=None)
    )


def most_pressing(session: Session, entry_ids: Sequence[int]) -> int | None:
    """The rank of the most pressing of these entries; None when all are kept."""
    return session.scalar(select(func.min(OutboxEntry.rank)).where(OutboxEntry.id.in_(entry_ids)))


def begin(session: Session, entry_id: int) -> Promise | None:
    """Lock one entry for its handler; None when it is kept already or another hand has it."""
    row = session.execute(
        select(OutboxEntry)
        .where(OutboxEntry.id == entry_id, OutboxEntry.dead_at.is_(None))
        .with_for_update(skip_locked=True)
    ).scalar_one_or_none()
    if row is None:
        return None
    return Promise(row.id, Kind(row.kind), row.args, row.attempts)


def keep(session: Session, entry_ids: Sequence[int]) -> None:
    """The work is done: forget the entries in the same transaction as the work."""
    if not entry_ids:
        return
    session.execute(delete(OutboxEntry).where(OutboxEntry.id.in_(entry_ids)))


def postpone(session: Session, entry_id: int, *, seconds: float, why: str) -> None:
    """The attempt failed: count it and make the entry due again after `seconds`."""
    session.execute(
        update(OutboxEntry)
        .where(OutboxEntry.id == entry_id)
        .values(
            attempts=OutboxEntry.attempts + 1,
            run_at=func.clock_timestamp() + timedelta(seconds=seconds),
            lease_until=None,
            last_error=why[:ERROR_LENGTH],
        )
    )


def give_up(session: Session, entry_id: int, *, why: str) -> None:
    """Too many failures: keep the entry as a dead letter, until `fixline replay ENTRY`.

    It stands in nobody's way: the same work may be promised anew.
    """
    session.execute(
        update(OutboxEntry)
        .where(OutboxEntry.id == entry_id)
        .values(
            attempts=OutboxEntry.attempts + 1,
            dead_at=func.clock_timestamp(),
            dedupe_key=None,
            last_error=why[:ERROR_LENGTH],
        )
    )


def replay(session: Session, entry_id: int) -> None:
    """Bring a dead letter back to life, due at once. Raises NotFound when it is not dead."""
    revived = session.scalar(
        update(OutboxEntry)
        .where(OutboxEntry.id == entry_id, OutboxEntry.dead_at.is_not(None))
        .values(dead_at=None, attempts=0, lease_until=None, run_at=func.clock_timestamp())
        .returning(OutboxEntry.id)
    )
    if revived is None:
        raise NotFound("dead letter", entry_id)
