"""SendGrid's events in the core's words."""

from __future__ import annotations

import json

import pytest

from carriers.base import RawEnvelope, ReceiptBatch, Unreadable
from carriers.sendgrid.carrier import SendGridCarrier
from carriers.sendgrid.signature import verify_sendgrid_events
from core.messaging.wire import MessageState, PermanentCause, Receipt
from tests.carriers.builders import EVENT_KEYS, event_headers, settings

CARRIER = SendGridCarrier(settings())
REF = "0f8fad5b-d9cb-469f-a165-70867728950e"


def event(name: str, **given: object) -> dict[str, object]:
    return {
        "event": name,
        "email": "pm@oakview.example.com",
        "timestamp": 1_772_000_000,
        "sg_event_id": f"{name}-0-abc",
        "sg_message_id": "14c5d75ce93.dfd.64b469.filter0001.16648.5515E0B88.0",
        "message_ref": REF,
    } | given


def batch(*events: object) -> ReceiptBatch:
    return CARRIER.translate_receipts(RawEnvelope(json.dumps(events).encode(), "application/json"))


def receipt(name: str, **given: object) -> Receipt:
    (only,) = batch(event(name, **given)).receipts
    return only


@pytest.mark.parametrize(
    ("name", "state"),
    [
        ("processed", MessageState.ACCEPTED),
        ("deferred", MessageState.ACCEPTED),
        ("delivered", MessageState.DELIVERED),
        ("bounce", MessageState.FAILED),
        ("dropped", MessageState.FAILED),
    ],
)
def test_an_event_becomes_a_state(name: str, state: MessageState) -> None:
    assert receipt(name).state is state


def test_a_receipt_brings_both_ids_back() -> None:
    told = receipt("delivered")
    assert told.ref == REF
    assert told.provider_id == "14c5d75ce93.dfd.64b469"
    assert told.event_id == "delivered-0-abc"


@pytest.mark.parametrize(
    ("name", "cause"),
    [
        ("spamreport", PermanentCause.COMPLAINED),
        ("unsubscribe", PermanentCause.OPTED_OUT),
        ("group_unsubscribe", PermanentCause.OPTED_OUT),
    ],
)
def test_a_farewell_is_told_apart_and_lowers_nothing(name: str, cause: PermanentCause) -> None:
    told = receipt(name)
    assert told.cause is cause
    assert told.state is MessageState.DELIVERED


@pytest.mark.parametrize(
    ("given", "cause"),
    [
        ({"event": "bounce", "type": "bounce"}, PermanentCause.BAD_ADDRESS),
        ({"event": "bounce", "type": "blocked"}, None),
        ({"event": "dropped", "reason": "Bounced Address"}, PermanentCause.BAD_ADDRESS),
        ({"event": "dropped", "reason": "Unsubscribed Address"}, PermanentCause.OPTED_OUT),
        ({"event": "dropped", "reason": "Spam Reporting Address"}, PermanentCause.COMPLAINED),
        ({"event": "dropped", "reason": "Recipient List over Package Quota"}, None),
        ({"event": "deferred", "reason": "451 try later"}, None),
    ],
)
def test_the_cause_is_told_where_the_event_tells_it(
    given: dict[str, object], cause: PermanentCause | None
) -> None:
    assert receipt("x", **given).cause is cause


@pytest.mark.parametrize("name", ["open", "click", "group_resubscribe", "account_status_change"])
def test_opens_and_clicks_are_nothing_to_us(name: str) -> None:
    assert batch(event(name)) == ReceiptBatch()


@pytest.mark.parametrize("bad", [7, None, [], "delivered", {}, {"event": 3}, {"event": "bounce"}])
def test_a_malformed_event_spoils_no_other(bad: object) -> None:
    told = batch(event("processed"), bad, event("delivered"))
    assert [one.state for one in told.receipts] == [MessageState.ACCEPTED, MessageState.DELIVERED]
    assert [one.place for one in told.unreadable] == [1]


def test_an_empty_batch_tells_nothing() -> None:
    assert batch() == ReceiptBatch()


def test_ten_thousand_events_are_read() -> None:
    many = [event("delivered", sg_event_id=f"e{n}") for n in range(10_000)]
    assert len(batch(*many).receipts) == 10_000


def test_an_event_without_an_id_gets_one_that_repeats_share() -> None:
    first, again = (receipt("delivered", sg_event_id=None) for _ in range(2))
    assert first.event_id == again.event_id
    assert first.event_id != receipt("delivered", sg_event_id=None, timestamp=1).event_id


def test_reasons_carry_no_addresses_and_nothing_unstorable() -> None:
    told = receipt("bounce", reason="550 <pm@oakview.example.com> unknown\x00", status="5.1.1")
    assert told.detail == "550 <[address]> unknown\ufffd"
    assert told.code == "5.1.1"


@pytest.mark.parametrize(
    "content", [b"", b"{", b'{"event":"delivered"}', b"\xff\xfe\x00", b"[" * 99999]
)
def test_what_is_no_list_of_events_is_unreadable(content: bytes) -> None:
    with pytest.raises(Unreadable):
        CARRIER.translate_receipts(RawEnvelope(content, "application/json"))


def verified(body: bytes, headers: dict[str, str], key: str = EVENT_KEYS.public_base64) -> bool:
    signature, timestamp = headers.values()
    return verify_sendgrid_events(key, body, signature, timestamp)


def test_a_true_signature_over_any_bytes_is_accepted() -> None:
    body = b'[{"reason": "\xff\xfe"}]'
    assert verified(body, event_headers(body))


@pytest.mark.parametrize("broken", ["", "AAAA", "no base64!", "\u00e9"])
def test_a_missing_or_strange_signature_is_refused(broken: str) -> None:
    body = b"[]"
    timestamp = list(event_headers(body).values())[1]
    assert not verify_sendgrid_events(EVENT_KEYS.public_base64, body, broken, timestamp)
    signature = next(iter(event_headers(body).values()))
    assert not verify_sendgrid_events(EVENT_KEYS.public_base64, body, signature, broken)


def test_another_body_or_another_key_fits_no_signature() -> None:
    assert not verified(b"[1]", event_headers(b"[]"))
    assert not verified(b"[]", event_headers(b"[]"), key="bm8gZWxsaXB0aWMga2V5")
