"""Stripe's events in the trade's words, and the signature that proves them."""

from __future__ import annotations

import time

import pytest
import stripe
from hypothesis import given
from hypothesis import strategies as st

from gateways.port import EventKind, GatewayEvent, Unreadable
from gateways.stripe.notices import event_id, translate
from gateways.stripe.signature import verify_stripe
from tests.gateways.cards import WEBHOOK_SECRET, a_page, notice, signed

INTENT = {
    "id": "pi_1",
    "amount": 12_050,
    "metadata": {"reference": "payment-7"},
    "last_payment_error": {"code": "card_declined", "decline_code": "insufficient_funds"},
}
REFUND = {"id": "re_1", "amount": 500, "payment_intent": "pi_1", "status": "succeeded"}
DISPUTE = {"id": "dp_1", "amount": 12_050, "payment_intent": "pi_1", "reason": "fraudulent"}
PAGE = {"reference": "payment-7", "checkout_id": "cs_1", "payment_ref": "pi_1"}


@pytest.mark.parametrize(
    ("body", "event"),
    [
        (
            notice("checkout.session.completed", a_page()),
            GatewayEvent("evt_1", EventKind.PAID, 12_050, **PAGE),
        ),
        (
            notice("checkout.session.async_payment_succeeded", a_page()),
            GatewayEvent("evt_1", EventKind.PAID, 12_050, **PAGE),
        ),
        (notice("checkout.session.completed", a_page(payment_status="unpaid")), None),
        (
            notice("checkout.session.async_payment_failed", a_page()),
            GatewayEvent("evt_1", EventKind.FAILED, 12_050, **PAGE, code="bank_refused"),
        ),
        (
            notice("checkout.session.expired", a_page()),
            GatewayEvent("evt_1", EventKind.FAILED, 12_050, **PAGE, code="expired"),
        ),
        (
            notice("payment_intent.payment_failed", INTENT),
            GatewayEvent(
                "evt_1",
                EventKind.DECLINED,
                12_050,
                reference="payment-7",
                payment_ref="pi_1",
                code="insufficient_funds",
            ),
        ),
        (
            notice("refund.created", REFUND),
            GatewayEvent("evt_1", EventKind.REFUNDED, 500, payment_ref="pi_1", refund_id="re_1"),
        ),
        (notice("refund.created", REFUND | {"status": "pending"}), None),
        (
            notice("refund.failed", REFUND | {"status": "failed"}),
            GatewayEvent(
                "evt_1", EventKind.REFUND_FAILED, 500, payment_ref="pi_1", refund_id="re_1"
            ),
        ),
        (
            notice("charge.dispute.created", DISPUTE),
            GatewayEvent(
                "evt_1", EventKind.DISPUTED, 12_050, payment_ref="pi_1", code="fraudulent"
            ),
        ),
        (notice("customer.created", {"id": "cus_1"}), None),
    ],
)
def test_events_are_told_in_the_trades_words(body: bytes, event: GatewayEvent | None) -> None:
    assert translate(body) == event


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\xff\x00",
        b"[]",
        b"[" * 100_000,
        notice("checkout.session.completed", a_page(amount_total=-1)),
        notice("checkout.session.completed", a_page(amount_total=12.5)),
        notice("checkout.session.completed", a_page(amount_total=True)),
        notice("checkout.session.completed", a_page(amount_total=10**12)),
        notice("checkout.session.completed", a_page(id=None)),
        notice("checkout.session.completed", a_page(), id_=""),
        notice("refund.created", {"status": "succeeded", "amount": 5}),
    ],
)
def test_a_notice_without_sense_is_unreadable_and_no_crash(body: bytes) -> None:
    with pytest.raises(Unreadable):
        translate(body)


def test_an_event_is_known_again_by_its_own_id() -> None:
    assert event_id(notice("ping", {}, id_="evt_9")) == "evt_9"
    assert event_id(b"no json") is None


def test_stripes_own_signature_is_good() -> None:
    body = notice("ping", {})
    header = stripe.WebhookSignature.generate_signature_header(body.decode(), WEBHOOK_SECRET)
    assert verify_stripe(body, header, WEBHOOK_SECRET)
    assert stripe.Webhook.construct_event(body, header, WEBHOOK_SECRET).type == "ping"


def test_another_secret_another_body_and_an_old_stamp_are_refused() -> None:
    body = notice("ping", {})
    assert not verify_stripe(
        body, signed(body, secret="whsec_x")["Stripe-Signature"], WEBHOOK_SECRET
    )
    assert not verify_stripe(body + b" ", signed(body)["Stripe-Signature"], WEBHOOK_SECRET)
    assert not verify_stripe(body, signed(body, age=400)["Stripe-Signature"], WEBHOOK_SECRET)
    assert not verify_stripe(body, signed(body, secret="")["Stripe-Signature"], "")


@given(header=st.text(max_size=80), body=st.binary(max_size=80))
def test_no_header_and_no_body_breaks_the_check(header: str, body: bytes) -> None:
    assert not verify_stripe(body, header, WEBHOOK_SECRET)
    assert not verify_stripe(body, f"t={int(time.time())},v1={header}", WEBHOOK_SECRET)
