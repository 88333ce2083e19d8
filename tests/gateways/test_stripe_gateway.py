"""What the gateway makes of everything Stripe's interface may answer. Nothing is asked twice."""

from __future__ import annotations

import json
from urllib.parse import parse_qs

import pytest

from gateways import gateway_for
from gateways.port import (
    Checkout,
    CheckoutState,
    Impossible,
    Misconfigured,
    NotDone,
    Refunded,
    RefundWanted,
    Unknown,
)
from tests.carriers.scripted import Answer, BrokenLine, ScriptedServer, closed_port
from tests.gateways.cards import SECRET_KEY, gateway_at, wanted
from tests.practice import practice_settings

PAGE = {
    "id": "cs_1",
    "object": "checkout.session",
    "url": "https://checkout.example/cs_1",
    "status": "open",
    "payment_status": "unpaid",
    "client_reference_id": "payment-7",
    "amount_total": 12_050,
    "payment_intent": None,
}
REFUND = {"id": "re_1", "object": "refund", "amount": 500, "status": "succeeded"}
REFUND_WANTED = RefundWanted("pi_1", "payment-7", "refund-1", 500)


def said(status: int, body: object, **headers: str) -> Answer:
    return Answer(status, json.dumps(body).encode(), {"Content-Type": "application/json"} | headers)


def refusal(status: int, **error: str) -> Answer:
    return said(status, {"error": error})


def test_a_page_is_asked_for_with_our_reference_key_and_amount() -> None:
    with ScriptedServer() as server:
        server.will(said(200, PAGE))
        made = gateway_at(server.url).open_checkout(wanted())
        (asked,) = server.asked
    fields = {name: values[0] for name, values in parse_qs(asked.body.decode()).items()}
    assert made == Checkout(
        "cs_1", "https://checkout.example/cs_1", CheckoutState.OPEN, "payment-7", 12_050
    )
    assert asked.path == "/v1/checkout/sessions"
    assert asked.headers["idempotency-key"] == "key-1"
    assert asked.headers["authorization"] == f"Bearer {SECRET_KEY}"
    assert fields["line_items[0][price_data][unit_amount]"] == "12050"
    assert fields["line_items[0][price_data][currency]"] == "usd"
    assert fields["client_reference_id"] == "payment-7"
    assert fields["payment_intent_data[metadata][reference]"] == "payment-7"
    assert fields["mode"] == "payment"


@pytest.mark.parametrize(
    ("status", "payment_status", "state"),
    [
        ("open", "unpaid", CheckoutState.OPEN),
        ("complete", "unpaid", CheckoutState.PENDING),
        ("complete", "paid", CheckoutState.PAID),
        ("expired", "unpaid", CheckoutState.EXPIRED),
    ],
)
def test_a_page_tells_how_far_it_has_come(
    status: str, payment_status: str, state: CheckoutState
) -> None:
    with ScriptedServer() as server:
        server.will(said(200, PAGE | {"status": status, "payment_status": payment_status}))
        found = gateway_at(server.url).find_checkout("cs_1")
    assert isinstance(found, Checkout)
    assert found.state is state


def test_a_refund_is_asked_for_once_with_its_key() -> None:
    with ScriptedServer() as server:
        server.will(said(200, REFUND))
        given = gateway_at(server.url).refund(REFUND_WANTED)
        (asked,) = server.asked
    assert given == Refunded("re_1", 500, is_settled=True)
    assert asked.headers["idempotency-key"] == "refund-1"
    assert b"amount=500" in asked.body


def test_a_refund_the_bank_refuses_is_impossible() -> None:
    with ScriptedServer() as server:
        server.will(
            said(200, REFUND | {"status": "failed", "failure_reason": "lost_or_stolen_card"})
        )
        given = gateway_at(server.url).refund(REFUND_WANTED)
    assert isinstance(given, Impossible)
    assert given.code == "lost_or_stolen_card"


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (refusal(400, type="invalid_request_error", code="amount_too_small"), Impossible),
        (refusal(400, type="idempotency_error"), Impossible),
        (refusal(402, type="card_error", code="card_declined"), Impossible),
        (refusal(404, type="invalid_request_error", code="resource_missing"), Impossible),
        (refusal(401, type="invalid_request_error"), Misconfigured),
        (refusal(403, type="invalid_request_error"), Misconfigured),
        (refusal(409, type="idempotency_error", code="idempotency_key_in_use"), NotDone),
        (refusal(429, type="invalid_request_error", code="rate_limit"), NotDone),
        (refusal(500, type="api_error"), Unknown),
        (Answer(503, b"oops"), Unknown),
        (Answer(200, b"<html>hello</html>"), Unknown),
        (Answer(200, b"{}"), Unknown),
        (Answer(200, b'{"id": "cs', declared=900), Unknown),
        (said(200, PAGE, **{"X-Slow": "1"}), Checkout),
        (BrokenLine(), Unknown),
    ],
)
def test_every_answer_has_one_meaning_and_nothing_is_repeated(
    answer: Answer | BrokenLine, kind: type[object]
) -> None:
    with ScriptedServer() as server:
        server.will(answer, said(200, PAGE))
        assert isinstance(gateway_at(server.url).open_checkout(wanted()), kind)
        assert len(server.asked) == 1


def test_no_answer_in_time_is_unknown() -> None:
    with ScriptedServer() as server:
        server.will(Answer(200, json.dumps(PAGE).encode(), slow=1.2))
        assert isinstance(gateway_at(server.url).refund(REFUND_WANTED), Unknown)


def test_a_wait_that_is_asked_for_is_told() -> None:
    with ScriptedServer() as server:
        server.will(said(429, {"error": {"code": "rate_limit"}}, **{"Retry-After": "7"}))
        answer = gateway_at(server.url).open_checkout(wanted())
    assert isinstance(answer, NotDone)
    assert answer.retry_after == 7


def test_nobody_there_is_certainly_not_done() -> None:
    with closed_port() as nowhere:
        assert isinstance(gateway_at(nowhere).open_checkout(wanted()), NotDone)


def test_details_carry_no_addresses_and_no_card_numbers() -> None:
    words = "Card 4242 4242 4242 4242 of rita@lakeside.example was refused."
    with ScriptedServer() as server:
        server.will(refusal(402, type="card_error", code="card_declined", message=words))
        answer = gateway_at(server.url).open_checkout(wanted())
    assert isinstance(answer, Impossible)
    assert "4242" not in answer.detail
    assert "rita@" not in answer.detail


def test_without_a_key_no_cards_are_taken() -> None:
    assert gateway_for(practice_settings()) is None
