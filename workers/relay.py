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
            rung = sum(
                _ring_lane(database, bell, lane, lease_seconds=lease_seconds) for lane in Lane
            )
        except (RedisError, OperationalError) as error:
            log.warning("away", what=type(error).__name__)
            stop.wait(AWAY_SECONDS)
            continue
        if not rung:
            stop.wait(idle_seconds)


def _ring_lane(database: Database, bell: Bell, lane: Lane, *, lease_seconds: float) -> int:
    room = bell.room(lane)
    if room == 0:
        return 0
    with database.transaction() as session:
        taken = take_due(session, lane, most=room, lease_seconds=lease_seconds)
    if taken:
        _ring(database, bell, lane, taken)
    return len(taken)


def _ring(database: Database, bell: Bell, lane: Lane, taken: list[Due]) -> None:
    """Ring after the lease is committed; if that fails the entries are due again at once."""
    try:
        bell.ring(lane, taken)
    except RedisError:
        with database.transaction() as session:
            unring(session, [due.id for due in taken])
        raise
