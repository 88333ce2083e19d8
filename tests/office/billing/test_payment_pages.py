"""One payment at a desk: counted, taken off, reversed, given back; the list; instalments of an invoice."""

from __future__ import annotations

import csv
from datetime import date
from io import StringIO

import pytest
from sqlalchemy import select

from core.billing.model import (
    Allocation,
    Payment,
    PaymentKind,
    PaymentMethod,
    PaymentPlan,
    PaymentState,
    PlanState,
)
from core.db import Database
from core.desk.model import StaffTask
from tests.office.billing.books import a_portfolio, an_open_one, fields_of, owed_on, the_day
from tests.office.desk import Browser


def take(desk: Browser, payer: int, amount: str, **parts: str) -> str:
    """Record cash; the page of the payment."""
    page = f"/billing/collect?payer={payer}"
    fields = fields_of(desk.client.get(page).get_data(as_text=True))
    sent = {**fields, "method": "cash", "amount": amount, "do": "record", **parts}
    sent.pop("csrf_token")
    return desk.send("/billing/collect", seen_on=page, **sent).headers["Location"]


def payments(database: Database) -> list[Payment]:
    with database.reading() as session:
        return list(session.scalars(select(Payment).order_by(Payment.id)))


def test_a_bounced_check_is_reversed_and_its_invoices_are_owed_again(
    database: Database, desk: Browser
) -> None:
    payer, (invoice_id,) = a_portfolio(database, 10_000)
    page = take(desk, payer, "100", **{f"pay-{invoice_id}": "100"})
    assert desk.send(f"{page}/reverse", seen_on=page, reverse_reason="").status_code == 422
    desk.send(f"{page}/reverse", seen_on=page, reverse_reason="No funds")
    assert owed_on(database, invoice_id) == 10_000
    assert "Reversed" in desk.text(page)
    assert [each.kind for each in payments(database)] == [PaymentKind.PAYMENT, PaymentKind.REVERSAL]
    with database.reading() as session:
        assert session.scalars(select(StaffTask)).one().details == "No funds"
    assert desk.send(f"{page}/reverse", seen_on=page, reverse_reason="Again").status_code == 422


def test_what_is_left_is_applied_and_taken_off_again(database: Database, desk: Browser) -> None:
    payer, ids = a_portfolio(database, 10_000, 20_000)
    page = take(desk, payer, "150")
    fields = fields_of(desk.text(page))
    assert [fields[f"pay-{each}"] for each in ids] == ["100.00", "50.00"]
    sent = {name: value for name, value in fields.items() if name.startswith(("pay-", "seen"))}
    assert desk.send(f"{page}/apply", seen_on=page, **sent).status_code == 303
    assert [owed_on(database, each) for each in ids] == [0, 15_000]
    assert desk.send(f"{page}/off/{ids[0]}", seen_on=page, off_reason=" ").status_code == 422
    desk.send(f"{page}/off/{ids[0]}", seen_on=page, off_reason="Wrong place")
    assert [owed_on(database, each) for each in ids] == [10_000, 15_000]


def test_a_payment_tells_all_that_became_of_it(database: Database, desk: Browser) -> None:
    payer, ids = a_portfolio(database, 10_000, 20_000)
    page = take(desk, payer, "150", **{f"pay-{ids[0]}": "100", f"pay-{ids[1]}": "50"})
    other = take(desk, payer, "10", **{f"pay-{ids[1]}": "10"})
    desk.send(f"{page}/off/{ids[0]}", seen_on=page, off_reason="Wrong place")
    desk.send(f"{page}/refund", seen_on=page, key="r1", refund="40", refund_reason="Paid twice")
    history = desk.text(page).partition('id="timeline"')[2]
    for sentence in (
        "received $150.00 by cash",
        "counted $50.00 towards invoice 1002",
        "took $100.00 off invoice 1001; $100.00 owed again",
        "Wrong place",
        "gave back $40.00 by cash",
        "Paid twice",
    ):
        assert sentence in history
    assert "$10.00" not in history
    assert "took" not in desk.text(other).partition('id="timeline"')[2]


def test_money_not_used_is_given_back_once(database: Database, desk: Browser) -> None:
    payer, _ = a_portfolio(database, 10_000)
    page = take(desk, payer, "150")
    sent = {"refund": "60", "refund_reason": "Paid twice", "key": "refund-1"}
    for _ in range(2):
        assert desk.send(f"{page}/refund", seen_on=page, **sent).status_code == 303
    refunds = [each for each in payments(database) if each.kind is PaymentKind.REFUND]
    assert [(each.amount_cents, each.state) for each in refunds] == [
        (6_000, PaymentState.SUCCEEDED)
    ]
    more = {**sent, "refund": "90.01", "key": "refund-2"}
    answer = desk.send(f"{page}/refund", seen_on=page, **more)
    assert answer.status_code == 422
    assert 'id="refund-error"' in answer.text


