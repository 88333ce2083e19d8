"""Payment plans: instalments that sum to the cent, paid in order, each reminded of once."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.billing.actions.crediting import apply_credit, credit_part, credit_whole
from core.billing.actions.payments import unapply_payment
from core.billing.actions.plans import (
    active_plan,
    agree_plan,
    begin_reminding,
    cancel_plan,
    progress_of,
    shown_plan,
)
from core.billing.actions.reminding import remind_overdue_invoices
from core.billing.actions.reversing import reverse_payment
from core.billing.instalments import FEWEST, MOST, Due, Pace, filled, instalments
from core.billing.model import Invoice, PaymentPlan, PlanState
from core.desk.model import StaffTask
from core.errors import FieldRefused, Refused
from core.outbox import Kind
from core.outbox.model import OutboxEntry
from tests.builders import CHICAGO, OFFICE, a_customer
from tests.builders.billing import an_invoice, because
from tests.core.billing.paying import MARCH, balances, issued, paid

JANUARY_31 = date(2027, 1, 31)


def agreed(session: Session, invoice: Invoice, *, count: int = 3) -> PaymentPlan:
    return agree_plan(
        session,
        invoice.id,
        first_on=date(2026, 4, 1),
        count=count,
        pace=Pace.MONTHLY,
        on=MARCH,
        zone=CHICAGO,
        actor=OFFICE,
    )


def state_of(session: Session, plan: PaymentPlan) -> PlanState:
    session.refresh(plan)
    return plan.state


@given(total=st.integers(MOST, 10**9), count=st.integers(FEWEST, MOST), pace=st.sampled_from(Pace))
def test_instalments_sum_to_the_cent_and_differ_by_one_at_most(
    total: int, count: int, pace: Pace
) -> None:
    dues = instalments(total, JANUARY_31, count, pace)
    amounts = [due.cents for due in dues]
    assert sum(amounts) == total
    assert max(amounts) - min(amounts) <= 1
    assert [due.position for due in dues] == list(range(1, count + 1))
    days = [due.due_on for due in dues]
    assert days == sorted(set(days))


def test_the_31st_comes_back_after_a_short_month() -> None:
    days = [due.due_on for due in instalments(300, JANUARY_31, 3, Pace.MONTHLY)]
    assert days == [JANUARY_31, date(2027, 2, 28), date(2027, 3, 31)]


@pytest.mark.parametrize(("total", "count"), [(100, 1), (100, 61), (2, 3)])
def test_too_few_too_many_and_less_than_a_cent_are_refused(total: int, count: int) -> None:
    with pytest.raises(ValueError, match="instalments"):
        instalments(total, JANUARY_31, count, Pace.WEEKLY)


@given(paid_cents=st.integers(-5, 500))
def test_what_came_in_fills_the_earliest_first(paid_cents: int) -> None:
    dues = filled([Due(n, MARCH, 100) for n in (1, 2, 3)], paid_cents)
    amounts = [due.paid_cents for due in dues]
    assert sum(amounts) == min(max(paid_cents, 0), 300)
    assert amounts == sorted(amounts, reverse=True)


@pytest.mark.inventory(125)
def test_a_large_invoice_is_paid_in_parts_and_each_is_reminded_of_once(session: Session) -> None:
    """100.00 in three: 33.34, 33.33, 33.33; 40.00 paid fill the first and part of the second."""
    payer = a_customer(session)
    invoice = issued(session, payer, 10_000)
    plan = agreed(session, invoice)
    assert [each.amount_cents for each in plan.instalments] == [3_334, 3_333, 3_333]
    promised = session.scalars(
        select(OutboxEntry)
        .where(OutboxEntry.kind == Kind.REMIND_INSTALMENT)
        .order_by(OutboxEntry.run_at)
    ).all()
    assert [entry.args["instalment_id"] for entry in promised] == [
        each.id for each in plan.instalments
    ]
    assert promised[0].run_at.isoformat() == "2026-03-29T15:00:00+00:00"

    paid(session, payer, 4_000, (invoice, 4_000))
    assert [due.paid_cents for due in progress_of(session, plan)] == [3_334, 666, 0]
    first, second, _ = plan.instalments
    assert begin_reminding(session, first.id, on=MARCH) is None
    reminder = begin_reminding(session, second.id, on=MARCH)
    assert reminder is not None
    assert reminder.balance_cents == 2_667
    assert begin_reminding(session, second.id, on=MARCH) is None


def test_a_plan_is_kept_when_nothing_is_owed_and_runs_again_when_money_is_taken_back(
    session: Session,
) -> None:
    payer = a_customer(session)
    invoice = issued(session, payer, 10_000)
    plan = agreed(session, invoice)
    payment = paid(session, payer, 10_000, (invoice, 10_000))
    assert state_of(session, plan) == PlanState.KEPT
    unapply_payment(session, payment.id, [invoice.id], on=MARCH, reason="wrong", actor=OFFICE)
    assert state_of(session, plan) == PlanState.ACTIVE


def test_a_plan_is_kept_when_a_credit_takes_all_that_is_owed(session: Session) -> None:
    invoice = an_invoice(session, 10_000, on=MARCH)
    plan = agreed(session, invoice)
    credit_part(session, invoice.id, 4_000, because(on=MARCH), actor=OFFICE)
    assert state_of(session, plan) == PlanState.ACTIVE
    credit_whole(session, invoice.id, because(on=MARCH), actor=OFFICE)
    assert state_of(session, plan) == PlanState.KEPT


def test_a_plan_is_kept_when_a_credit_of_another_invoice_pays_the_rest(session: Session) -> None:
    payer = a_customer(session)
    invoice, paid_one = (an_invoice(session, customer=payer, on=MARCH) for _ in range(2))
    paid(session, payer, 10_000, (paid_one, 10_000))
    credit = credit_whole(session, paid_one.id, because(on=MARCH), actor=OFFICE)
    plan = agreed(session, invoice)
    apply_credit(session, credit.id, [(invoice.id, 9_999)], on=MARCH, actor=OFFICE)
    assert state_of(session, plan) == PlanState.ACTIVE
    apply_credit(session, credit.id, [(invoice.id, 1)], on=MARCH, actor=OFFICE)
    assert state_of(session, plan) == PlanState.KEPT


def test_one_plan_an_invoice_until_it_is_called_off(session: Session) -> None:
    payer = a_customer(session)
    invoice = issued(session, payer, 10_000)
    plan = agreed(session, invoice)
    with pytest.raises(Refused, match="already"):
        agreed(session, invoice)
    cancel_plan(session, plan.id, actor=OFFICE)
    assert active_plan(session, invoice.id) is None
    assert begin_reminding(session, plan.instalments[0].id, on=MARCH) is None
    with pytest.raises(Refused, match="canceled"):
        cancel_plan(session, plan.id, actor=OFFICE)
    agreed(session, invoice)


def test_a_plan_is_broken_when_what_came_in_before_it_is_taken_back(session: Session) -> None:
    """48.37, 20.00 paid, a plan over 28.37, then the 20.00 bounce: 48.37 are owed, which no instalment knows of."""
    payer = a_customer(session)
    invoice = issued(session, payer, 4_837)
    before = paid(session, payer, 2_000, (invoice, 2_000))
    plan = agreed(session, invoice, count=2)
    reverse_payment(session, before.id, on=MARCH, reason="bounced", actor=OFFICE)
    assert state_of(session, plan) == PlanState.BROKEN
    assert begin_reminding(session, plan.instalments[0].id, on=MARCH) is None
    (task,) = session.scalars(select(StaffTask).where(StaffTask.title.like("%plan%")))
    assert "$48.37" in task.details
    (told,) = remind_overdue_invoices(session, on=date(2026, 6, 1))
    assert (told.invoice_id, told.balance_cents) == (invoice.id, 4_837)
    assert shown_plan(session, invoice.id) == plan
    anew = agreed(session, invoice, count=2)
    assert (anew.total_cents, shown_plan(session, invoice.id)) == (4_837, anew)


def test_a_plan_that_was_kept_is_broken_likewise(session: Session) -> None:
    payer = a_customer(session)
    invoice = issued(session, payer, 4_000)
    before = paid(session, payer, 1_000, (invoice, 1_000))
    plan = agreed(session, invoice)
    after = paid(session, payer, 3_000, (invoice, 3_000))
    unapply_payment(session, before.id, [invoice.id], on=MARCH, reason="wrong", actor=OFFICE)
    assert state_of(session, plan) == PlanState.BROKEN
    unapply_payment(session, after.id, [invoice.id], on=MARCH, reason="wrong", actor=OFFICE)
    assert state_of(session, plan) == PlanState.BROKEN


def test_an_instalment_that_bounces_breaks_nothing(session: Session) -> None:
    payer = a_customer(session)
    invoice = issued(session, payer, 4_000)
    paid(session, payer, 1_000, (invoice, 1_000))
    plan = agreed(session, invoice)
    first = paid(session, payer, 1_000, (invoice, 1_000))
    reverse_payment(session, first.id, on=MARCH, reason="bounced", actor=OFFICE)
    assert state_of(session, plan) == PlanState.ACTIVE
    assert [due.paid_cents for due in progress_of(session, plan)] == [0, 0, 0]


@pytest.mark.parametrize(
    ("first_on", "count", "field"),
    [
        (date(2099, 12, 1), 3, "first_on"),
        (date(2026, 5, 1), 3, "first_on"),
        (date(2026, 4, 1), 37, "count"),
    ],
)
def test_a_plan_that_begins_or_ends_too_late_is_refused(
    session: Session, first_on: date, count: int, field: str
) -> None:
    invoice = issued(session, a_customer(session), 100_000)
    with pytest.raises(FieldRefused) as refusal:
        agree_plan(
            session,
            invoice.id,
            first_on=first_on,
            count=count,
            pace=Pace.MONTHLY,
            on=MARCH,
            zone=CHICAGO,
            actor=OFFICE,
        )
    assert refusal.value.field == field
    assert active_plan(session, invoice.id) is None


def test_a_plan_needs_something_owed_and_days_to_come(session: Session) -> None:
    payer = a_customer(session)
    settled = issued(session, payer, 10_000)
    paid(session, payer, 10_000, (settled, 10_000))
    with pytest.raises(Refused, match="Nothing is owed"):
        agreed(session, settled)
    owed = issued(session, payer, 10_000)
    with pytest.raises(FieldRefused):
        agreed(session, owed, count=1)
    with pytest.raises(FieldRefused):
        agree_plan(
            session,
            owed.id,
            first_on=date(2026, 2, 1),
            count=3,
            pace=Pace.MONTHLY,
            on=MARCH,
            zone=CHICAGO,
            actor=OFFICE,
        )
    assert balances(session, owed) == [10_000]
