"""One emulator for the tests of several hosts, emptied before each."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.workers.road import Emulator, served_emulator


@pytest.fixture
def emulator() -> Iterator[Emulator]:
    with served_emulator() as emulator:
        emulator.calm()
        yield emulator
