"""A real Redis over a unix socket that keeps nothing: Fixline must lose nothing when Redis does."""

from __future__ import annotations

import signal
import socket
from pathlib import Path

from sandbox.embedded.places import redis_program, sockets_of
from sandbox.embedded.server import OwnedServer, Recipe

# Room for a database of its own for each parallel test worker.
DATABASES = 64
ANSWER_SECONDS = 2.0


class EmbeddedRedis:
    """The Redis of one folder."""

    def __init__(self, folder: Path) -> None:
        self._home = folder
        self.socket = sockets_of(folder) / "redis.sock"
        self.server = OwnedServer(self._recipe(folder), folder / "redis.lock")

    @property
    def url(self) -> str:
        """Where database 0 is found, in redis-py's words."""
        return f"unix://{self.socket}?db=0"

    def start(self) -> None:
        """Start the server, or join the one that runs."""
        self.server.start()

    def stop(self) -> None:
        """End the server if this process owns it, and with it all it held."""
        self.server.stop()

    def _recipe(self, folder: Path) -> Recipe:
        pid_file = folder / "redis.pid"
        options = {
            "port": "0",
            "unixsocket": str(self.socket),
            "unixsocketperm": "700",
            "databases": str(DATABASES),
            "save": "",
            "appendonly": "no",
            "dir": str(folder),
            "pidfile": str(pid_file),
        }
        flags = [flag for name, value in options.items() for flag in (f"--{name}", value)]
        return Recipe(
            name="Redis",
            command=(str(redis_program()), *flags),
            account=None,
            mark=str(self.socket),
            log=folder / "redis.log",
            pid_file=pid_file,
            ending=signal.SIGTERM,
            prepare=self._prepare,
            is_ready=self._is_ready,
        )

    def _prepare(self) -> None:
        (sockets_of(self._home) / self.socket.name).unlink(missing_ok=True)

    def _is_ready(self) -> bool:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
            line.settimeout(ANSWER_SECONDS)
            try:
                line.connect(str(self.socket))
                line.sendall(b"PING\r\n")
                return line.recv(16).startswith(b"+PONG")
            except OSError:
                return False
