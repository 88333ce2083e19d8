"""Mails and events: stored raw, whole and once; what cannot be taken now is asked for again."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

import pytest
from sqlalchemy import func, select

from core.blobs import Blob, BlobPiece
from core.messaging.model import EnvelopeSource
from core.outbox import Kind
from tests.carriers.builders import (
    MULTIPART_TYPE,
    Part,
    PostedMail,
    event_headers,
)
from tests.webhooks.letterbox import EVENTS, INBOUND, Letterbox
from webhooks.counts import Verdict

MAIL = PostedMail().parsed()
BATCH = json.dumps([{"event": "delivered", "sg_event_id": "e1", "message_ref": "r1"}]).encode()


def test_a_mail_is_stored_raw_with_a_promise_to_read_it(letterbox: Letterbox) -> None:
    assert letterbox.post_mail(MAIL).status_code == 200
    (envelope,) = letterbox.envelopes()
    (promise,) = letterbox.promises()
    assert envelope.source == EnvelopeSource.SENDGRID_INBOUND
    assert envelope.content == MAIL
    assert envelope.content_type == MULTIPART_TYPE
    assert (promise.kind, promise.args) == (Kind.INTERPRET, {"envelope_id": envelope.id})


@pytest.mark.parametrize("token", ["wrong", "x" * 5000, "%00", "%FF", "parse-token-of-the-test"])
def test_a_wrong_token_is_503_and_counted(letterbox: Letterbox, token: str) -> None:
    answer = letterbox.post(f"/webhooks/sendgrid/inbound/{token}", MAIL, {}, MULTIPART_TYPE)
    assert answer.status_code == 503
    assert letterbox.envelopes() == []
    assert letterbox.counted(EnvelopeSource.SENDGRID_INBOUND, Verdict.FORGED) == 1


@pytest.mark.parametrize("kept", [0, 10, len(MAIL) // 2, len(MAIL) - 5])
def test_a_mail_cut_on_the_way_is_503(letterbox: Letterbox, kept: int) -> None:
    assert letterbox.post_mail(MAIL[:kept]).status_code == 503
    assert letterbox.envelopes() == []


def test_a_body_shorter_than_declared_is_503(letterbox: Letterbox) -> None:
    answer = letterbox.app.test_client().post(
        INBOUND,
        input_stream=BytesIO(MAIL),
        content_type=MULTIPART_TYPE,
        environ_overrides={"CONTENT_LENGTH": str(len(MAIL) + 100)},
    )
    assert answer.status_code == 503
    assert letterbox.counted(EnvelopeSource.SENDGRID_INBOUND, Verdict.BROKEN) == 1


@pytest.mark.parametrize(
    "kind",
    [
        "multipart/form-data",
        "multipart/form-data; boundary=",
        "multipart/form-data; boundary=other",
        "multipart/form-data; boundary=" + "x" * 5000,
        "application/x-www-form-urlencoded",
        "",
    ],
)
def test_a_wrong_or_missing_boundary_is_503(letterbox: Letterbox, kind: str) -> None:
    assert letterbox.post_mail(MAIL, kind).status_code == 503


@pytest.mark.parametrize(
    "mail",
    [
        PostedMail(text=b"x" * 600_000),
        PostedMail(files=tuple(Part(f"x{n}", b"1") for n in range(1200))),
        PostedMail(text=b"x" * 10_000_000),
        PostedMail(text=b"\xff\xfe\x00"),
    ],
    ids=["a field of 600 kB", "1200 parts", "10 MB", "no UTF-8"],
)
def test_an_unusual_mail_is_kept_whole(letterbox: Letterbox, mail: PostedMail) -> None:
    body = mail.parsed()
    assert letterbox.post_mail(body).status_code == 200
    (envelope,) = letterbox.envelopes()
    assert letterbox.content_of(envelope) == body


def test_thirty_megabytes_are_kept_in_pieces(letterbox: Letterbox) -> None:
    body = PostedMail(files=(Part("attachment1", bytes(30_000_000), "a.png"),)).parsed()
    assert letterbox.post_mail(body).status_code == 200
    (envelope,) = letterbox.envelopes()
    assert envelope.content is None
    assert letterbox.content_of(envelope) == body
    assert len(letterbox.promises()) == 1


def test_more_than_a_mail_may_have_is_413(letterbox: Letterbox) -> None:
    assert letterbox.post_mail(PostedMail(text=b"x" * 34_000_000).parsed()).status_code == 413


@pytest.mark.parametrize("size", [10, 600_000])
def test_twenty_replays_at_once_are_stored_once(letterbox: Letterbox, size: int) -> None:
    body = PostedMail(text=b"x" * size).parsed()

    def post(_: int) -> int:
        return letterbox.post_mail(body).status_code

    with ThreadPoolExecutor(20) as pool:
        assert set(pool.map(post, range(20))) == {200}
    assert len(letterbox.envelopes()) == len(letterbox.promises()) == 1
    with letterbox.database.reading() as session:
        blobs = session.scalar(select(func.count()).select_from(Blob))
        pieces = session.scalar(select(func.count()).select_from(BlobPiece))
    assert (blobs, pieces) == ((0, 0) if size == 10 else (1, 2))


def test_events_are_stored_raw_and_once(letterbox: Letterbox) -> None:
    assert [letterbox.post_events(BATCH).status_code for _ in range(5)] == [200] * 5
    (envelope,) = letterbox.envelopes()
    (promise,) = letterbox.promises()
    assert envelope.content == BATCH
    assert (promise.kind, promise.rank) == (Kind.RECORD_RECEIPTS, 4)


def test_unsigned_events_are_403_and_counted(letterbox: Letterbox) -> None:
    assert letterbox.post(EVENTS, BATCH, {}, "application/json").status_code == 403
    assert letterbox.post(EVENTS, BATCH + b" ", event_headers(BATCH)).status_code == 403
    assert letterbox.envelopes() == []
    assert letterbox.counted(EnvelopeSource.SENDGRID_EVENTS, Verdict.FORGED) == 2


@pytest.mark.parametrize("body", [b"[]", b"{", b"\xff\x00", b"[7]"])
def test_whatever_was_signed_is_kept_for_reading_later(letterbox: Letterbox, body: bytes) -> None:
    assert letterbox.post_events(body).status_code == 200
    assert letterbox.envelopes()[0].content == body


def test_ten_thousand_events_are_kept(letterbox: Letterbox) -> None:
    body = json.dumps(
        [{"event": "delivered", "sg_event_id": "e" * 60, "n": n} for n in range(10_000)]
    )
    assert letterbox.post_events(body.encode()).status_code == 200
    assert letterbox.content_of(letterbox.envelopes()[0]) == body.encode()
