"""Real processes over a disk that was put back to yesterday's copy: they notice, wait, and go on where they should."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from core.db import Database, upgrade
from core.messaging.queries.safety import standing_pause
from core.messaging.wire import MessageState
from core.outbox import Lane
from core.seed import load_reference
from sandbox.company import load_company
from sandbox.processes import Processes
from sandbox.services import Durability, EmbeddedServices
from tests.builders import number
from tests.workers.road import Emulator, Road, environment_of
from tests.workers.test_poll import text_us

LONGEST_WAIT_SECONDS = 60.0
LOOK_AGAIN_SECONDS = 0.1
BRISK = {
    "FIXLINE_LEASE_SECONDS": "3",
    "FIXLINE_RETRY_BASE_SECONDS": "0.1",
    "FIXLINE_POLL_SECONDS": "0.3",
}
FIXLINE = [sys.executable, "-m", "app"]
LINES = {
    "relay": [*FIXLINE, "relay"],
    **{lane.value: [*FIXLINE, "worker", lane.value] for lane in Lane},
}
TENANTS = [number(n) for n in range(142, 152)]


@pytest.fixture
def home() -> Iterator[Path]:
    """A folder the database's own account may walk into."""
    folder = Path(tempfile.mkdtemp(prefix="fixline-restored-"))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def services(home: Path) -> Iterator[EmbeddedServices]:
    with EmbeddedServices(home, Durability.DISPOSABLE) as running:
        yield running


@pytest.fixture
def road(services: EmbeddedServices, emulator: Emulator) -> Road:
    upgrade(services.database_url)
    database = Database(services.database_url)
    with database.transaction() as session:
        load_reference(session)
        load_company(session)
    return Road(database, emulator, DATABASE_URL=services.database_url)


def until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + LONGEST_WAIT_SECONDS
    while not holds():
        assert time.monotonic() < deadline, "what was waited for did not come about"
        time.sleep(LOOK_AGAIN_SECONDS)


def is_paused(road: Road) -> bool:
    with road.database.reading() as session:
        return standing_pause(session) is not None


def accepted(road: Road) -> int:
    told = road.emulator.accepted()[0]
    assert isinstance(told, int)
    return told


def stopped_copy(services: EmbeddedServices, road: Road, to: Path) -> None:
    """The backup: the stopped server's folder, and Redis forgets everything in between."""
    road.database.dispose()
    services.stop()
    shutil.copytree(services.postgres.folder, to, symlinks=True)
    services.start()


def put_back(services: EmbeddedServices, road: Road, copy: Path) -> None:
    road.database.dispose()
    services.stop()
    owner = services.postgres.folder.stat()
    shutil.rmtree(services.postgres.folder)
    shutil.copytree(copy, services.postgres.folder, symlinks=True)
    for each in [services.postgres.folder, *services.postgres.folder.rglob("*")]:
        shutil.chown(each, owner.st_uid, owner.st_gid)
    services.start()


def test_a_disk_put_back_between_two_sends_tells_nobody_twice_and_loses_no_request(
    road: Road, services: EmbeddedServices, home: Path
) -> None:
    environment = environment_of(
        road.database,
        road.emulator,
        services.redis_url,
        DATABASE_URL=services.database_url,
        **BRISK,
    )
    with Processes(LINES, environment, home / "first"):
        before = road.send(*TENANTS[:3], body="Before the backup.")
        until(lambda: all(road.state(each) is MessageState.ACCEPTED for each in before))
    waiting = road.send(*TENANTS, body="At the time of the backup.")
    stopped_copy(services, road, home / "backup")
    with Processes(LINES, environment, home / "second"):
        text_us(road.emulator)
        # All that waited, what is sent and forgotten, and the answer to the text.
        road.send(*TENANTS[:2], body="After the backup.")
        until(lambda: accepted(road) == len(TENANTS) + 3 + 2 + 1)
    told = accepted(road)

    put_back(services, road, home / "backup")
    with Processes(LINES, environment, home / "third"):
        until(lambda: is_paused(road))
        time.sleep(1)
        assert accepted(road) == told, "something left before it was known what had"
        resumed = subprocess.run(
            [*FIXLINE, "resume"], env=environment, capture_output=True, text=True, check=False
        )
        assert resumed.returncode == 0, resumed.stderr
        assert "Messages leave again." in resumed.stdout
        fresh = road.send(TENANTS[0], body="After the restore.")
        until(lambda: road.state(fresh[0]) is MessageState.ACCEPTED)
        until(lambda: all(road.state(each) is not MessageState.QUEUED for each in waiting))

    assert road.emulator.accepted() == (told + 1, 0)
