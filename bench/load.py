"""The load: signed texts posted over kept connections, one on each at a time, from a process of its own.

Everything is signed before the clock starts, and one thread watches all connections, so that the load costs the
machine little. Any answer but 200 ends the run.
"""

from __future__ import annotations

import json
import os
import selectors
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field

from bench.figures import Pass, percentile
from bench.texts import fields_of, wire_bytes
from sandbox.processes import HOST

CONNECTIONS = 32
MOST_SILENT_SECONDS = 20.0
PIECE_BYTES = 65536
HEAD_END = b"\r\n\r\n"
GOOD = b"HTTP/1.1 200 "


class BadAnswer(Exception):
    """The server said something else than 200, or nothing."""


@dataclass
class _Line:
    """One connection and what is under way on it."""

    socket: socket.socket
    sent_at: float = 0.0
    received: bytearray = field(default_factory=bytearray)


def post_all(port: int, requests: list[bytes], connections: int = CONNECTIONS) -> Pass:
    """Post everything as fast as the server answers."""
    waiting = iter(requests)
    taken: list[float] = []
    with selectors.DefaultSelector() as selector, ExitStack() as opened:
        started = time.perf_counter()
        for _ in range(connections):
            line = _Line(socket.create_connection((HOST, port), MOST_SILENT_SECONDS))
            opened.enter_context(line.socket)
            line.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            selector.register(line.socket, selectors.EVENT_READ, line)
            _next(selector, line, waiting)
        while selector.get_map():
            _hear(selector, waiting, taken)
        seconds = time.perf_counter() - started
    return Pass(done=len(taken), seconds=seconds, p99_ms=percentile(taken, 99) * 1000)


def _hear(selector: selectors.BaseSelector, waiting: Iterator[bytes], taken: list[float]) -> None:
    ready = selector.select(MOST_SILENT_SECONDS)
    if not ready:
        raise BadAnswer(f"No answer within {MOST_SILENT_SECONDS:.0f} seconds.")
    for key, _ in ready:
        line: _Line = key.data
        line.received += line.socket.recv(PIECE_BYTES)
        if _is_answered(bytes(line.received)):
            taken.append(time.perf_counter() - line.sent_at)
            _next(selector, line, waiting)


def _next(selector: selectors.BaseSelector, line: _Line, waiting: Iterator[bytes]) -> None:
    """Post the next text on this connection, or close it when there is none."""
    request = next(waiting, None)
    if request is None:
        selector.unregister(line.socket)
        line.socket.close()
        return
    line.received.clear()
    line.sent_at = time.perf_counter()
    line.socket.sendall(request)


def _is_answered(received: bytes) -> bool:
    """Whether a whole answer has come. Raises BadAnswer for another one than 200."""
    head, found, body = received.partition(HEAD_END)
    if not received.startswith(GOOD[: len(received)]) or not received:
        raise BadAnswer(head[:200].decode("latin-1") or "The connection was closed.")
    if not found:
        return False
    return len(body) >= length_declared(head)


def length_declared(head: bytes) -> int:
    """The Content-Length of an answer's head. Raises BadAnswer when it has none."""
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            return int(value)
    raise BadAnswer("An answer without Content-Length.")


def signed(first: int, count: int) -> list[bytes]:
    """Texts numbered from first on, signed with the token of the environment."""
    environment = os.environ
    return [
        wire_bytes(
            fields_of(
                number,
                account_sid=environment["TWILIO_ACCOUNT_SID"],
                recipient=environment["TWILIO_FROM_NUMBER"],
            ),
            auth_token=environment["TWILIO_AUTH_TOKEN"],
            public_url=environment["PUBLIC_URL"],
        )
        for number in range(first, first + count)
    ]


def main() -> None:
    """`python -m bench.load`: reads lines of PORT FIRST COUNT; signs, posts, and prints each pass as JSON."""
    print("ready", flush=True)
    for line in sys.stdin:
        port, first, count = map(int, line.split())
        print(json.dumps(asdict(post_all(port, signed(first, count)))), flush=True)


if __name__ == "__main__":
    main()
