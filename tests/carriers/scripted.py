"""A carrier's interface that does exactly what it was told, on a loopback port of its own."""

from __future__ import annotations

import socket
import struct
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self


@dataclass(frozen=True)
class Answer:
    """What to say to one request. slow: seconds before; declared: a false Content-Length."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    slow: float = 0
    declared: int | None = None


@dataclass(frozen=True)
class BrokenLine:
    """Read the whole request, then reset the connection."""


@dataclass(frozen=True)
class Asked:
    """A request as it came, header names in lower case."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes


class ScriptedServer(ThreadingHTTPServer):
    """Does what the script says, one entry a request, and remembers what was asked."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Player)
        self.script: list[Answer | BrokenLine] = []
        self.asked: list[Asked] = []
        self.connections = 0
        self.url = f"http://127.0.0.1:{self.server_address[1]}"

    def will(self, *entries: Answer | BrokenLine) -> None:
        self.script.extend(entries)

    def answer(self, asked: Asked) -> Answer | BrokenLine:
        """What to say to this request: what the script says next."""
        return self.script.pop(0)

    def __enter__(self) -> Self:
        threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.shutdown()
        self.server_close()


class Player(BaseHTTPRequestHandler):
    """One connection to the scripted server."""

    protocol_version = "HTTP/1.1"
    server: ScriptedServer

    def setup(self) -> None:
        super().setup()
        self.server.connections += 1

    def do_POST(self) -> None:
        self._play()

    def do_GET(self) -> None:
        self._play()

    def log_message(self, *_: object) -> None:
        """Quiet."""

    def _play(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.server.asked.append(Asked(self.command, self.path, headers, body))
        entry = self.server.answer(self.server.asked[-1])
        if isinstance(entry, BrokenLine):
            reset(self.connection)
            self.close_connection = True
            return
        # Who waits no longer has hung up.
        with suppress(ConnectionError):
            self._say(entry)

    def _say(self, answer: Answer) -> None:
        time.sleep(answer.slow)
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        length = len(answer.body) if answer.declared is None else answer.declared
        self.send_header("Content-Length", str(length))
        self.end_headers()
        self.wfile.write(answer.body)
        self.close_connection = answer.declared is not None


def reset(connection: socket.socket) -> None:
    """Close so that the other side sees a reset, not an end."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


@contextmanager
def closed_port() -> Iterator[str]:
    """An address at which nobody listens while the block runs."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{held.getsockname()[1]}"
