"""A Twilio somebody else wrote: it takes new messages and knows nothing more. Listens on a port of its own."""

from __future__ import annotations

import json
import re
import threading
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from secrets import token_hex
from urllib.parse import parse_qsl, urlsplit

_MESSAGES = re.compile(r"/2010-04-01/Accounts/(AC\w{32})/Messages\.json")


@dataclass(frozen=True)
class Taken:
    """One message it took."""

    account: str
    authorization: str
    form: dict[str, str]


class ForeignTwilio:
    """Answers POST Messages.json with 201, and everything else with 404, until `close`."""

    def __init__(self, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}"
        self.taken: list[Taken] = []
        self.strange: list[str] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", port), _handler_of(self))
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def to(self, number: str) -> list[str]:
        """The words taken for a number, in order."""
        return [each.form["Body"] for each in self.taken if each.form["To"] == number]


def _handler_of(mock: ForeignTwilio) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
            found = _MESSAGES.fullmatch(self.path)
            if found is None:
                mock.strange.append(f"{self.command} {self.path}")
                self._nothing()
                return
            form = dict(parse_qsl(body))
            mock.taken.append(Taken(found[1], self.headers.get("Authorization", ""), form))
            self._answer(201, {"sid": f"SM{token_hex(16)}", "status": "queued", **form})

        def do_GET(self) -> None:
            """It keeps no list, and whoever asks for one has to live with that."""
            if not _MESSAGES.fullmatch(urlsplit(self.path).path):
                mock.strange.append(f"{self.command} {self.path}")
            self._nothing()

        def _nothing(self) -> None:
            self._answer(404, {"code": 20404, "message": "not found", "status": 404})

        def _answer(self, status: int, told: dict[str, object]) -> None:
            content = json.dumps(told).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            """Quiet."""

    return Handler