def test_the_list_finds_by_payer_number_and_amount(database: Database, desk: Browser) -> None:
    payer, _ = a_portfolio(database, 10_000)
    take(desk, payer, "150")
    assert "$150.00" in desk.text("/billing/payments", q="Lakeside")
    assert "$150.00" in desk.text("/billing/payments", q="150")
    assert "No payment fits" in desk.text("/billing/payments", q="zebra")
    assert "No payment fits" in desk.text("/billing/payments", method="card")
    assert desk.open("/billing/payments", method="gold").status_code == 400
    rows = list(csv.reader(StringIO(desk.text("/billing/payments.csv").lstrip("\ufeff"))))
    assert rows[1][2:5] == ["Lakeside", "cash", ""]
    assert desk.open("/billing/payments/999").status_code == 404
    assert desk.open("/billing/payments/1/check").status_code == 404


@pytest.mark.inventory(125)
def test_instalments_are_agreed_paid_and_called_off(database: Database, desk: Browser) -> None:
    invoice_id = an_open_one(database, 10_000)
    page = f"/billing/invoices/{invoice_id}"
    with database.reading() as session:
        first = the_day(session).isoformat()
    assert (
        desk.send(f"{page}/plan", seen_on=page, count="1", pace="monthly", first_on=first)
    ).status_code == 422
    past = desk.send(f"{page}/plan", seen_on=page, count="3", pace="monthly", first_on="2020-01-01")
    assert past.status_code == 422
    assert 'id="first_on-error"' in past.text
    desk.send(f"{page}/plan", seen_on=page, count="3", pace="monthly", first_on=first)
    assert "$33.34" in desk.text(page)
    with database.reading() as session:
        plan = session.scalars(select(PaymentPlan)).one()
    assert desk.send(f"{page}/plan/{plan.id}/cancel", seen_on=page).status_code == 303
    with database.reading() as session:
        assert session.scalars(select(PaymentPlan.state)).one() is PlanState.CANCELED


def test_a_broken_plan_says_so_and_makes_room_for_a_new_one(
    database: Database, desk: Browser
) -> None:
    payer, (invoice_id,) = a_portfolio(database, 4_837)
    paid_page = take(desk, payer, "20", **{f"pay-{invoice_id}": "20"})
    page = f"/billing/invoices/{invoice_id}"
    with database.reading() as session:
        first = the_day(session).isoformat()
    desk.send(f"{page}/plan", seen_on=page, count="2", pace="monthly", first_on=first)
    desk.send(f"{paid_page}/reverse", seen_on=paid_page, reverse_reason="bounced")
    shown = desk.text(page)
    assert "Broken." in shown
    assert "Reminders go by the invoice’s due date again." in shown
    assert "Agree on instalments for $48.37" in shown
    assert "found the payment plan broken: $48.37 are owed again" in shown
    desk.send(f"{page}/plan", seen_on=page, count="2", pace="monthly", first_on=first)
    assert "$24.19" in desk.text(page)


def test_a_payment_of_a_day_to_come_says_what_to_do(database: Database, desk: Browser) -> None:
    payer, (invoice_id,) = a_portfolio(database, 10_000)
    with database.transaction() as session:
        wrong = Payment(
            kind=PaymentKind.PAYMENT,
            payer_id=payer,
            method=PaymentMethod.CASH,
            state=PaymentState.SUCCEEDED,
            received_on=date(2099, 6, 1),
            amount_cents=10_000,
            taken_by="Olga",
        )
        session.add(wrong)
        session.flush()
        session.add(
            Allocation(
                payment_id=wrong.id,
                invoice_id=invoice_id,
                amount_cents=10_000,
                effective_on=date(2099, 6, 1),
            )
        )
    page = f"/billing/payments/{wrong.id}"
    assert "a day still to come" in desk.text(page)
    desk.send(f"{page}/reverse", seen_on=page, reverse_reason="wrong year")
    assert "a day still to come" not in desk.text(page)
    assert owed_on(database, invoice_id) == 10_000
    take(desk, payer, "100", **{f"pay-{invoice_id}": "100"})
    assert owed_on(database, invoice_id) == 0


def test_money_that_counts_only_from_a_later_day_says_what_to_press_first(
    database: Database, desk: Browser
) -> None:
    payer, (invoice_id,) = a_portfolio(database, 10_000)
    page = take(desk, payer, "100")
    with database.transaction() as session:
        money = session.scalars(select(Payment)).one()
        session.add(
            Allocation(
                payment_id=money.id,
                invoice_id=invoice_id,
                amount_cents=10_000,
                effective_on=date(2099, 6, 1),
            )
        )
    shown = desk.text(page)
    assert "from 1 Jun 2099" in shown
    assert "Reverse that payment first; then press “Take off” here" in shown
