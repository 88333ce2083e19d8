"""The real PostgreSQL and Redis under the tests: one pair a run, one database a worker.

A test's database is cloned from a migrated and seeded template, and swept clean before each test.
Refuses to touch any server but the ones it started.
"""

from __future__ import annotations

import fcntl
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import redis
from sqlalchemy import create_engine, text
from sqlalchemy.engine import Connection, Engine, make_url

from core.db import Database, upgrade
from core.seed import load_reference
from sandbox.services import Durability, EmbeddedServices
from tests.sweep import SWEEP, take_snapshot

TEMPLATE = "fixline_template"
# A test that left a transaction open shows itself by this, instead of hanging its neighbours.
SWEEP_LOCK_SECONDS = 5
WALKABLE = 0o711


@dataclass(frozen=True)
class Servers:
    """Where the run's servers are, in a form that travels to other processes."""

    folder: str
    database_url: str
    redis_url: str


class TestServers:
    """Servers started on first demand by the process that runs or controls the tests."""

    __test__ = False

    def __init__(self) -> None:
        self._running: EmbeddedServices | None = None
        self._folder: Path | None = None

    def ensure(self) -> Servers:
        """Start both servers once, over an empty folder of this run's own."""
        if self._running is None:
            self._folder = Path(tempfile.mkdtemp(prefix="fixline-tests-"))
            self._folder.chmod(WALKABLE)
            self._running = EmbeddedServices(self._folder, Durability.DISPOSABLE)
            self._running.start()
        return Servers(str(self._folder), self._running.database_url, self._running.redis_url)

    def stop(self) -> None:
        """End what was started and remove its folder."""
        if self._running is not None:
            self._running.stop()
        if self._folder is not None:
            shutil.rmtree(self._folder)
        self._running = self._folder = None


@contextmanager
def cloned_database(servers: Servers, name: str) -> Iterator[Database]:
    """A database of this worker's own, made from the template; gone with the servers."""
    with one_at_a_time(servers), administering(servers) as connection:
        ensure_template(servers, connection)
        connection.execute(text(f'CREATE DATABASE "{name}" TEMPLATE "{TEMPLATE}"'))
    database = Database(named(servers.database_url, name))
    try:
        yield database
    finally:
        database.dispose()


def ensure_template(servers: Servers, connection: Connection) -> None:
    """Migrate and seed the template once a run; half-made ones of a failed attempt start over."""
    finished = text("SELECT datistemplate FROM pg_database WHERE datname = :name")
    if connection.scalar(finished, {"name": TEMPLATE}):
        return
    connection.execute(text(f'DROP DATABASE IF EXISTS "{TEMPLATE}" WITH (FORCE)'))
    connection.execute(text(f'CREATE DATABASE "{TEMPLATE}"'))
    fill_template(named(servers.database_url, TEMPLATE))
    connection.execute(text(f'ALTER DATABASE "{TEMPLATE}" IS_TEMPLATE true'))


def fill_template(url: str) -> None:
    """Bring the schema and the reference rows, and remember how the clean state looks."""
    upgrade(url)
    database = Database(url)
    with database.transaction() as session:
        load_reference(session)
    with database.engine.begin() as connection:
        take_snapshot(connection)
    database.dispose()


def sweep(engine: Engine) -> None:
    """Put every table and sequence back into the clean state; a few milliseconds."""
    with engine.begin() as connection:
        connection.execute(text(f"SET LOCAL lock_timeout = '{SWEEP_LOCK_SECONDS}s'"))
        connection.execute(text(SWEEP))


def flushed_redis(servers: Servers, number: int) -> str:
    """The address of this worker's own Redis database, emptied."""
    url = servers.redis_url.replace("db=0", f"db={number}")
    with redis.Redis.from_url(url) as client:
        client.flushdb()
    return url


@contextmanager
def one_at_a_time(servers: Servers) -> Iterator[None]:
    """Workers make the template, and clone it, one after another."""
    with (Path(servers.folder) / "template.lock").open("wb") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


@contextmanager
def administering(servers: Servers) -> Iterator[Connection]:
    """A connection beside all test databases, each statement its own transaction."""
    engine = create_engine(servers.database_url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def named(url: str, database: str) -> str:
    """The same server, another database."""
    return make_url(url).set(database=database).render_as_string(hide_password=False)
