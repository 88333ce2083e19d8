"""What every test may ask for: a clean real database, a session, a Redis; and a browser's gate."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings
from sqlalchemy.orm import Session

from core.db import Database
from tests import chromium
from tests.servers import Servers, TestServers, cloned_database, flushed_redis, sweep

SERVERS = pytest.StashKey[TestServers]()
# How pytest-xdist names a worker: gw0, gw1, …
WORKER_PREFIX = "gw"

# `tried` always draws the same examples, so that a failure is the change's and not the day's luck;
# HYPOTHESIS_PROFILE=explore looks for new ones.
SLOW_IS_FINE = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
settings.register_profile(
    "tried", derandomize=True, deadline=None, suppress_health_check=SLOW_IS_FINE
)
settings.register_profile("explore", deadline=None, suppress_health_check=SLOW_IS_FINE)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "tried"))


def pytest_configure(config: pytest.Config) -> None:
    """Every process has the means to start servers; only one ever uses them."""
    config.stash[SERVERS] = TestServers()


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: chromium.WorkerNode) -> None:
    """Under xdist the controller starts the servers and tells each worker where they are."""
    found = node.config.stash[SERVERS].ensure()
    node.workerinput["servers"] = [found.folder, found.database_url, found.redis_url]


def pytest_unconfigure(config: pytest.Config) -> None:
    """Whoever started servers ends them."""
    config.stash[SERVERS].stop()


def pytest_runtest_setup(item: pytest.Item) -> None:
    """A browser test without a browser is skipped out loud, or fails where one is required."""
    chromium.gate(item)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> Iterator[None]:
    """After everything else, say how to mend what was skipped for want of a browser."""
    yield
    chromium.report_skips(terminalreporter)


@pytest.fixture(scope="session")
def servers(request: pytest.FixtureRequest) -> Servers:
    """The run's PostgreSQL and Redis."""
    told = getattr(request.config, "workerinput", {}).get("servers")
    if told is not None:
        return Servers(*told)
    return request.config.stash[SERVERS].ensure()


@pytest.fixture(scope="session")
def worker_number() -> int:
    """0 for the first worker or for a run without workers, then 1, 2, …"""
    name = os.environ.get("PYTEST_XDIST_WORKER", f"{WORKER_PREFIX}0")
    return int(name.removeprefix(WORKER_PREFIX))


@pytest.fixture(scope="session")
def worker_database(servers: Servers, worker_number: int) -> Iterator[Database]:
    """This worker's database, as the last test left it; tests ask for `database` instead."""
    with cloned_database(servers, f"fixline_test_{worker_number}") as database:
        yield database


@pytest.fixture
def database(worker_database: Database) -> Database:
    """A real, migrated database with nothing in it but the reference rows."""
    sweep(worker_database.engine)
    return worker_database


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """One open transaction, undone when the test ends: for tests of actions, which never commit."""
    with database.engine.connect() as connection, connection.begin() as transaction:
        with Session(
            connection, join_transaction_mode="create_savepoint", expire_on_commit=False
        ) as session:
            yield session
        transaction.rollback()


@pytest.fixture
def redis_url(servers: Servers, worker_number: int) -> str:
    """This worker's own Redis database, empty."""
    return flushed_redis(servers, worker_number)
