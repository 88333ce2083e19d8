"""Many hands at once on the same money: real threads, real transactions, one outcome."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import pytest
from sqlalchemy import func, select

from core.billing.actions.payments import apply_payment, receive_payment
from core.billing.actions.refunding import NewRefund, refund_payment
from core.billing.actions.reversing import reverse_payment
from core.billing.model import Allocation, Invoice, Payment, PaymentKind, PaymentMethod
from core.billing.receiving import NewPayment, Part
from core.db import Database
from core.directory.model import Customer
from core.errors import FixlineError, Refused
from tests.builders import OFFICE, a_customer
from tests.core.billing.paying import MARCH, balances, issued, new_payment, paid

HANDS = 12


def at_once(acts: list[Callable[[], object]]) -> list[object]:
    """Do them all in the same instant; a refusal is an answer."""
    gate = Barrier(len(acts))

    def run(act: Callable[[], object]) -> object:
        gate.wait()
        try:
            return act()
        except FixlineError as refusal:
            return refusal

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def stage(database: Database, *cents: int) -> tuple[Customer, list[Invoice]]:
    with database.transaction() as session:
        payer = a_customer(session)
        return payer, [issued(session, payer, each) for each in cents]


def receives(database: Database, new: NewPayment) -> Callable[[], int]:
    def act() -> int:
        with database.transaction() as session:
            return receive_payment(session, new, actor=OFFICE).id

    return act


def owed(database: Database, invoices: list[Invoice]) -> list[int]:
    with database.reading() as session:
        return balances(session, *invoices)


@pytest.mark.inventory(130)
def test_a_double_click_makes_one_payment(database: Database) -> None:
    payer, invoices = stage(database, 5_000)
    new = new_payment(payer, 5_000, (invoices[0], 5_000), method=PaymentMethod.CASH)
    answers = at_once([receives(database, new) for _ in range(HANDS)])
    assert len(set(answers)) == 1
    assert isinstance(answers[0], int)
    assert owed(database, invoices) == [0]
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Payment)) == 1
        assert session.scalar(select(func.count()).select_from(Allocation)) == 1


def test_many_tabs_on_one_invoice_never_pay_it_twice(database: Database) -> None:
    payer, invoices = stage(database, 5_000)
    tabs = [new_payment(payer, 5_000, (invoices[0], 5_000)) for _ in range(HANDS)]
    answers = at_once([receives(database, new) for new in tabs])
    assert sum(isinstance(answer, int) for answer in answers) == 1
    assert sum(isinstance(answer, Refused) for answer in answers) == HANDS - 1
    assert owed(database, invoices) == [0]


def test_payments_over_the_same_invoices_in_opposite_order_do_not_wait_in_a_circle(
    database: Database,
) -> None:
    payer, invoices = stage(database, 12_000, 12_000, 12_000)
    there = new_payment(payer, 3_000, *((each, 1_000) for each in invoices))
    back = replace(there, parts=tuple(reversed(there.parts)))
    news = [replace(there if n % 2 else back, key=f"key-{n}") for n in range(HANDS)]
    answers = at_once([receives(database, new) for new in news])
    assert all(isinstance(answer, int) for answer in answers)
    assert owed(database, invoices) == [0, 0, 0]


def test_one_credit_is_spent_once(database: Database) -> None:
    payer, invoices = stage(database, *([1_000] * HANDS))
    with database.transaction() as session:
        payment_id = paid(session, payer, 3_500).id

    def applies(invoice: Invoice) -> Callable[[], object]:
        def act() -> None:
            with database.transaction() as session:
                parts = [Part(invoice.id, 1_000)]
                apply_payment(session, payment_id, parts, on=MARCH, actor=OFFICE)

        return act

    answers = at_once([applies(each) for each in invoices])
    assert sum(answer is None for answer in answers) == 3
    assert sorted(owed(database, invoices)) == [0] * 3 + [1_000] * (HANDS - 3)


def test_reversing_refunding_and_applying_at_once_end_in_one_story(database: Database) -> None:
    payer, invoices = stage(database, 4_000)
    with database.transaction() as session:
        payment_id = paid(session, payer, 4_000).id

    def reverses() -> None:
        with database.transaction() as session:
            reverse_payment(session, payment_id, on=MARCH, reason="bounced", actor=OFFICE)

    def refunds() -> None:
        new = NewRefund(payment_id, 4_000, MARCH, "asked for it", "refund-1")
        with database.transaction() as session:
            refund_payment(session, new, actor=OFFICE)

    def applies() -> None:
        with database.transaction() as session:
            part = [Part(invoices[0].id, 4_000)]
            apply_payment(session, payment_id, part, on=MARCH, actor=OFFICE)

    answers = at_once([reverses, refunds, applies, reverses, refunds, applies])
    assert not any(
        isinstance(each, Exception) and not isinstance(each, Refused) for each in answers
    )
    with database.reading() as session:
        kinds = session.scalars(select(Payment.kind).where(Payment.returns_id == payment_id)).all()
        counted = session.scalar(select(func.coalesce(func.sum(Allocation.amount_cents), 0)))
    assert len(kinds) <= 1
    if kinds:
        assert counted == 0
    assert set(kinds) <= {PaymentKind.REVERSAL, PaymentKind.REFUND}
