"""Backups: a copy of the test's database as it stood, and the product started over it as after a restore."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import text, update
from sqlalchemy.engine import make_url

from core.clock import database_now
from core.db import Database
from core.messaging.model import LifeSign, Pause
from core.messaging.queries.safety import standing_pause
from tests.servers import Servers, administering, named
from tests.workers.road import Road
from workers.restoring import listing_carriers, note_life

_END_OTHERS = text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name")


def live(road: Road) -> None:
    carriers = listing_carriers(road.runtime.carriers.values())
    note_life(road.runtime.settings, road.database, lambda: carriers)


class Backup:
    """A copy of the database as it stood, and the product started over it."""

    def __init__(self, servers: Servers, original: Road) -> None:
        self._servers = servers
        self._original = original
        self._name = f"{make_url(original.database.url).database}_backup"
        self._database: Database | None = None

    def make(self) -> None:
        self._original.database.dispose()
        source = make_url(self._original.database.url).database
        with administering(self._servers) as connection:
            # Connections that tests before this one have left behind.
            connection.execute(_END_OTHERS, {"name": source})
            connection.execute(text(f'CREATE DATABASE "{self._name}" TEMPLATE "{source}"'))

    def restored(self) -> Road:
        self._database = Database(named(self._servers.database_url, self._name))
        road = Road(self._database, self._original.emulator, DATABASE_URL=self._database.url)
        live(road)
        return road

    def drop(self) -> None:
        if self._database is not None:
            self._database.dispose()
        with administering(self._servers) as connection:
            connection.execute(text(f'DROP DATABASE IF EXISTS "{self._name}" WITH (FORCE)'))


def paused(road: Road) -> Pause | None:
    with road.database.reading() as session:
        return standing_pause(session)


def fell_silent(road: Road) -> None:
    """As when nothing ran for an hour."""
    with road.database.transaction() as session:
        hour_ago = database_now(session) - timedelta(hours=1)
        session.execute(update(LifeSign).values(beat_at=hour_ago))
