"""The embedded servers come up, come back and go away, whatever happened to them or their owner."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg
import pytest
import redis

from sandbox.embedded import places
from sandbox.services import Durability, EmbeddedServices, ServiceFailed

DEATH_SECONDS = 20
OWNER = """
import sys, time
from pathlib import Path
from sandbox.services import Durability, EmbeddedServices
services = EmbeddedServices(Path(sys.argv[1]), Durability.DISPOSABLE)
services.start()
print(services.postgres.server.pid, services.redis.server.pid, flush=True)
time.sleep(60)
"""


@pytest.fixture
def folder() -> Iterator[Path]:
    """A short-lived folder that the account lent by root can walk into."""
    with tempfile.TemporaryDirectory(prefix="fixline-services-") as made:
        Path(made).chmod(0o711)
        yield Path(made)
        shutil.rmtree(places.sockets_of(Path(made)))


@pytest.fixture
def services(folder: Path) -> Iterator[EmbeddedServices]:
    """Both servers, running."""
    with EmbeddedServices(folder, Durability.DISPOSABLE) as running:
        yield running


def test_the_database_answers_in_utf_8_and_has_room_for_every_process(
    services: EmbeddedServices,
) -> None:
    with connect(services) as connection:
        row = connection.execute("SELECT lower('ÉÑ'), current_setting('max_connections')::int")
        lowered, most = row.fetchone() or (None, 0)
    assert lowered == "éñ"
    assert most >= 200


def test_data_in_postgresql_are_kept_between_runs(folder: Path) -> None:
    with EmbeddedServices(folder) as first, connect(first) as connection:
        connection.execute("CREATE TABLE kept (word text)")
    with EmbeddedServices(folder) as second, connect(second) as connection:
        assert connection.execute("SELECT count(*) FROM kept").fetchone() == (0,)


def test_redis_answers_and_writes_nothing_to_disk(services: EmbeddedServices, folder: Path) -> None:
    with redis.Redis.from_url(services.redis_url) as client:
        client.set("word", "kept?")
        assert client.get("word") == b"kept?"
    assert not list(folder.glob("*.rdb"))


def test_servers_killed_outright_are_revived_by_another_start(services: EmbeddedServices) -> None:
    with connect(services) as connection:
        connection.execute("CREATE TABLE survived (word text)")
    for pid in server_pids(services):
        os.kill(pid, signal.SIGKILL)
        psutil.Process(pid).wait(DEATH_SECONDS)

    services.start()

    with connect(services) as connection:
        assert connection.execute("SELECT count(*) FROM survived").fetchone() == (0,)


def test_a_second_start_of_the_same_folder_shares_and_does_not_stop(
    services: EmbeddedServices, folder: Path
) -> None:
    with EmbeddedServices(folder) as guest:
        assert guest.postgres.server.pid is None
    with connect(services) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)


@pytest.mark.skipif(
    not sys.platform.startswith("linux"),
    reason="only Linux ends a child at its parent's death; elsewhere the next start does",
)
def test_servers_die_with_an_owner_that_is_killed(folder: Path) -> None:
    with owner_of(folder) as owner:
        assert owner.stdout is not None
        servers = [psutil.Process(int(pid)) for pid in owner.stdout.readline().split()]
        owner.kill()

    gone, alive = psutil.wait_procs(servers, DEATH_SECONDS)

    assert (len(gone), alive) == (2, [])


def test_a_start_right_after_the_owner_was_killed_succeeds(folder: Path) -> None:
    with owner_of(folder) as owner:
        assert owner.stdout is not None
        owner.stdout.readline()
        owner.kill()
        owner.wait()
        with EmbeddedServices(folder) as services, connect(services) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)


def test_a_stale_pid_file_naming_a_living_stranger_is_no_obstacle(folder: Path) -> None:
    services = EmbeddedServices(folder, Durability.DISPOSABLE)
    services.start()
    services.stop()
    pid_file = services.postgres.folder / "postmaster.pid"
    pid_file.write_text(f"{os.getpid()}\n{services.postgres.folder}\n1\n5432\n\n\n\nready\n")

    services.start()

    assert services.postgres.server.pid is not None
    services.stop()


def test_data_of_another_major_version_are_refused_with_a_sentence(folder: Path) -> None:
    services = EmbeddedServices(folder, Durability.DISPOSABLE)
    services.start()
    services.stop()
    (services.postgres.folder / "PG_VERSION").write_text("9\n")

    with pytest.raises(ServiceFailed, match="written by PostgreSQL 9, this is"):
        services.start()


def test_a_side_thread_may_not_start_servers(folder: Path) -> None:
    said: list[str] = []

    def start() -> None:
        try:
            EmbeddedServices(folder).start()
        except ServiceFailed as refusal:
            said.append(str(refusal))

    thread = threading.Thread(target=start)
    thread.start()
    thread.join()

    assert said == ["PostgreSQL must be started from the main thread."]


def test_a_folder_that_another_account_made_is_refused(tmp_path: Path) -> None:
    link = tmp_path / "fixline-0-0123456789"
    link.symlink_to(tmp_path)

    with pytest.raises(ServiceFailed, match="belongs to another user"):
        places.own_folder(link)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root lends PostgreSQL another account")
def test_as_root_a_closed_folder_stays_closed_and_data_go_elsewhere(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    inside = closed / "clone"
    inside.mkdir()

    home = places.reachable_home(inside, places.server_account())

    assert home.parent == places.LASTING_FOLDER
    assert closed.stat().st_mode & 0o777 == 0o700
    home.rmdir()


def connect(services: EmbeddedServices) -> psycopg.Connection:
    return psycopg.connect(services.database_url.replace("+psycopg", ""))


def server_pids(services: EmbeddedServices) -> list[int]:
    return [
        pid for pid in (services.postgres.server.pid, services.redis.server.pid) if pid is not None
    ]


def owner_of(folder: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", OWNER, str(folder)], stdout=subprocess.PIPE)
