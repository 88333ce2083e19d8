"""A wrong year on a payment: refused at every door, and what stands there already is taken back without a trace."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.billing.actions.correcting import Correction
from core.billing.actions.crediting import credit_whole
from core.billing.actions.days import refuse_to_come
from core.billing.actions.payments import (
    apply_payment,
    begin_card_payment,
    receive_payment,
    unapply_payment,
)
from core.billing.actions.refunding import NewRefund, refund_payment
from core.billing.actions.reversing import reverse_payment
from core.billing.actions.voiding import void
from core.billing.model import (
    Allocation,
    Invoice,
    Payment,
    PaymentKind,
    PaymentMethod,
    PaymentState,
)
from core.billing.queries.ageing import ageing_of
from core.billing.queries.statement import account_of
from core.billing.receiving import Part
from core.desk.model import StaffTask
from core.directory.model import Customer
from core.errors import FieldRefused, Refused
from tests.builders import OFFICE, a_customer
from tests.builders.billing import an_invoice
from tests.core.billing.paying import MARCH, balances, issued, new_payment, paid

FAR = date(2099, 6, 1)
APRIL = date(2026, 4, 2)


def poisoned(session: Session, cents: int = 10_000) -> tuple[Customer, Invoice, Payment]:
    """What an earlier Fixline let in: a payment of a year to come, counted then."""
    payer = a_customer(session)
    invoice = an_invoice(session, cents, customer=payer, on=MARCH)
    payment = Payment(
        kind=PaymentKind.PAYMENT,
        payer_id=payer.id,
        method=PaymentMethod.CASH,
        state=PaymentState.SUCCEEDED,
        received_on=FAR,
        amount_cents=cents,
        taken_by="Olga",
        idempotency_key=f"far-{invoice.id}",
    )
    session.add(payment)
    session.flush()
    session.add(
        Allocation(
            payment_id=payment.id, invoice_id=invoice.id, amount_cents=cents, effective_on=FAR
        )
    )
    session.flush()
    return payer, invoice, payment


def test_money_of_a_day_to_come_is_refused_whatever_way_it_comes(session: Session) -> None:
    payer = a_customer(session)
    invoice = issued(session, payer, 10_000)
    cash = new_payment(payer, 10_000, (invoice, 10_000), on=FAR)
    with pytest.raises(FieldRefused, match="still to come") as refusal:
        receive_payment(session, cash, actor=OFFICE)
    card = new_payment(payer, 100, method=PaymentMethod.CARD, on=FAR)
    with pytest.raises(FieldRefused, match="still to come"):
        begin_card_payment(session, card, processor="stripe", actor=OFFICE)
    assert refusal.value.field == "received_on"
    assert session.scalar(select(func.count()).select_from(Payment)) == 0


def test_nothing_is_counted_returned_or_corrected_on_a_day_to_come(session: Session) -> None:
    payer = a_customer(session)
    invoice, other = issued(session, payer, 4_000), issued(session, payer, 4_000)
    payment = paid(session, payer, 9_000, (invoice, 4_000))
    part = [Part(other.id, 1_000)]
    with pytest.raises(FieldRefused):
        apply_payment(session, payment.id, part, on=FAR, actor=OFFICE)
    with pytest.raises(FieldRefused):
        unapply_payment(session, payment.id, [invoice.id], on=FAR, reason="x", actor=OFFICE)
    with pytest.raises(FieldRefused):
        reverse_payment(session, payment.id, on=FAR, reason="x", actor=OFFICE)
    with pytest.raises(FieldRefused):
        refund_payment(session, NewRefund(payment.id, 100, FAR, "x", "r-1"), actor=OFFICE)
    with pytest.raises(FieldRefused):
        credit_whole(session, other.id, Correction("x", FAR), actor=OFFICE)
    with pytest.raises(FieldRefused):
        void(session, other.id, on=FAR, reason="x", actor=OFFICE)
    assert balances(session, invoice, other) == [0, 4_000]


def test_tomorrow_is_to_come_and_today_is_not() -> None:
    refuse_to_come(MARCH, MARCH, "received_on")
    with pytest.raises(FieldRefused):
        refuse_to_come(MARCH + timedelta(days=1), MARCH, "received_on")


def test_what_stands_on_a_day_to_come_is_reversed_and_leaves_no_trace(session: Session) -> None:
    """100.00 written down for 2099, reversed, and taken on its own day: paid from that day on, owed until then."""
    payer, invoice, wrong = poisoned(session)
    reverse_payment(session, wrong.id, on=APRIL, reason="wrong year", actor=OFFICE)
    assert balances(session, invoice) == [10_000]
    right = receive_payment(
        session, new_payment(payer, 10_000, (invoice, 10_000), on=APRIL), actor=OFFICE
    )
    counted = select(Allocation.effective_on).where(Allocation.payment_id == right.id)
    assert session.scalars(counted).all() == [APRIL]
    assert [account_of(session, payer.id, on) for on in (MARCH, APRIL, FAR)] == [10_000, 0, 0]
    assert ageing_of(session, payer.id, APRIL).items == 0
    assert session.scalars(select(StaffTask.title)).all() == []


def test_an_invoice_freed_of_a_day_to_come_can_be_voided_or_credited(session: Session) -> None:
    for correct in ("void", "credit"):
        _, invoice, wrong = poisoned(session)
        reverse_payment(session, wrong.id, on=APRIL, reason="wrong year", actor=OFFICE)
        if correct == "void":
            void(session, invoice.id, on=APRIL, reason="never done", actor=OFFICE)
        else:
            credit_whole(session, invoice.id, Correction("never done", APRIL), actor=OFFICE)
        assert balances(session, invoice) == [0]


def test_a_good_payment_that_was_counted_on_a_day_to_come_is_used_anew(session: Session) -> None:
    payer, invoice, wrong = poisoned(session)
    reverse_payment(session, wrong.id, on=APRIL, reason="wrong year", actor=OFFICE)
    good = paid(session, payer, 10_000)
    session.add(
        Allocation(payment_id=good.id, invoice_id=invoice.id, amount_cents=10_000, effective_on=FAR)
    )
    session.flush()
    unapply_payment(session, good.id, [invoice.id], on=APRIL, reason="wrong day", actor=OFFICE)
    apply_payment(session, good.id, [Part(invoice.id, 10_000)], on=APRIL, actor=OFFICE)
    assert account_of(session, payer.id, APRIL) == 0
    assert ageing_of(session, payer.id, APRIL).unapplied == 0


def test_a_payment_of_a_day_to_come_is_used_for_nothing_else(session: Session) -> None:
    _, invoice, wrong = poisoned(session)
    unapply_payment(session, wrong.id, [invoice.id], on=APRIL, reason="wrong", actor=OFFICE)
    with pytest.raises(Refused, match="Reverse it"):
        apply_payment(session, wrong.id, [Part(invoice.id, 1)], on=APRIL, actor=OFFICE)
    with pytest.raises(Refused, match="Reverse it"):
        refund_payment(session, NewRefund(wrong.id, 1, APRIL, "x", "r-2"), actor=OFFICE)
