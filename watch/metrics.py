"""`/metrics` in Prometheus's text form. Every number is the installation's, whichever web process answers: what is due
and stuck is asked of the tables at that moment, what is counted was written down by the processes that counted it.

No label names a person, an address or a message.
"""

from __future__ import annotations

from collections.abc import Iterable

from flask import Response, request
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from core.config import Settings
from core.db import Database
from core.operations.queries.overview import Overview, overview
from watch.access import Admission, admission, for_watchers
from watch.bounded import Bounded, TookTooLong
from watch.families import families

UNAUTHORIZED, FORBIDDEN, UNAVAILABLE = 401, 403, 503
WAIT_SECONDS = 8.0
STATEMENT_MS = 6000
PLAIN = "text/plain; charset=utf-8"
REFUSALS = {
    Admission.TOKEN_NEEDED: (
        "Send METRICS_TOKEN as a bearer token: `Authorization: Bearer …`.\n",
        UNAUTHORIZED,
    ),
    Admission.FROM_OUTSIDE: (
        "Only this machine may ask, and only where no proxy stands in front (PUBLIC_URL without https)."
        " Set METRICS_TOKEN and send it as a bearer token.\n",
        FORBIDDEN,
    ),
}


class MetricsPage:
    """Looks at the database, at most one look at a time, and renders what it saw."""

    def __init__(
        self, settings: Settings, database: Database, *, seconds: float = WAIT_SECONDS
    ) -> None:
        self._settings = settings
        self._database = database
        self._look = Bounded(self._overview, seconds=seconds)

    @for_watchers
    def show(self) -> Response:
        """The numbers; 401 or 403 with the remedy for anyone else, 503 while the database is away."""
        admitted = admission(request, self._settings)
        if admitted is not Admission.WELCOME:
            return _refusal(admitted)
        try:
            seen = self._look.answer()
        except (SQLAlchemyError, TookTooLong) as error:
            words = f"The database is away or too slow ({type(error).__name__}).\n"
            return Response(words, UNAVAILABLE, content_type=PLAIN)
        return Response(rendered(seen), content_type=CONTENT_TYPE_LATEST)

    def _overview(self) -> Overview:
        with self._database.reading() as session:
            session.execute(text(f"SET LOCAL statement_timeout = {STATEMENT_MS}"))
            return overview(session)


def _refusal(admitted: Admission) -> Response:
    words, status = REFUSALS[admitted]
    answer = Response(words, status, content_type=PLAIN)
    if status == UNAUTHORIZED:
        answer.headers["WWW-Authenticate"] = "Bearer"
    return answer


def rendered(seen: Overview) -> bytes:
    """What was seen, in the text form that Prometheus reads."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Seen(families(seen)))
    return generate_latest(registry)


class _Seen(Collector):
    """Numbers that are known already, in the shape the library asks for."""

    def __init__(self, found: Iterable[Metric]) -> None:
        self._found = tuple(found)

    def collect(self) -> Iterable[Metric]:
        return self._found
