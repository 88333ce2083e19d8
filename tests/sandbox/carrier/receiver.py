"""A stand-in for the product's webhooks: it keeps every post and answers as it is told."""

import threading
from collections import deque
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl

from tests.waiting import until

LONGEST_WAIT_SECONDS = 10.0
LOOK_AGAIN_SECONDS = 0.01


@dataclass(frozen=True)
class Posted:
    """One post as it arrived, byte for byte."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def form(self) -> dict[str, str]:
        """The urlencoded fields."""
        return dict(parse_qsl(self.body.decode(), keep_blank_values=True))


class Receiver:
    """Listens on a port of its own until `close`."""

    def __init__(self, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}"
        self.posts: list[Posted] = []
        self.statuses: deque[int] = deque()
        self._server = ThreadingHTTPServer(("127.0.0.1", port), _handler_of(self))
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def clear(self) -> None:
        """Forget every post and every status still to be answered."""
        self.posts.clear()
        self.statuses.clear()

    def close(self) -> None:
        """Stop listening."""
        self._server.shutdown()
        self._server.server_close()

    def at(self, path: str) -> list[Posted]:
        """Return the posts whose path begins so."""
        return [post for post in list(self.posts) if post.path.startswith(path)]

    def wait_for(self, path: str, count: int) -> list[Posted]:
        """Return the posts to `path` once there are `count`; fail after LONGEST_WAIT_SECONDS."""
        until(lambda: len(self.at(path)) >= count)
        return self.at(path)


def _handler_of(receiver: Receiver) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            receiver.posts.append(Posted(self.path, dict(self.headers.items()), body))
            self.send_response(receiver.statuses.popleft() if receiver.statuses else 200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Keep the test's output for the test."""

    return Handler
