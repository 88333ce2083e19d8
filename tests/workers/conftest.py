"""One emulator for all tests of the hands, emptied before each; a wall and a road over the test's database."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from core.db import Database
from tests.workers.road import Emulator, Road, served_emulator
from tests.workers.wall import Wall, runtime_at
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
