"""The relay: looks for due entries and rings. Several may run; PostgreSQL keeps them from taking the same entry."""

from __future__ import annotations

from threading import Event

import structlog
from redis import RedisError
from sqlalchemy.exc import OperationalError

from core.db import Database
from core.outbox import Lane
from core.outbox.actions import Due, forget_leases, take_due, unring
from workers.bell import Bell

AWAY_SECONDS = 1.0
TALK_LEASE_SECONDS = 15.0
log = structlog.get_logger("relay")


def run_relay(
    database: Database, bell: Bell, stop: Event, *, idle_seconds: float, lease_seconds: float
) -> None:
    """Ring until told to stop: at once again while there is work, every `idle_seconds` when there is none.

    When Redis or PostgreSQL is away it waits and tries again; nothing is lost meanwhile.
    """
    is_first_look = True
    while not stop.is_set():
        try:
            if is_first_look and not any(bell.queued().values()):
                _forget_leases(database)
            is_first_look = False
            rung = _look(database, bell, lease_seconds=lease_seconds)
        except (RedisError, OperationalError) as error:
            log.warning("away", what=type(error).__name__)
            stop.wait(AWAY_SECONDS)
            continue
        if not rung:
            stop.wait(idle_seconds)


def _forget_leases(database: Database) -> None:
    """Nothing is in the bell: what was rung for before was lost with it, and need not wait for its lease.

    An entry somebody does hold is only looked at in vain.
    """
    with database.transaction() as session:
        forget_leases(session)


def _lease(lane: Lane, lease_seconds: float) -> float:
    """A person waits behind the talk lane: what gets lost there is rung for again soon."""
    return min(lease_seconds, TALK_LEASE_SECONDS) if lane is Lane.TALK else lease_seconds


def _look(database: Database, bell: Bell, *, lease_seconds: float) -> int:
    """Take and ring for what is due in every lane; how much it was. Each taking is a transaction of one statement."""
    rung = 0
    with database.one_statement() as connection:
        for lane, room in bell.rooms().items():
            if room == 0:
                continue
            taken = take_due(connection, lane, most=room, lease_seconds=_lease(lane, lease_seconds))
            if taken:
                _ring(database, bell, lane, taken)
            rung += len(taken)
    return rung


def _ring(database: Database, bell: Bell, lane: Lane, taken: list[Due]) -> None:
    """Ring after the lease is committed; if that fails the entries are due again at once."""
    try:
        bell.ring(lane, taken)
    except RedisError:
        with database.transaction() as session:
            unring(session, [due.id for due in taken])
        raise
