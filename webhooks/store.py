"""Stores a verified post, once, whatever its size. Reads nothing of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial

from core.blobs import pieces_of
from core.db import Database
from core.messaging.actions.inbox import (
    MOST_INLINE_BYTES,
    SmallPost,
    store_envelopes,
    store_large_envelope,
)
from core.messaging.model import EnvelopeSource
from webhooks.body import Spooled
from webhooks.lane import StatementLane
from webhooks.together import Together


@dataclass(frozen=True)
class Post:
    """What is kept beside the body. provider_id: unique within the slot; repeats share it.

    tells_failure: see `SmallPost`.
    """

    provider_id: str
    content_type: str
    query: str = ""
    tells_failure: bool = False


class Store:
    """Where all slots put their posts."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lane = StatementLane(database)
        self._small = {
            source: Together[SmallPost, bool](partial(self._keep_small, source))
            for source in EnvelopeSource
        }

    def keep(self, source: EnvelopeSource, post: Post, content: bytes) -> bool:
        """Store a body at hand. False when this provider id was stored before."""
        if len(content) > MOST_INLINE_BYTES:
            return self._keep_large(source, post, pieces_of(content))
        small = SmallPost(
            post.provider_id, post.content_type, content, post.query, post.tells_failure
        )
        return self._small[source].do(small)

    def _keep_small(self, source: EnvelopeSource, posts: Sequence[SmallPost]) -> list[bool]:
        return self._lane.run(lambda connection: store_envelopes(connection, source, posts))

    def keep_spooled(self, source: EnvelopeSource, post: Post, body: Spooled) -> bool:
        """Store a spooled body, a piece at a time when it is large."""
        if body.size > MOST_INLINE_BYTES:
            return self._keep_large(source, post, body.pieces())
        return self.keep(source, post, body.content())

    def _keep_large(self, source: EnvelopeSource, post: Post, pieces: Iterable[bytes]) -> bool:
        with self._database.transaction() as session:
            return store_large_envelope(
                session,
                source=source,
                provider_id=post.provider_id,
                content_type=post.content_type,
                pieces=pieces,
                query=post.query,
            )
