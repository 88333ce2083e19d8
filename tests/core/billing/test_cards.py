"""Payments by card: pending until the processor speaks, and true whatever order it speaks in."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.billing.actions.cards import (
    CardWord,
    decline_card,
    dispute_card,
    fail_card,
    note_page,
    settle_card,
)
from core.billing.actions.payments import begin_card_payment
from core.billing.model import Invoice, InvoiceStatus, Payment, PaymentMethod, PaymentState
from core.billing.queries.payable import left_of
from core.desk.model import StaffTask
from core.directory.model import Customer
from core.errors import FieldRefused, Refused
from core.events.model import Event
from tests.builders import OFFICE, a_customer
from tests.core.billing.paying import MARCH, balances, issued, new_payment, paid

APRIL = date(2026, 4, 2)
KEY = "card-key-1"


def begun(
    session: Session, payer: Customer, cents: int, *parts: tuple[Invoice, int], key: str = KEY
) -> Payment:
    new = new_payment(payer, cents, *parts, method=PaymentMethod.CARD, key=key)
    payment = begin_card_payment(session, new, processor="stripe", actor=OFFICE)
    return note_page(session, payment.id, f"cs_{key}")


def word(cents: int, *, key: str = KEY, code: str = "") -> CardWord:
    return CardWord(
        cents, reference=key, checkout_id=f"cs_{key}", payment_ref=f"pi_{key}", code=code
    )


def tasks(session: Session) -> list[str]:
    return list(session.scalars(select(StaffTask.title).order_by(StaffTask.id)))


def test_a_begun_payment_counts_for_nothing_until_the_card_was_charged(session: Session) -> None:
    payer = a_customer(session)
    invoice = issued(session, payer, 5_000)
    payment = begun(session, payer, 5_000, (invoice, 5_000))
    assert (payment.state, balances(session, invoice)) == (PaymentState.PENDING, [5_000])
    settled = settle_card(session, word(5_000), on=APRIL)
    assert settled is not None
    assert (settled.id, settled.state) == (payment.id, PaymentState.SUCCEEDED)
    assert (settled.received_on, settled.processor_reference) == (APRIL, f"pi_{KEY}")
    assert balances(session, invoice) == [0]


def test_the_processors_word_may_come_twice_or_before_our_own_answer(session: Session) -> None:
    payer = a_customer(session)
    invoice = issued(session, payer, 5_000)
    new = new_payment(payer, 5_000, (invoice, 5_000), method=PaymentMethod.CARD, key=KEY)
    payment = begin_card_payment(session, new, processor="stripe", actor=OFFICE)
    for _ in range(3):
        settle_card(session, word(5_000), on=APRIL)
    note_page(session, payment.id, f"cs_{KEY}")
    assert payment.processor_reference == f"pi_{KEY}"
    assert balances(session, invoice) == [0]
    assert len(session.scalars(select(Event).where(Event.kind == "payment.received")).all()) == 1


@pytest.mark.inventory(126)
def test_a_declined_card_changes_no_balance_and_is_written_down(session: Session) -> None:
    payer = a_customer(session)
    invoice = issued(session, payer, 5_000)
    payment = begun(session, payer, 5_000, (invoice, 5_000))
    for _ in range(2):
        decline_card(session, word(5_000, code="insufficient_funds"))
    assert balances(session, invoice) == [5_000]
    assert payment.state is PaymentState.PENDING
    assert tasks(session) == ["A card was declined"]
    declined = session.scalars(select(Event).where(Event.kind == "payment.declined")).first()
    assert declined is not None
    assert declined.after["code"] == "insufficient_funds"
    another = paid(session, payer, 5_000, (invoice, 5_000))
    assert another.state is PaymentState.SUCCEEDED
    assert balances(session, invoice) == [0]


@pytest.mark.inventory(126)
def test_a_failed_card_may_still_succeed_but_not_the_other_way_round(session: Session) -> None:
    payer = a_customer(session)
    invoice = issued(session, payer, 5_000)
    payment = begun(session, payer, 5_000, (invoice, 5_000))
    fail_card(session, word(5_000, code="expired"))
    assert (payment.state, payment.failure) == (PaymentState.FAILED, "expired")
    assert balances(session, invoice) == [5_000]
    settle_card(session, word(5_000), on=APRIL)
    assert payment.state is PaymentState.SUCCEEDED
    fail_card(session, word(5_000, code="expired"))
    decline_card(session, word(5_000, code="expired"))
    assert payment.state is PaymentState.SUCCEEDED
    assert balances(session, invoice) == [0]


def test_money_for_an_invoice_paid_meanwhile_stays_as_credit_with_a_task(session: Session) -> None:
    payer = a_customer(session)
    one, two = issued(session, payer, 5_000), issued(session, payer, 2_000)
    payment = begun(session, payer, 7_000, (one, 5_000), (two, 2_000))
    paid(session, payer, 4_000, (one, 4_000))
    settle_card(session, word(7_000), on=APRIL)
    assert balances(session, one, two) == [0, 0]
    assert left_of(session, [payment.id]) == {payment.id: 4_000}
    assert tasks(session) == ["A payment by card found its invoice paid or void"]


def test_money_for_a_void_invoice_is_kept_and_never_negative(session: Session) -> None:
    payer = a_customer(session)
    invoice = issued(session, payer, 5_000)
    payment = begun(session, payer, 5_000, (invoice, 5_000))
    invoice.status, invoice.voided_on = InvoiceStatus.VOID, MARCH
    session.flush()
    settle_card(session, word(5_000), on=APRIL)
    assert left_of(session, [payment.id]) == {payment.id: 5_000}
    assert len(tasks(session)) == 1


def test_what_nobody_here_knows_becomes_one_task_and_no_money(session: Session) -> None:
    for _ in range(2):
        assert settle_card(session, word(5_000, key="strange"), on=APRIL) is None
    dispute_card(session, word(5_000, key="strange"))
    assert session.scalars(select(Payment)).all() == []
    assert tasks(session) == [
        "A card payment that nobody here knows",
        "A dispute about a card payment that nobody here knows",
    ]


def test_another_amount_than_was_asked_for_is_not_believed(session: Session) -> None:
    payer = a_customer(session)
    invoice = issued(session, payer, 5_000)
    payment = begun(session, payer, 5_000, (invoice, 5_000))
    assert settle_card(session, word(4_999), on=APRIL) is None
    assert payment.state is PaymentState.PENDING
    assert balances(session, invoice) == [5_000]


def test_a_dispute_is_written_down_and_left_to_staff(session: Session) -> None:
    payer = a_customer(session)
    invoice = issued(session, payer, 5_000)
    begun(session, payer, 5_000, (invoice, 5_000))
    settle_card(session, word(5_000), on=APRIL)
    dispute_card(session, replace(word(5_000, code="fraudulent"), reference="", checkout_id=""))
    assert tasks(session) == ["A payment by card is disputed"]
    assert balances(session, invoice) == [0]


def test_the_card_page_is_for_cards_and_for_what_is_owed(session: Session) -> None:
    payer = a_customer(session)
    invoice = issued(session, payer, 5_000)
    cash = new_payment(payer, 5_000, (invoice, 5_000))
    with pytest.raises(FieldRefused):
        begin_card_payment(session, cash, processor="stripe", actor=OFFICE)
    too_much = new_payment(payer, 9_000, (invoice, 9_000), method=PaymentMethod.CARD)
    with pytest.raises(Refused):
        begin_card_payment(session, too_much, processor="stripe", actor=OFFICE)
