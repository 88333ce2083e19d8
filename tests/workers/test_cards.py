"""The whole road of a payment by card: the real SDK, the emulated bank, the real letterbox, the real handlers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from core.billing.actions.cards import note_page
from core.billing.actions.payments import begin_card_payment, unapply_payment
from core.billing.actions.refunding import NewRefund, refund_payment
from core.billing.model import Invoice, Payment, PaymentKind, PaymentMethod, PaymentState
from core.billing.queries.payable import left_of
from core.clock import database_now
from core.db import Database
from core.desk.model import StaffTask
from core.directory.model import Customer
from core.outbox import Kind
from core.outbox.actions import promise
from core.outbox.model import OutboxEntry
from gateways.port import Checkout
from gateways.wishes import checkout_wanted
from tests.builders import OFFICE, a_customer
from tests.core.billing.paying import MARCH, balances, issued, new_payment
from tests.gateways.cards import CardWorld, card_settings, card_world, notice, signed
from tests.waiting import until
from tests.workers.wall import Wall, runtime_at, work_off
from webhooks import Counts, create_blueprint
from workers.runtime import Runtime, no_gateway

CENTS = 12_050


@dataclass(frozen=True)
class Till:
    """One payer with one invoice, a page to pay it on, and everything behind it."""

    database: Database
    runtime: Runtime
    world: CardWorld
    payer: Customer
    invoice: Invoice
    payment_id: int
    page: Checkout

    def hear(self, *, most: int = 99) -> None:
        """Carry what the bank has posted so far to the letterbox, and work it off."""
        app = Flask("letterbox under test")
        app.register_blueprint(create_blueprint(card_settings(), self.database, Counts()))
        heard = list(zip(self.world.heard.bodies, self.world.heard.headers, strict=True))
        for body, signature in heard[:most]:
            headers = {"Stripe-Signature": signature}
            assert (
                app.test_client().post("/webhooks/stripe", data=body, headers=headers).status_code
                == 200
            )
        work_off(self.runtime)

    def due_now(self) -> None:
        """Everything promised for later is due."""
        with self.database.transaction() as session:
            session.execute(update(OutboxEntry).values(run_at=MARCH, lease_until=None))

    @property
    def payment(self) -> Payment:
        with self.database.reading() as session:
            return session.get_one(Payment, self.payment_id)

    def state(self) -> PaymentState:
        return self.payment.state

    def owed(self) -> int:
        with self.database.reading() as session:
            return balances(session, self.invoice)[0]

    def tasks(self) -> list[str]:
        with self.database.reading() as session:
            return list(session.scalars(select(StaffTask.title).order_by(StaffTask.id)))


def begun(session: Session) -> tuple[Customer, Invoice, Payment]:
    payer = a_customer(session)
    invoice = issued(session, payer, CENTS)
    new = new_payment(payer, CENTS, (invoice, CENTS), method=PaymentMethod.CARD, key="payment-7")
    return payer, invoice, begin_card_payment(session, new, processor="stripe", actor=OFFICE)


@pytest.fixture
def till(database: Database, wall: Wall) -> Iterator[Till]:
    with card_world() as world:
        runtime = replace(runtime_at(database, wall), open_gateway=lambda: world.gateway)
        with database.transaction() as session:
            payer, invoice, payment = begun(session)
        wish = checkout_wanted(payment, description="Invoice", return_url=world.url)
        page = world.gateway.open_checkout(wish)
        assert isinstance(page, Checkout)
        with database.transaction() as session:
            note_page(session, payment.id, page.id)
        yield Till(database, runtime, world, payer, invoice, payment.id, page)


def test_a_payer_pays_and_the_invoice_is_paid(till: Till) -> None:
    till.world.press(till.page.id, "pay")
    until(lambda: len(till.world.heard.bodies) == 1)
    till.hear()
    assert till.payment.state is PaymentState.SUCCEEDED
    assert till.owed() == 0


def test_twice_swapped_or_declined_first_it_is_paid_once(till: Till) -> None:
    till.world.switch(telling="twice")
    till.world.press(till.page.id, "insufficient_funds")
    till.world.press(till.page.id, "pay")
    until(lambda: len(till.world.heard.bodies) == 4)
    till.world.heard.bodies.reverse()
    till.world.heard.headers.reverse()
    till.hear()
    assert till.owed() == 0
    with till.database.reading() as session:
        assert len(session.scalars(select(Payment)).all()) == 1


def test_a_notice_that_never_came_is_asked_for(till: Till) -> None:
    till.world.switch(telling="never")
    till.due_now()
    work_off(till.runtime)
    assert till.state() == PaymentState.PENDING
    till.world.press(till.page.id, "pay")
    till.due_now()
    work_off(till.runtime)
    assert till.state() == PaymentState.SUCCEEDED
    assert till.owed() == 0
    till.world.post("/cards/notices")
    until(lambda: len(till.world.heard.bodies) == 1)
    till.hear()
    assert till.owed() == 0


def test_a_declined_card_is_a_task_and_changes_nothing(till: Till) -> None:
    till.world.press(till.page.id, "card_declined")
    until(lambda: len(till.world.heard.bodies) == 1)
    till.hear()
    assert (till.payment.state, till.owed()) == (PaymentState.PENDING, CENTS)
    assert till.tasks() == ["A card was declined"]


def test_a_closed_page_fails_its_payment(till: Till) -> None:
    till.world.gateway.close_checkout(till.page.id)
    until(lambda: len(till.world.heard.bodies) == 1)
    till.hear()
    assert (till.payment.state, till.payment.failure) == (PaymentState.FAILED, "expired")


def test_a_refund_whose_answer_was_lost_is_made_once(till: Till) -> None:
    till.world.press(till.page.id, "pay")
    until(lambda: len(till.world.heard.bodies) == 1)
    till.hear()
    till.world.switch(script=["drop", "ok"])
    with till.database.transaction() as session:
        unapply_payment(
            session, till.payment_id, [till.invoice.id], on=MARCH, reason="faulty", actor=OFFICE
        )
        new = NewRefund(till.payment_id, 5_000, MARCH, "faulty", "refund-1")
        refund_id = refund_payment(session, new, actor=OFFICE).id
    work_off(till.runtime)
    till.due_now()
    work_off(till.runtime)
    until(lambda: len(till.world.heard.bodies) == 2)
    till.hear()
    with till.database.reading() as session:
        assert session.get_one(Payment, refund_id).state is PaymentState.SUCCEEDED
        assert left_of(session, [till.payment_id]) == {till.payment_id: CENTS - 5_000}
        assert len(session.scalars(select(Payment).where(Payment.kind == "refund")).all()) == 1


def test_a_refund_without_an_answer_for_a_day_is_left_to_staff(till: Till) -> None:
    """The processor has forgotten its key by then: another try might be another refund."""
    till.world.press(till.page.id, "pay")
    until(lambda: len(till.world.heard.bodies) == 1)
    till.hear()
    with till.database.transaction() as session:
        held = [till.invoice.id]
        unapply_payment(session, till.payment_id, held, on=MARCH, reason="faulty", actor=OFFICE)
        refund = Payment(
            kind=PaymentKind.REFUND,
            payer_id=till.payer.id,
            method=PaymentMethod.CARD,
            received_on=till.payment.received_on,
            amount_cents=700,
            returns_id=till.payment_id,
            idempotency_key="refund-old",
            created_at=database_now(session) - timedelta(days=1),
        )
        session.add(refund)
        session.flush()
        promise(session, Kind.REFUND_CARD, {"refund_id": refund.id})
    work_off(till.runtime)
    assert till.tasks() == ["Nobody knows whether a refund to a card was made"]
    assert "refund.created" not in till.world.heard.types


def test_a_notice_that_makes_no_sense_becomes_a_task(till: Till) -> None:
    body = notice("checkout.session.completed", {"payment_status": "paid"}, id_="evt_odd")
    till.world.heard.bodies.append(body)
    till.world.heard.headers.append(signed(body)["Stripe-Signature"])
    till.hear()
    assert till.tasks() == ["A card processor's notice could not be read"]


def test_without_a_processor_the_work_is_kept_for_later(till: Till) -> None:
    till.world.press(till.page.id, "pay")
    until(lambda: len(till.world.heard.bodies) == 1)
    without = replace(till, runtime=replace(till.runtime, open_gateway=no_gateway))
    without.hear()
    with till.database.reading() as session:
        kinds = session.scalars(select(OutboxEntry.kind)).all()
    assert Kind.RECORD_CARD in kinds
