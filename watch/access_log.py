"""What the web server itself writes: requests without what people typed into addresses, errors without their words.

Given to gunicorn as its logger class. Requests are written only where gunicorn is told to (`--access-logfile -`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Protocol

from gunicorn.config import Config
from gunicorn.glogging import Logger

from core.logs import Guarded

# Rooms and verbs of ours, and rows' ids; a token, a name or a phone number is none of these.
_KNOWN_PART = re.compile(r"[a-z][a-z.-]{0,19}|[0-9]{1,9}")
HIDDEN = "…"


class Answered(Protocol):
    """What gunicorn knows of its answer."""

    @property
    def status(self) -> str | int:
        """As `200 OK` or as 200."""

    @property
    def sent(self) -> int | None:
        """Bytes of the body."""


class GuardedLogger(Logger):  # type: ignore[misc]  # the library has no types
    """Gunicorn's logger with our formatter and our line for a request."""

    def setup(self, cfg: Config) -> None:
        """Every handler writes in our form."""
        super().setup(cfg)
        for log in (self.error_log, self.access_log):
            for handler in log.handlers:
                handler.setFormatter(Guarded() if log is self.error_log else None)

    def access(
        self, resp: Answered, _req: object, environ: Mapping[str, str], request_time: timedelta
    ) -> None:
        """One request, as one JSON object."""
        if self.access_log_enabled:
            self.access_log.info("%s", line_of(resp, environ, request_time))


def line_of(answer: Answered, environ: Mapping[str, str], took: timedelta) -> str:
    """Method, room, status and time of a request; no query, no caller's address, no token."""
    return json.dumps(
        {
            "event": "request",
            "method": environ.get("REQUEST_METHOD", "")[:10],
            "path": shown_path(environ.get("PATH_INFO", "")),
            "status": int(str(answer.status).split()[0]),
            "bytes": answer.sent,
            "ms": round(took.total_seconds() * 1000, 1),
        }
    )


def shown_path(path: str) -> str:
    """The path with what is no room, verb or id hidden."""
    parts = path.split("/")
    return "/".join(part if not part or _KNOWN_PART.fullmatch(part) else HIDDEN for part in parts)
