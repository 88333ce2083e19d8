"""Notices about cards: verified over the raw bytes, stored raw and once, answered."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from core.db import Database
from core.messaging.model import Envelope, EnvelopeSource
from core.outbox import Kind
from core.outbox.model import OutboxEntry
from tests.gateways.cards import a_page, card_settings, notice, signed
from tests.practice import practice_settings
from webhooks import Counts, create_blueprint
from webhooks.counts import Verdict

PATH = "/webhooks/stripe"
PAID = notice("checkout.session.completed", a_page())


class CardSlot:
    """A bare application with nothing but the letterbox."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.counts = Counts()
        self.app = Flask(__name__)
        self.app.register_blueprint(create_blueprint(card_settings(), database, self.counts))

    def post(self, body: bytes, headers: Mapping[str, str] | None = None) -> TestResponse:
        return self.app.test_client().post(
            PATH,
            input_stream=BytesIO(body),
            headers=signed(body) if headers is None else headers,
            content_type="application/json",
        )

    def envelopes(self) -> list[Envelope]:
        with self.database.reading() as session:
            return list(session.scalars(select(Envelope)))

    def promises(self) -> list[OutboxEntry]:
        with self.database.reading() as session:
            return list(session.scalars(select(OutboxEntry)))

    def counted(self, verdict: Verdict) -> int:
        return self.counts.so_far().get((EnvelopeSource.STRIPE, verdict), 0)


@pytest.fixture
def slot(database: Database) -> CardSlot:
    return CardSlot(database)


def test_a_notice_is_stored_raw_with_a_promise_to_read_it(slot: CardSlot) -> None:
    assert slot.post(PAID).status_code == 200
    (envelope,) = slot.envelopes()
    (promise,) = slot.promises()
    assert (envelope.source, envelope.provider_id) == (EnvelopeSource.STRIPE, "evt_1")
    assert envelope.content == PAID
    assert (promise.kind, promise.args) == (Kind.RECORD_CARD, {"envelope_id": envelope.id})


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Stripe-Signature": ""},
        {"Stripe-Signature": "t=1,v1=x"},
        {"Stripe-Signature": "\u00e9"},
        signed(PAID, secret="whsec_other"),
        signed(PAID, age=3600),
        signed(PAID + b" "),
    ],
)
def test_a_missing_wrong_or_stale_signature_is_403_and_counted(
    slot: CardSlot, headers: dict[str, str]
) -> None:
    assert slot.post(PAID, headers).status_code == 403
    assert slot.envelopes() == []
    assert slot.counted(Verdict.FORGED) == 1


def test_a_valid_replay_and_twenty_at_once_have_one_effect(slot: CardSlot) -> None:
    for _ in range(5):
        assert slot.post(PAID).status_code == 200
    with ThreadPoolExecutor(20) as pool:
        assert {each.status_code for each in pool.map(lambda _: slot.post(PAID), range(20))} == {
            200
        }
    assert len(slot.envelopes()) == len(slot.promises()) == 1
    assert slot.counted(Verdict.REPEATED) == 24


def test_ten_megabytes_are_413(slot: CardSlot) -> None:
    assert slot.post(b"{" + b" " * 10_000_000).status_code == 413


@pytest.mark.parametrize("body", [b"", b"{}", b"\xff\x00", b"[]"])
def test_signed_nonsense_is_kept_for_a_person_to_see(slot: CardSlot, body: bytes) -> None:
    assert slot.post(body).status_code in {200, 403}
    for envelope in slot.envelopes():
        assert envelope.provider_id == hashlib.sha256(body).hexdigest()


def test_where_no_cards_are_taken_every_notice_is_forged(database: Database) -> None:
    app = Flask(__name__)
    app.register_blueprint(create_blueprint(practice_settings(), database, Counts()))
    answer = app.test_client().post(PATH, data=PAID, headers=signed(PAID, secret=""))
    assert answer.status_code == 403


def test_only_posts_are_taken(slot: CardSlot) -> None:
    assert slot.app.test_client().get(PATH).status_code == 405
