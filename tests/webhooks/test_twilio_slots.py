"""Texts and status callbacks: verified over the public address, stored raw and once, answered."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlencode

import pytest
from werkzeug.test import TestResponse

from core.messaging.model import EnvelopeSource
from core.outbox import Kind
from tests.carriers.builders import (
    FORM_TYPE,
    form_body,
    sms_fields,
    status_fields,
    twilio_signature,
)
from tests.webhooks.letterbox import SMS, STATUS, Letterbox
from webhooks.counts import Verdict


def test_a_text_is_stored_raw_with_a_promise_to_read_it(letterbox: Letterbox) -> None:
    answer = letterbox.post_form(SMS, sms_fields())
    (envelope,) = letterbox.envelopes()
    (promise,) = letterbox.promises()
    assert answer.status_code == 200
    assert envelope.source == EnvelopeSource.TWILIO_SMS
    assert envelope.provider_id == "SM" + "a" * 32
    assert envelope.content == form_body(sms_fields())
    assert envelope.content_type == FORM_TYPE
    assert (promise.kind, promise.args) == (Kind.INTERPRET, {"envelope_id": envelope.id})
    assert promise.rank == 1


def test_a_text_is_answered_without_words(letterbox: Letterbox) -> None:
    answer = letterbox.post_form(SMS, sms_fields())
    assert answer.mimetype == "text/xml"
    assert answer.text.endswith("<Response/>")


def test_a_status_is_stored_with_its_query_and_a_less_pressing_promise(
    letterbox: Letterbox,
) -> None:
    answer = letterbox.post_form(f"{STATUS}?ref=r1&x=a%20b", status_fields("sent"))
    (envelope,) = letterbox.envelopes()
    (promise,) = letterbox.promises()
    assert answer.status_code == 204
    assert envelope.query == "ref=r1&x=a%20b"
    assert (promise.kind, promise.rank) == (Kind.RECORD_RECEIPTS, 4)


@pytest.mark.parametrize("path", [SMS, STATUS])
@pytest.mark.parametrize("signature", [None, "", "AAAA", "0" * 28, "\u00e9"])
def test_a_missing_or_wrong_signature_is_403_and_counted(
    letterbox: Letterbox, path: str, signature: str | None
) -> None:
    headers = {} if signature is None else {"X-Twilio-Signature": signature}
    answer = letterbox.post(path, form_body(sms_fields()), headers)
    assert answer.status_code == 403
    assert letterbox.envelopes() == []
    source = EnvelopeSource.TWILIO_SMS if path == SMS else EnvelopeSource.TWILIO_STATUS
    assert letterbox.counted(source, Verdict.FORGED) == 1


def test_the_host_header_has_no_say_in_the_signature(letterbox: Letterbox) -> None:
    fields = sms_fields()
    headers = {"X-Twilio-Signature": twilio_signature(SMS, fields), "Host": "evil.example.net"}
    assert letterbox.post(SMS, form_body(fields), headers).status_code == 200


def test_a_signature_for_another_query_is_refused(letterbox: Letterbox) -> None:
    fields = status_fields("delivered")
    headers = {"X-Twilio-Signature": twilio_signature(f"{STATUS}?ref=r1", fields)}
    assert letterbox.post(f"{STATUS}?ref=r2", form_body(fields), headers).status_code == 403


def test_a_text_replayed_five_times_is_stored_once(letterbox: Letterbox) -> None:
    answers = [letterbox.post_form(SMS, sms_fields()) for _ in range(5)]
    assert {answer.status_code for answer in answers} == {200}
    assert len(letterbox.envelopes()) == len(letterbox.promises()) == 1
    assert letterbox.counted(EnvelopeSource.TWILIO_SMS, Verdict.REPEATED) == 4


@pytest.mark.parametrize(("path", "fields"), [(SMS, sms_fields()), (STATUS, status_fields("sent"))])
def test_twenty_replays_at_once_are_stored_once(
    letterbox: Letterbox, path: str, fields: dict[str, str]
) -> None:
    def post(_: int) -> TestResponse:
        return letterbox.post_form(path, fields)

    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(post, range(20)))
    assert all(answer.status_code < 300 for answer in answers)
    assert len(letterbox.envelopes()) == len(letterbox.promises()) == 1


def test_a_texts_next_state_is_news(letterbox: Letterbox) -> None:
    for status in ("sent", "delivered", "sent"):
        letterbox.post_form(STATUS, status_fields(status))
    letterbox.post_form(STATUS, status_fields("undelivered", ErrorCode="30005"))
    letterbox.post_form(STATUS, status_fields("undelivered", ErrorCode="30006"))
    assert len(letterbox.envelopes()) == 4


@pytest.mark.parametrize("path", [SMS, STATUS])
def test_ten_megabytes_are_413(letterbox: Letterbox, path: str) -> None:
    body = b"Body=" + b"x" * 10_000_000
    assert letterbox.post(path, body, {"X-Twilio-Signature": "x"}).status_code == 413
    assert letterbox.envelopes() == []


def test_a_long_text_below_the_limit_is_kept_whole(letterbox: Letterbox) -> None:
    fields = sms_fields(Body="x" * 400_000)
    assert letterbox.post_form(SMS, fields).status_code == 200
    (envelope,) = letterbox.envelopes()
    assert letterbox.content_of(envelope) == form_body(fields)
    assert len(letterbox.promises()) == 1


@pytest.mark.parametrize("sid", ["", "SM\x00", "SM " + "a" * 30, "S" * 4000, "\ufffd"])
def test_a_strange_id_still_makes_one_envelope(letterbox: Letterbox, sid: str) -> None:
    fields = sms_fields(MessageSid=sid, SmsSid="")
    answers = [letterbox.post_form(SMS, fields).status_code for _ in range(2)]
    assert answers == [200, 200]
    (envelope,) = letterbox.envelopes()
    assert len(envelope.provider_id) == 64


@pytest.mark.parametrize("words", ["\x00", "\U0001f525\u200d", "{{7*7}}<script>", "x" * 1600])
def test_any_words_are_stored_exactly(letterbox: Letterbox, words: str) -> None:
    fields = sms_fields(Body=words)
    assert letterbox.post_form(SMS, fields).status_code == 200
    assert letterbox.envelopes()[0].content == form_body(fields)


@pytest.mark.parametrize("raw", [b"%ED%A0%80", b"%FF%FE", b"\xff\xfe\x00", b"%"])
def test_bytes_that_are_no_utf_8_are_no_failure(letterbox: Letterbox, raw: bytes) -> None:
    answer = letterbox.post(SMS, b"Body=" + raw, {"X-Twilio-Signature": "A" * 28})
    assert answer.status_code == 403


def test_a_latin_1_text_is_stored_raw(letterbox: Letterbox) -> None:
    fields = sms_fields(Body="se rompió el baño")
    body = urlencode(fields, encoding="latin-1").encode()
    kind = "application/x-www-form-urlencoded; charset=iso-8859-1"
    headers = {"X-Twilio-Signature": twilio_signature(SMS, fields)}
    assert letterbox.post(SMS, body, headers, kind).status_code == 200
    assert letterbox.envelopes()[0].content == body


@pytest.mark.parametrize("path", [SMS, STATUS])
def test_only_posts_are_taken(letterbox: Letterbox, path: str) -> None:
    assert letterbox.app.test_client().get(path).status_code == 405
