"""The relay: looks for due entries and rings. Several may run; PostgreSQL keeps them from taking the same entry."""

from __future__ import annotations

from threading import Event

import structlog
from redis import RedisError
from sqlalchemy.exc import OperationalError

from core.db import Database
from core.outbox import Lane
from core.outbox.actions import Due, take_due, unring
from workers.bell import Bell

AWAY_SECONDS = 1.0
log = structlog.get_logger("relay")


def run_relay(
    database: Database, bell: Bell, stop: Event, *, idle_seconds: float, lease_seconds: float
) -> None:
    """Ring until told to stop: at once again while there is work, every `idle_seconds` when there is none.

    When Redis or PostgreSQL is away it waits and tries again; nothing is lost meanwhile.
    """
    while not stop.is_set():
        try:
            rung = _look(database, bell, lease_seconds=lease_seconds)
        except (RedisError, OperationalError) as error:
            log.warning("away", what=type(error).__name__)
            stop.wait(AWAY_SECONDS)
            continue
        if not rung:
            stop.wait(idle_seconds)


def _look(database: Database, bell: Bell, *, lease_seconds: float) -> int:
    """Take and ring for what is due in every lane; how much it was. Each taking is a transaction of one statement."""
    rung = 0
    with database.one_statement() as connection:
        for lane, room in bell.rooms().items():
            if room == 0:
                continue
            taken = take_due(connection, lane, most=room, lease_seconds=lease_seconds)
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
