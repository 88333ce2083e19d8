"""Bounced checks and refunds: rows are added, nothing is changed, and never more goes back than came."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.billing.actions.cards import CardWord, settle_card
from core.billing.actions.payments import apply_payment, begin_card_payment, unapply_payment
from core.billing.actions.refunding import (
    NewRefund,
    fail_refund,
    refund_failure_told,
    refund_payment,
    refund_told,
    settle_refund,
)
from core.billing.actions.reversing import reverse_payment
from core.billing.model import Allocation, Payment, PaymentKind, PaymentMethod, PaymentState
from core.billing.queries.payable import left_of
from core.billing.receiving import Part, SameKeyOtherPayment
from core.desk.model import StaffTask
from core.directory.model import Customer
from core.errors import FieldRefused, Refused
from core.jobs.lifecycle import Category
from core.jobs.model import Job
from core.outbox import Kind
from core.outbox.model import OutboxEntry
from tests.builders import OFFICE, a_customer, a_job_at, a_place
from tests.core.billing.paying import MARCH, balances, issued, new_payment, paid

APRIL = date(2026, 4, 2)


def refund(payment: Payment, cents: int, key: str = "refund-1") -> NewRefund:
    return NewRefund(payment.id, cents, APRIL, "asked for it", key)


def a_card_payment(session: Session, payer: Customer, cents: int) -> Payment:
    new = new_payment(payer, cents, method=PaymentMethod.CARD, key="card-1")
    begin_card_payment(session, new, processor="stripe", actor=OFFICE)
    settled = settle_card(session, CardWord(cents, "card-1", "cs_1", "pi_1"), on=MARCH)
    assert settled is not None
    return settled


def category_of(job: Job) -> str:
    return job.status.category


def test_a_bounced_check_makes_its_invoices_owed_and_its_job_invoiced_again(
    session: Session,
) -> None:
    payer, place = a_customer(session), a_place(session)
    job = a_job_at(session, "Completed", place, payer)
    invoice = issued(session, payer, 5_000, job=job, place=place)
    other = issued(session, payer, 1_000)
    payment = paid(session, payer, 7_000, (invoice, 5_000), (other, 1_000))
    assert category_of(job) == Category.PAID
    taken = reverse_payment(session, payment.id, on=APRIL, reason="NSF", actor=OFFICE)
    assert balances(session, invoice, other) == [5_000, 1_000]
    assert category_of(job) == Category.INVOICED
    assert (payment.state, taken.kind) == (PaymentState.REVERSED, PaymentKind.REVERSAL)
    assert (taken.amount_cents, taken.received_on, taken.returns_id) == (7_000, APRIL, payment.id)
    assert left_of(session, [payment.id]) == {payment.id: 0}
    rows = session.scalars(select(Allocation.amount_cents).order_by(Allocation.id)).all()
    assert sorted(rows) == [-5_000, -1_000, 1_000, 5_000]
    paid(session, payer, 6_000, (invoice, 5_000), (other, 1_000))
    assert category_of(job) == Category.PAID


def test_a_payment_is_reversed_once_with_a_reason_and_whole(session: Session) -> None:
    payer = a_customer(session)
    payment = paid(session, payer, 5_000)
    with pytest.raises(FieldRefused):
        reverse_payment(session, payment.id, on=APRIL, reason=" ", actor=OFFICE)
    refund_payment(session, refund(payment, 100), actor=OFFICE)
    with pytest.raises(Refused, match="given back"):
        reverse_payment(session, payment.id, on=APRIL, reason="NSF", actor=OFFICE)
    other = paid(session, payer, 900)
    reverse_payment(session, other.id, on=APRIL, reason="NSF", actor=OFFICE)
    with pytest.raises(Refused, match="nothing to reverse"):
        reverse_payment(session, other.id, on=APRIL, reason="NSF", actor=OFFICE)


def test_only_what_is_left_of_a_payment_is_given_back(session: Session) -> None:
    payer = a_customer(session)
    invoice = issued(session, payer, 5_000)
    payment = paid(session, payer, 6_000, (invoice, 5_000))
    with pytest.raises(FieldRefused, match=r"\$10\.00"):
        refund_payment(session, refund(payment, 1_001), actor=OFFICE)
    back = refund_payment(session, refund(payment, 1_000), actor=OFFICE)
    assert refund_payment(session, refund(payment, 1_000), actor=OFFICE).id == back.id
    with pytest.raises(SameKeyOtherPayment):
        refund_payment(session, refund(payment, 999), actor=OFFICE)
    unapply_payment(session, payment.id, [invoice.id], on=APRIL, reason="faulty", actor=OFFICE)
    refund_payment(session, refund(payment, 5_000, "refund-2"), actor=OFFICE)
    with pytest.raises(FieldRefused):
        refund_payment(session, refund(payment, 1, "refund-3"), actor=OFFICE)
    assert left_of(session, [payment.id]) == {payment.id: 0}
    assert balances(session, invoice) == [5_000]


@pytest.mark.parametrize("cents", [0, -1])
def test_nothing_and_less_are_no_refund(session: Session, cents: int) -> None:
    payment = paid(session, a_customer(session), 100)
    with pytest.raises(FieldRefused):
        refund_payment(session, refund(payment, cents), actor=OFFICE)


def test_a_refund_to_a_card_is_pending_and_holds_its_money_meanwhile(session: Session) -> None:
    payer = a_customer(session)
    payment = a_card_payment(session, payer, 5_000)
    back = refund_payment(session, refund(payment, 3_000), actor=OFFICE)
    assert back.state is PaymentState.PENDING
    assert left_of(session, [payment.id]) == {payment.id: 2_000}
    (promise,) = session.scalars(select(OutboxEntry).where(OutboxEntry.kind == Kind.REFUND_CARD))
    assert promise.args == {"refund_id": back.id}
    for _ in range(2):
        settle_refund(session, back.id, "re_1")
    assert (back.state, back.processor_reference) == (PaymentState.SUCCEEDED, "re_1")


def test_a_refund_the_bank_refuses_is_credit_again(session: Session) -> None:
    payment = a_card_payment(session, a_customer(session), 5_000)
    back = refund_payment(session, refund(payment, 3_000), actor=OFFICE)
    for _ in range(2):
        fail_refund(session, back.id, "lost_card")
    assert back.state is PaymentState.FAILED
    assert left_of(session, [payment.id]) == {payment.id: 5_000}
    titles = session.scalars(select(StaffTask.title)).all()
    assert titles.count("A refund to a card did not arrive") == 1


def test_the_processors_word_on_a_refund_finds_ours_by_key_or_id(session: Session) -> None:
    payment = a_card_payment(session, a_customer(session), 5_000)
    back = refund_payment(session, refund(payment, 3_000), actor=OFFICE)
    told = CardWord(3_000, reference="refund-1", payment_ref="pi_1")
    for _ in range(2):
        assert refund_told(session, told, "re_1", on=APRIL) is back
    refund_failure_told(session, CardWord(3_000, payment_ref="pi_1"), "re_1")
    assert len(session.scalars(select(Payment).where(Payment.kind == "refund")).all()) == 1


def test_a_refund_made_at_the_processor_is_written_down_or_given_to_staff(
    session: Session,
) -> None:
    payer = a_customer(session)
    payment = a_card_payment(session, payer, 5_000)
    told = CardWord(3_000, payment_ref="pi_1")
    for _ in range(2):
        made = refund_told(session, told, "re_9", on=APRIL)
        assert made is not None
        assert made.state is PaymentState.SUCCEEDED
    assert left_of(session, [payment.id]) == {payment.id: 2_000}
    assert refund_told(session, told, "re_10", on=APRIL) is None
    assert refund_told(session, CardWord(5, payment_ref="pi_x"), "re_11", on=APRIL) is None
    assert len(session.scalars(select(StaffTask)).all()) == 2


def test_a_failed_refund_that_arrives_after_its_money_was_used_is_left_to_staff(
    session: Session,
) -> None:
    payer = a_customer(session)
    payment = a_card_payment(session, payer, 5_000)
    back = refund_payment(session, refund(payment, 3_000), actor=OFFICE)
    fail_refund(session, back.id, "lost_card")
    invoice = issued(session, payer, 5_000)
    apply_payment(session, payment.id, [Part(invoice.id, 5_000)], on=APRIL, actor=OFFICE)
    for _ in range(2):
        assert settle_refund(session, back.id, "re_1").state is PaymentState.FAILED
    assert balances(session, invoice) == [0]
    titles = session.scalars(select(StaffTask.title)).all()
    assert titles.count("A refund that had failed arrived after all") == 1
