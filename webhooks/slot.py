"""What all slots of the letterbox share: store a verified post once, count it, answer. No reading.

A post that cannot be stored is answered 503, so that the carrier tries again or takes its fallback.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import psycopg
import structlog
from flask import Response
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from core.blobs import pieces_of
from core.db import Database
from core.messaging.actions.inbox import (
    MOST_INLINE_BYTES,
    store_envelope,
    store_large_envelope,
)
from core.messaging.model import EnvelopeSource
from webhooks.body import Spooled, TurnedAway
from webhooks.counts import Counts, Verdict
from webhooks.lane import StatementLane

FORBIDDEN, CONTENT_TOO_LARGE, UNAVAILABLE = 403, 413, 503
CONTENT_TYPE_TEXT = "text/plain; charset=utf-8"

_log = structlog.get_logger("webhooks")


@dataclass(frozen=True)
class Post:
    """What is kept beside the body. provider_id: unique within the slot; repeats share it."""

    provider_id: str
    content_type: str
    query: str = ""


class Slot:
    """One way into the letterbox. refusals: the status that answers each verdict against a post."""

    def __init__(
        self,
        source: EnvelopeSource,
        database: Database,
        counts: Counts,
        *,
        refusals: Mapping[Verdict, int],
    ) -> None:
        self.source = source
        self._database = database
        self._lane = StatementLane(database)
        self._counts = counts
        self._refusals = refusals

    def answer(self, take: Callable[[], bool], thanks: Callable[[], Response]) -> Response:
        """Take one post and answer it. take: True when stored, False when it was stored before."""
        try:
            verdict = Verdict.STORED if take() else Verdict.REPEATED
        except TurnedAway as refused:
            verdict = refused.verdict
        except (psycopg.Error, DBAPIError, PoolTimeout) as error:
            verdict = Verdict.NOT_STORED
            _log.error("webhook_not_stored", slot=self.source.value, error=type(error).__name__)
        self._counts.add(self.source, verdict)
        if verdict in {Verdict.STORED, Verdict.REPEATED}:
            return thanks()
        _log.warning("webhook_refused", slot=self.source.value, verdict=verdict.value)
        return Response(status=self._refusals[verdict], content_type=CONTENT_TYPE_TEXT)

    def keep(self, post: Post, content: bytes) -> bool:
        """Store a body at hand. False when this provider id was stored before."""
        if len(content) > MOST_INLINE_BYTES:
            with self._database.transaction() as session:
                return store_large_envelope(
                    session, source=self.source, pieces=pieces_of(content), **vars(post)
                )
        return self._lane.run(
            lambda connection: store_envelope(
                connection, source=self.source, content=content, **vars(post)
            )
        )

    def keep_spooled(self, post: Post, body: Spooled) -> bool:
        """Store a spooled body, a piece at a time when it is large."""
        if body.size <= MOST_INLINE_BYTES:
            return self.keep(post, body.content())
        with self._database.transaction() as session:
            return store_large_envelope(
                session, source=self.source, pieces=body.pieces(), **vars(post)
            )
