"""What all slots of the letterbox share: take one post, count what became of it, answer.

A post that cannot be stored is answered 503, so that the carrier tries again or takes its fallback.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from time import perf_counter

import psycopg
import structlog
from flask import Response
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from core.messaging.model import EnvelopeSource
from webhooks.body import TurnedAway
from webhooks.counts import Counts, Verdict

FORBIDDEN, CONTENT_TOO_LARGE, UNAVAILABLE = 403, 413, 503
CONTENT_TYPE_TEXT = "text/plain; charset=utf-8"

_log = structlog.get_logger("webhooks")


class Slot:
    """One way into the letterbox. refusals: the status that answers each verdict against a post."""

    def __init__(
        self, source: EnvelopeSource, counts: Counts, refusals: Mapping[Verdict, int]
    ) -> None:
        self.source = source
        self._counts = counts
        self._refusals = refusals

    def answer(self, take: Callable[[], bool], thanks: Callable[[], Response]) -> Response:
        """Take one post and answer it. take: True when stored, False when it was stored before."""
        began = perf_counter()
        try:
            verdict = Verdict.STORED if take() else Verdict.REPEATED
        except TurnedAway as refused:
            verdict = refused.verdict
        except (psycopg.Error, DBAPIError, PoolTimeout) as error:
            verdict = Verdict.NOT_STORED
            _log.error("webhook_not_stored", slot=self.source.value, error=type(error).__name__)
        self._counts.add(self.source, verdict, perf_counter() - began)
        if verdict in {Verdict.STORED, Verdict.REPEATED}:
            return thanks()
        _log.warning("webhook_refused", slot=self.source.value, verdict=verdict.value)
        return Response(status=self._refusals[verdict], content_type=CONTENT_TYPE_TEXT)
