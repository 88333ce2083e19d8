"""The relay: looks for due entries and rings. Several may run; PostgreSQL keeps them from taking the same entry."""

from __future__ import annotations

from threading import Event
from time import monotonic

import structlog
from redis import RedisError
from sqlalchemy.exc import OperationalError

from core.db import Database
from core.outbox import Lane
from core.outbox.actions import Due, due_lanes, forget_leases, take_due, unring
from workers.bell import Bell

AWAY_SECONDS = 1.0
FULL_SECONDS = 0.2
TALK_LEASE_SECONDS = 15.0
log = structlog.get_logger("relay")


def run_relay(
    database: Database, bell: Bell, stop: Event, *, idle_seconds: float, lease_seconds: float
) -> None:
    """Ring until told to stop: at once again while there is work, looking every `idle_seconds` when there is none.

    When Redis or PostgreSQL is away it waits and tries again; nothing is lost meanwhile.
    """
    is_first_look = True
    full: set[Lane] = set()
    while not stop.is_set():
        try:
            if is_first_look and not any(bell.queued().values()):
                _forget_leases(database)
            is_first_look = False
            lanes = _await_due(database, stop, full, idle_seconds=idle_seconds)
            full, rung = _look(database, bell, lanes, lease_seconds=lease_seconds)
        except (RedisError, OperationalError) as error:
            log.warning("away", what=type(error).__name__)
            stop.wait(AWAY_SECONDS)
            continue
        if not rung:
            stop.wait(idle_seconds)


def _await_due(
    database: Database, stop: Event, full: set[Lane], *, idle_seconds: float
) -> set[Lane]:
    """The lanes with something due, once there are any; none when told to stop. A look is one short statement.

    full: lanes without room for more, which are not looked at again before FULL_SECONDS.
    """
    full_until = monotonic() + FULL_SECONDS
    with database.one_statement() as connection:
        while not stop.is_set():
            passed_over = full if monotonic() < full_until else set()
            if lanes := due_lanes(connection, set(Lane) - passed_over):
                return lanes
            stop.wait(idle_seconds)
    return set()


def _forget_leases(database: Database) -> None:
    """Nothing is in the bell: what was rung for before was lost with it, and need not wait for its lease.

    An entry somebody does hold is only looked at in vain.
    """
    with database.transaction() as session:
        forget_leases(session)


def _lease(lane: Lane, lease_seconds: float) -> float:
    """A person waits behind the talk lane: what gets lost there is rung for again soon."""
    return min(lease_seconds, TALK_LEASE_SECONDS) if lane is Lane.TALK else lease_seconds


def _look(
    database: Database, bell: Bell, lanes: set[Lane], *, lease_seconds: float
) -> tuple[set[Lane], int]:
    """Take and ring for what is due in these lanes: which had no room, and how much was rung for in the others.

    Each taking is a transaction of one statement.
    """
    rooms, rung = bell.rooms(), 0
    with database.one_statement() as connection:
        for lane in sorted(lane for lane in lanes if rooms[lane]):
            lease = _lease(lane, lease_seconds)
            taken = take_due(connection, lane, most=rooms[lane], lease_seconds=lease)
            if taken:
                _ring(database, bell, lane, taken)
            rung += len(taken)
    return {lane for lane in lanes if not rooms[lane]}, rung


def _ring(database: Database, bell: Bell, lane: Lane, taken: list[Due]) -> None:
    """Ring after the lease is committed; if that fails the entries are due again at once."""
    try:
        bell.ring(lane, taken)
    except RedisError:
        with database.transaction() as session:
            unring(session, [due.id for due in taken])
        raise
