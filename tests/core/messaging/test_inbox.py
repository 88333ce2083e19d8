"""What carriers post is stored once, with the promise to read it."""

from __future__ import annotations

import pytest
from psycopg import Connection
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.blobs import read_blob
from core.db import Database
from core.messaging.actions.inbox import (
    SmallPost,
    store_envelopes,
    store_large_envelope,
)
from core.messaging.model import Envelope, EnvelopeSource
from core.outbox import Kind
from core.outbox.model import OutboxEntry
from tests.crowd import at_once

READ_BY = {
    EnvelopeSource.TWILIO_SMS: (Kind.INTERPRET, 1),
    EnvelopeSource.SENDGRID_INBOUND: (Kind.INTERPRET, 1),
    EnvelopeSource.TWILIO_STATUS: (Kind.RECORD_RECEIPTS, 4),
    EnvelopeSource.SENDGRID_EVENTS: (Kind.RECORD_RECEIPTS, 4),
    EnvelopeSource.STRIPE: (Kind.RECORD_CARD, 2),
}


@pytest.mark.parametrize("source", list(EnvelopeSource))
def test_a_small_envelope_is_stored_with_the_promise_to_read_it(
    database: Database, source: EnvelopeSource
) -> None:
    assert stored(database, source)
    with database.reading() as session:
        envelope = session.scalars(select(Envelope)).one()
        entry = session.scalars(select(OutboxEntry)).one()
    assert (envelope.content, envelope.content_type) == (b"a=1", "t" * 300)
    assert (entry.kind, entry.rank) == READ_BY[source]
    assert entry.args == {"envelope_id": envelope.id}


def test_of_eight_repeats_at_once_one_is_stored(database: Database) -> None:
    got = at_once(8, lambda _hand: stored(database, EnvelopeSource.TWILIO_SMS))
    assert sum(each is True for each in got) == 1
    with database.reading() as session:
        assert len(session.scalars(select(OutboxEntry)).all()) == 1


def test_posts_of_one_moment_are_stored_together_each_once(database: Database) -> None:
    assert stored(database, EnvelopeSource.TWILIO_SMS)
    with database.one_statement() as connection:
        driver = connection.connection.driver_connection
        assert isinstance(driver, Connection)
        posts = [small_post(id_) for id_ in ("SM3", "SM1", "SM2", "SM3")]
        new = store_envelopes(driver, EnvelopeSource.TWILIO_SMS, posts)
    assert new == [True, False, True, False]
    with database.reading() as session:
        kept = set(session.scalars(select(Envelope.id)))
        promised = [entry.args["envelope_id"] for entry in session.scalars(select(OutboxEntry))]
    assert len(kept) == 3
    assert set(promised) == kept
    assert len(promised) == 3


def test_slots_do_not_absorb_each_others_envelopes(database: Database) -> None:
    assert stored(database, EnvelopeSource.TWILIO_SMS)
    assert stored(database, EnvelopeSource.TWILIO_STATUS)


def test_a_large_envelope_is_kept_in_pieces_and_a_repeat_is_not_even_read(
    session: Session,
) -> None:
    assert large(session, [b"first ", b"second"])
    envelope = session.scalars(select(Envelope)).one()
    assert envelope.blob_id is not None
    assert read_blob(session, envelope.blob_id) == b"first second"
    unread = iter([b"never read"])
    assert not store_large_envelope(
        session,
        source=EnvelopeSource.SENDGRID_INBOUND,
        provider_id="m1",
        content_type="message/rfc822",
        pieces=unread,
        query="",
    )
    assert next(unread) == b"never read"
    assert len(session.scalars(select(OutboxEntry)).all()) == 1


def stored(database: Database, source: EnvelopeSource) -> bool:
    with database.one_statement() as connection:
        driver = connection.connection.driver_connection
        assert isinstance(driver, Connection)
        [new] = store_envelopes(driver, source, [small_post("SM1")])
        return new


def small_post(provider_id: str) -> SmallPost:
    return SmallPost(provider_id, "t" * 400, b"a=1", "")


def large(session: Session, pieces: list[bytes]) -> bool:
    return store_large_envelope(
        session,
        source=EnvelopeSource.SENDGRID_INBOUND,
        provider_id="m1",
        content_type="message/rfc822",
        pieces=pieces,
        query="",
    )
