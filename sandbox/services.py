"""Real PostgreSQL and real Redis out of Python wheels, for `make run`, trial and tests.

Nothing listens on a network, nothing is installed on the system, nothing outlives its owner;
refuses to touch folders of other users. Production sets DATABASE_URL and REDIS_URL instead.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from types import TracebackType

from sandbox.embedded.places import ServiceFailed
from sandbox.embedded.postgres import Durability, EmbeddedPostgres
from sandbox.embedded.redis import EmbeddedRedis

__all__ = ["Durability", "EmbeddedPostgres", "EmbeddedRedis", "EmbeddedServices", "ServiceFailed"]


class EmbeddedServices:
    """Both servers of one folder, as a context manager.

    PostgreSQL's data stay in `folder` between runs (as root, in /var/tmp where the clone lies in
    a folder closed to others); Redis keeps nothing. The first process to start them owns them:
    they stop with it, even when it is killed. Another process starting the same folder meanwhile
    shares them, and its `stop` ends nothing. `start` may be repeated, and revives what was killed.
    """

    def __init__(self, folder: Path, durability: Durability = Durability.KEPT) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.postgres = EmbeddedPostgres(folder.resolve(), durability)
        self.redis = EmbeddedRedis(folder.resolve())

    @property
    def database_url(self) -> str:
        """`postgresql+psycopg://…`, of a database that exists once started."""
        return self.postgres.url

    @property
    def redis_url(self) -> str:
        """`unix://…?db=0`."""
        return self.redis.url

    def start(self) -> None:
        """Return when both answer. Raises ServiceFailed with the reason when one does not."""
        self.postgres.start()
        self.redis.start()

    def stop(self) -> None:
        """Return when both have ended, if this process owns them."""
        both_ours = self.redis.server.is_ours and self.postgres.server.is_ours
        self.redis.stop()
        self.postgres.stop()
        if both_ours:
            shutil.rmtree(self.redis.socket.parent, ignore_errors=True)

    def __enter__(self) -> EmbeddedServices:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()
