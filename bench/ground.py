"""The ground a run stands on: servers of its own that flush to disk, a fresh database, and nothing left behind."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from core.config import load_settings
from core.db import Database, upgrade
from core.seed import load_reference
from sandbox.embedded.places import LASTING_FOLDER
from sandbox.ground import Ground, lay_ground
from sandbox.processes import HOST, free_ports
from sandbox.services import Durability, EmbeddedServices, ServiceFailed

# The account that PostgreSQL runs as must be able to walk through it.
WALKABLE = 0o711


@dataclass(frozen=True)
class Site:
    """Where everything is. bare_port: of the bare route; the emulator's is `ground.sandbox_port`."""

    ground: Ground
    folder: Path
    database: Database
    bare_port: int
    postgres_pid: int
    redis_pid: int

    @property
    def environment(self) -> dict[str, str]:
        """What our processes and the bare ones are started with alike."""
        return {**self.ground.environment, "FIXLINE_FOLDER": str(self.folder)}

    @property
    def emulator_url(self) -> str:
        """Where the emulator answers."""
        return f"http://{HOST}:{self.ground.sandbox_port}"

    @property
    def emulator_line(self) -> list[str]:
        """The emulator alone, without page and journal: the less it costs, the more is seen of us."""
        return module_line("bench.emulator")


@contextmanager
def site(given: Mapping[str, str] = os.environ) -> Iterator[Site]:
    """A migrated, empty database and a queue, on a disk that keeps what is flushed; all gone at the end.

    given: PORT, when set, is the first of three ports used; other settings come from the ground alone.
    """
    first = given.get("PORT")
    port, sandbox, bare = [int(first) + n for n in range(3)] if first else free_ports(3)
    # Not /tmp, which on many systems is memory: a flush there would cost nothing and prove nothing.
    with tempfile.TemporaryDirectory(prefix="fixline-bench-", dir=LASTING_FOLDER) as name:
        folder = Path(name)
        folder.chmod(WALKABLE)
        laid = lay_ground({"PORT": str(port), "FIXLINE_SANDBOX_PORT": str(sandbox)}, folder)
        with EmbeddedServices(folder, Durability.KEPT) as services:
            urls = {"DATABASE_URL": services.database_url, "REDIS_URL": services.redis_url}
            ground = replace(laid, environment=_on_this_machine(laid, sandbox) | urls)
            database = _prepared(ground)
            try:
                yield Site(
                    ground,
                    folder,
                    database,
                    bare,
                    postgres_pid=_living(services.postgres.server.pid),
                    redis_pid=_living(services.redis.server.pid),
                )
            finally:
                database.dispose()


def _living(pid: int | None) -> int:
    if pid is None:
        raise ServiceFailed("A server of ours ended as soon as it had started.")
    return pid


def _on_this_machine(ground: Ground, sandbox_port: int) -> dict[str, str]:
    emulator = f"http://{HOST}:{sandbox_port}"
    return {
        **ground.environment,
        "TWILIO_API_URL": emulator,
        "SENDGRID_API_URL": emulator,
    }


def _prepared(ground: Ground) -> Database:
    settings = load_settings(ground.environment)
    upgrade(settings.database_url)
    database = Database(settings.database_url)
    with database.transaction() as session:
        load_reference(session)
    return database


def module_line(module: str, *arguments: str) -> list[str]:
    """The command line that runs a module of ours."""
    return [sys.executable, "-m", module, *arguments]
