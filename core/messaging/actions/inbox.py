"""Stores what carriers post, once, together with the promise to read it. Interprets nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from psycopg import Connection
from sqlalchemy import update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from core.blobs import keep_blob
from core.messaging.model import Envelope, EnvelopeSource
from core.outbox.actions import promise
from core.outbox.kinds import LAST_TALKING_RANK, Kind, lane_of

# Larger bodies are kept in pieces, as blobs.
MOST_INLINE_BYTES = 256 * 1024
LONGEST_CONTENT_TYPE = 300
LONGEST_QUERY = 500
LONGEST_BLOB_TYPE = 120

# What each slot's envelopes are promised to, and how pressing it is (see Priority.rank).
# What became of a message may wait for those that are still to be told, unless it failed.
_WORK: dict[EnvelopeSource, tuple[Kind, int]] = {
    EnvelopeSource.TWILIO_SMS: (Kind.INTERPRET, 1),
    EnvelopeSource.TWILIO_STATUS: (Kind.RECORD_RECEIPTS, 4),
    EnvelopeSource.SENDGRID_INBOUND: (Kind.INTERPRET, 1),
    EnvelopeSource.SENDGRID_EVENTS: (Kind.RECORD_RECEIPTS, 4),
    EnvelopeSource.STRIPE: (Kind.RECORD_CARD, 2),
}

# In the driver's own words: this statement stands on the shortest road of the whole product.
_STORE = """
    WITH stored AS (
        INSERT INTO envelopes (source, provider_id, content_type, content, query)
        SELECT %s, * FROM unnest(%b::text[], %b::text[], %b::bytea[], %b::text[])
        ON CONFLICT (source, provider_id) DO NOTHING
        RETURNING id, provider_id
    ), promised AS (
        INSERT INTO outbox (kind, lane, args, rank)
        SELECT %s, CASE WHEN is_pressing THEN %s ELSE %s END, jsonb_build_object('envelope_id', id),
               CASE WHEN is_pressing THEN %s ELSE %s END
        FROM (SELECT id, provider_id = ANY(%b::text[]) AS is_pressing FROM stored) AS told
    )
    SELECT provider_id FROM stored
"""


class SmallPost(NamedTuple):
    """A post at hand. provider_id: unique within its source. query: of its address.

    tells_failure: it says that a message of ours did not arrive, which has consequences within a minute.
    """

    provider_id: str
    content_type: str
    content: bytes
    query: str
    tells_failure: bool = False


def store_envelopes(
    connection: Connection, source: EnvelopeSource, posts: Sequence[SmallPost]
) -> list[bool]:
    """Store small envelopes of one source and promise their reading, in one statement and one round trip.

    connection: the driver's own, on autocommit. Says of each, in order, whether it was stored now; a repeat
    changes nothing.
    """
    # In one order everywhere, so that two hands with the same repeats never wait for each other.
    ordered = sorted(posts)
    kind, rank = _WORK[source]
    pressing_rank = min(rank, LAST_TALKING_RANK)
    rows = connection.execute(
        _STORE,
        (
            source.value,
            [post.provider_id for post in ordered],
            [post.content_type[:LONGEST_CONTENT_TYPE] for post in ordered],
            [post.content for post in ordered],
            [post.query[:LONGEST_QUERY] for post in ordered],
            kind.value,
            lane_of(kind, pressing_rank).value,
            lane_of(kind, rank).value,
            pressing_rank,
            rank,
            [post.provider_id for post in ordered if post.tells_failure],
        ),
        binary=True,
    )
    stored = {row[0] for row in rows}
    # Of two with one id the first is new and the second is its repeat.
    return [_taken_out(stored, post.provider_id) for post in posts]


def _taken_out(of: set[str], member: str) -> bool:
    if member not in of:
        return False
    of.remove(member)
    return True


def store_large_envelope(
    session: Session,
    *,
    source: EnvelopeSource,
    provider_id: str,
    content_type: str,
    pieces: Iterable[bytes],
    query: str,
) -> bool:
    """Store one envelope whose body comes in pieces, and promise its reading.

    False when this provider id was stored before; no piece is read then.
    """
    envelope_id = session.scalar(
        insert(Envelope)
        .values(
            source=source,
            provider_id=provider_id,
            content_type=content_type[:LONGEST_CONTENT_TYPE],
            query=query[:LONGEST_QUERY],
        )
        .on_conflict_do_nothing(index_elements=["source", "provider_id"])
        .returning(Envelope.id)
    )
    if envelope_id is None:
        return False
    blob = keep_blob(session, pieces, content_type=content_type[:LONGEST_BLOB_TYPE])
    session.execute(update(Envelope).where(Envelope.id == envelope_id).values(blob_id=blob.id))
    kind, rank = _WORK[source]
    promise(session, kind, {"envelope_id": envelope_id}, rank=rank)
    return True
