"""The card emulator, spoken to by Stripe's real SDK over HTTP."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
import requests

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
from gateways.stripe.gateway import StripeGateway
from gateways.stripe.notices import translate
from gateways.stripe.signature import verify_stripe
from tests.gateways.cards import SHORT, WEBHOOK_SECRET, CardWorld, card_world, wanted
from tests.practice import practice_settings
from tests.waiting import until


@pytest.fixture
def world() -> Iterator[CardWorld]:
    with card_world() as world:
        yield world


def opened(world: CardWorld, amount_cents: int = 12_050, key: str = "key-1") -> Checkout:
    made = world.gateway.open_checkout(wanted(amount_cents, key=key))
    assert isinstance(made, Checkout)
    return made


def paid(world: CardWorld) -> Checkout:
    page = opened(world)
    assert world.press(page.id, "pay").status_code == 303
    found = world.gateway.find_checkout(page.id)
    assert isinstance(found, Checkout)
    return found


def test_a_payer_sees_the_amount_and_pays_and_comes_back(world: CardWorld) -> None:
    page = opened(world)
    shown = requests.get(page.url, timeout=5)
    assert "$120.50" in shown.text
    assert "Invoice 1042" in shown.text
    answer = world.press(page.id, "pay")
    assert answer.headers["Location"] == "https://fixline.example.com/portal/paid"
    found = world.gateway.find_checkout(page.id)
    assert isinstance(found, Checkout)
    assert found.state is CheckoutState.PAID
    assert found.payment_ref.startswith("pi_")


def test_the_notice_is_signed_as_stripe_signs_and_says_what_was_paid(world: CardWorld) -> None:
    page = paid(world)
    until(lambda: len(world.heard.bodies) == 1)
    body = world.heard.bodies[0]
    assert verify_stripe(body, world.heard.headers[0], WEBHOOK_SECRET)
    event = translate(body)
    assert event is not None
    assert (event.reference, event.amount_cents) == ("payment-7", 12_050)
    assert (event.checkout_id, event.payment_ref) == (page.id, page.payment_ref)


def test_a_declined_card_leaves_the_page_open(world: CardWorld) -> None:
    page = opened(world)
    answer = world.press(page.id, "insufficient_funds")
    assert "was declined" in requests.get(answer.headers["Location"], timeout=5).text
    until(lambda: world.heard.types == ["payment_intent.payment_failed"])
    world.press(page.id, "pay")
    until(lambda: len(world.heard.bodies) == 2)


def test_the_same_key_brings_the_same_page_and_another_wish_is_refused(world: CardWorld) -> None:
    first = opened(world)
    assert opened(world).id == first.id
    assert opened(world, key="key-2").id != first.id
    assert isinstance(world.gateway.open_checkout(wanted(99_999)), Impossible)


def test_never_more_is_given_back_than_was_paid(world: CardWorld) -> None:
    page = paid(world)
    part = RefundWanted(page.payment_ref, "payment-7", "refund-1", 12_000)
    assert isinstance(world.gateway.refund(part), Refunded)
    assert world.gateway.refund(part) == world.gateway.refund(part)
    rest = RefundWanted(page.payment_ref, "payment-7", "refund-2", 51)
    assert isinstance(world.gateway.refund(rest), Impossible)


def test_a_closed_page_takes_no_money(world: CardWorld) -> None:
    page = opened(world)
    closed = world.gateway.close_checkout(page.id)
    assert isinstance(closed, Checkout)
    assert closed.state is CheckoutState.EXPIRED
    assert world.press(page.id, "pay").status_code == 400
    assert isinstance(world.gateway.close_checkout(page.id), Impossible)


def test_too_small_an_amount_and_a_wrong_key_are_refused(world: CardWorld) -> None:
    assert isinstance(world.gateway.open_checkout(wanted(49)), Impossible)
    wrong = practice_settings(
        FIXLINE_STRIPE_SECRET_KEY="sk_test_wrong",
        FIXLINE_STRIPE_WEBHOOK_SECRET=WEBHOOK_SECRET,
        FIXLINE_STRIPE_API_BASE=world.url,
    )
    answer = StripeGateway(wrong, patience=SHORT).open_checkout(wanted())
    assert isinstance(answer, Misconfigured)


def test_notices_come_twice_late_swapped_or_never_as_switched(world: CardWorld) -> None:
    world.switch(telling="twice")
    page = opened(world)
    world.press(page.id, "expired_card")
    until(lambda: len(world.heard.bodies) == 2)
    assert len(set(world.heard.bodies)) == 1

    world.switch(telling="never")
    world.press(page.id, "expired_card")
    world.switch(telling="swapped")
    world.press(page.id, "card_declined")
    world.press(page.id, "pay")
    until(lambda: len(world.heard.bodies) == 4)
    assert world.heard.types[2:] == ["checkout.session.completed", "payment_intent.payment_failed"]

    world.post("/cards/notices")
    until(lambda: len(world.heard.bodies) == 8)
    assert len({json.loads(body)["id"] for body in world.heard.bodies}) == 4


def test_a_refused_notice_is_told_again(world: CardWorld) -> None:
    world.heard.statuses.extend([503, 500])
    paid(world)
    until(lambda: len(world.heard.bodies) == 3)
    assert len(set(world.heard.bodies)) == 1


def test_after_a_cut_line_the_same_key_finds_what_was_done(world: CardWorld) -> None:
    page = paid(world)
    world.switch(script=["drop", "429", "500_after", "ok"])
    refund = RefundWanted(page.payment_ref, "payment-7", "refund-1", 700)
    assert isinstance(world.gateway.refund(refund), Unknown)
    assert isinstance(world.gateway.refund(refund), NotDone)
    assert isinstance(world.gateway.refund(refund), Unknown)
    given = world.gateway.refund(refund)
    assert isinstance(given, Refunded)
    until(lambda: world.heard.types.count("refund.created") == 1)


def test_a_dispute_is_told(world: CardWorld) -> None:
    page = paid(world)
    world.post(f"/cards/pages/{page.id}/dispute")
    until(lambda: "charge.dispute.created" in world.heard.types)
    assert world.heard.types.count("charge.dispute.created") == 1
