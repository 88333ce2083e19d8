"""One emulator for all tests of the hands, emptied before each; a wall and a road over the test's database."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from core.db import Database
from sandbox.company import load_company
from tests.workers.backups import live
from tests.workers.road import Emulator, Road, served_emulator
from tests.workers.wall import Wall, runtime_at
from workers.handlers.poll import start_polling
from workers.runtime import Runtime


@pytest.fixture(scope="session")
def served() -> Iterator[Emulator]:
    with served_emulator() as emulator:
        yield emulator


@pytest.fixture
def emulator(served: Emulator) -> Emulator:
    served.calm()
    return served


@pytest.fixture
def road(database: Database, emulator: Emulator) -> Road:
    return Road(database, emulator)


@pytest.fixture
def wall() -> Wall:
    return Wall()


@pytest.fixture
def runtime(database: Database, wall: Wall) -> Runtime:
    return runtime_at(database, wall)


@pytest.fixture
def lived(database: Database, emulator: Emulator) -> Road:
    """A company at work."""
    road = Road(database, emulator)
    with database.transaction() as session:
        load_company(session)
        start_polling(session)
    live(road)
    return road
