"""Receivables, statements and their papers at a desk: the figures, the filters, and bad addresses that are no 500."""

from __future__ import annotations

from datetime import date

import pytest

from core.billing.actions.payments import receive_payment
from core.billing.buckets import Ageing, Bucket
from core.billing.model import Invoice, PaymentMethod
from core.billing.queries.company import billing_defaults
from core.billing.queries.statement_runs import runs
from core.db import Database
from core.desk.model import StaffRole
from core.directory.model import Customer
from office.billing.ageing_bar import GAP, LEAST_PART, WIDTH, ageing_bar
from tests.builders import OFFICE, a_customer, a_person, a_place, an_email, linked
from tests.core.billing.paying import MARCH, issued, new_payment, paid
from tests.office.desk import Browser, at_desk

OWED = "/billing/receivables"
DUE = date(2026, 3, 31)


@pytest.fixture
def desk(database: Database) -> Browser:
    return at_desk(database, StaffRole.ACCOUNTING)


def a_debt(database: Database, name: str = "Lakeside Homes", cents: int = 12_050) -> Invoice:
    with database.transaction() as session:
        return issued(session, a_customer(session, name), cents, due_on=DUE)


@pytest.mark.inventory(131)
def test_who_owes_is_listed_with_ages_and_one_click_to_the_statement(
    desk: Browser, database: Database
) -> None:
    invoice = a_debt(database)
    page = desk.text(OWED, on="2026-04-20")
    assert "Lakeside Homes" in page
    assert "$120.50" in page
    assert f"/billing/accounts/{invoice.bill_to_id}/statement" in page
    assert "What was owed at the end of 20 Apr 2026" in page


@pytest.mark.inventory(132)
def test_the_list_is_narrowed_by_age_name_and_portfolio(desk: Browser, database: Database) -> None:
    a_debt(database)
    with database.transaction() as session:
        manager, owner = a_customer(session, "Hill Managers"), a_customer(session, "Olga Owner")
        place = a_place(session)
        linked(session, place, manager, "Property Manager")
        linked(session, place, owner, "Owner")
        issued(session, owner, 5_000, due_on=date(2026, 4, 30))
    late = {"on": "2026-05-10"}
    older = desk.text(OWED, older="to_60", **late)
    assert ("Lakeside Homes" in older, "Olga Owner" in older) == (True, False)
    named = desk.text(OWED, q="olga", **late)
    assert ("Lakeside Homes" in named, "Olga Owner" in named) == (False, True)
    portfolio = desk.text(OWED, manager=manager.id, **late)
    assert ("Lakeside Homes" in portfolio, "Olga Owner" in portfolio) == (False, True)
    assert "Receivables of Hill Managers" in portfolio


def test_nothing_owed_says_so(desk: Browser) -> None:
    assert "Nothing is owed" in desk.text(OWED)
    assert "Nobody fits" in desk.text(OWED, q="zebra")


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({"on": "yesterday"}, 400),
        ({"on": "0001-01-01"}, 400),
        ({"on": "2026-02-30"}, 400),
        ({"older": "ancient"}, 400),
        ({"order": "--"}, 400),
        ({"manager": "x"}, 400),
        ({"manager": "999999"}, 404),
        ({"page": "0"}, 400),
        ({"page": "9999"}, 200),
        ({"q": "%'\"<script>"}, 200),
    ],
)
def test_what_cannot_be_asked_is_refused(desk: Browser, asked: dict[str, str], status: int) -> None:
    assert desk.open(OWED, **asked).status_code == status
    # The file refuses too, before its first line has gone.
    assert desk.open(f"{OWED}.csv", **asked).status_code == status


@pytest.mark.inventory(133)
def test_a_statement_shows_opening_movements_and_closing(desk: Browser, database: Database) -> None:
    invoice = a_debt(database)
    with database.transaction() as session:
        customer = session.get_one(Customer, invoice.bill_to_id)
        paid(session, customer, 2_050, (session.merge(invoice), 2_050))
    address = f"/billing/accounts/{invoice.bill_to_id}/statement"
    moved = desk.text(address, **{"from": "2026-03-01", "to": "2026-03-31"})
    assert f"Invoice #{invoice.number}" in moved
    assert "$100.00" in moved
    opened = desk.text(address, kind="open_item", to="2026-03-31")
    assert "$100.00" in opened
    assert "Original" in opened


def test_statements_and_papers_open_as_pdf(desk: Browser, database: Database) -> None:
    invoice = a_debt(database)
    with database.transaction() as session:
        customer = session.get_one(Customer, invoice.bill_to_id)
        payment = paid(session, customer, 2_050, (session.merge(invoice), 2_050))
    for address in (
        f"/billing/accounts/{invoice.bill_to_id}/statement.pdf?kind=open_item",
        f"/billing/accounts/{invoice.bill_to_id}/statement.pdf?language=es",
        f"/billing/invoices/{invoice.id}/invoice.pdf",
        f"/billing/payments/{payment.id}/receipt.pdf",
    ):
        found = desk.open(address)
        assert (found.status_code, found.data[:5]) == (200, b"%PDF-"), address
        assert found.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    "address",
    [
        "/billing/accounts/999999/statement",
        "/billing/accounts/999999/statement.pdf",
        "/billing/invoices/999999/invoice.pdf",
        "/billing/payments/999999/receipt.pdf",
        "/billing/paid?customer=999999",
    ],
)
def test_what_is_not_there_is_a_404(desk: Browser, address: str) -> None:
    assert desk.open(address).status_code == 404


def test_days_the_wrong_way_round_are_refused(desk: Browser, database: Database) -> None:
    address = f"/billing/accounts/{a_debt(database).bill_to_id}/statement"
    wrong = {"from": "2026-04-01", "to": "2026-03-01"}
    assert desk.open(address, **wrong).status_code == 400


@pytest.mark.inventory(116)
def test_i_paid_that_is_looked_up_by_check_and_customer(desk: Browser, database: Database) -> None:
    invoice = a_debt(database)
    with database.transaction() as session:
        customer = session.get_one(Customer, invoice.bill_to_id)
        check = new_payment(
            customer,
            12_050,
            (session.merge(invoice), 12_050),
            method=PaymentMethod.CHECK,
            check_number="4471",
        )
        receive_payment(session, check, actor=OFFICE)
    page = desk.text("/billing/paid", q="4471")
    assert "Check 4471" in page
    assert f"invoice {invoice.number}" in page
    near = desk.text("/billing/paid", customer=invoice.bill_to_id)
    assert "settled" in near
    assert "Tell what the customer says" in desk.text("/billing/paid")


@pytest.mark.inventory(134)
def test_a_run_of_statements_is_begun_once_and_shown(desk: Browser, database: Database) -> None:
    with database.transaction() as session:
        customer = a_customer(session)
        an_email(session, a_person(session, customer)).receives_statements = True
    days = {"kind": "activity", "from": "2026-03-01", "to": "2026-03-31"}
    seen_on = "/billing/statements"
    assert desk.send("/billing/statements", seen_on=seen_on, **days).status_code == 302
    again = desk.send("/billing/statements", seen_on=seen_on, **days)
    assert again.status_code == 422
    assert "sent already" in again.get_data(as_text=True)
    assert "0 of 1 accounts" in desk.text("/billing/statements")
    with database.reading() as session:
        assert len(runs(session)) == 1


@pytest.mark.parametrize(
    "wrong",
    [{"from": "x"}, {"to": ""}, {"kind": "poem"}, {"from": "2026-04-01", "to": "2026-03-01"}],
)
def test_a_run_of_impossible_days_keeps_the_form(desk: Browser, wrong: dict[str, str]) -> None:
    days = {"kind": "activity", "from": "2026-03-01", "to": "2026-03-31"} | wrong
    answer = desk.send("/billing/statements", seen_on="/billing/statements", **days)
    assert answer.status_code == 422


def test_reminder_days_are_set_and_bad_ones_refused(database: Database) -> None:
    boss = at_desk(database)
    good = {"first": "5", "second": "", "third": "40", "postal_address": "12 Oak Street"}
    page = "/billing/reminders"
    assert boss.send(page, seen_on=page, **good).status_code == 302
    for wrong in ({"first": "50"}, {"first": "0"}, {"first": "soon"}, {"third": "999"}):
        assert boss.send(page, seen_on=page, **(good | wrong)).status_code == 422
    with database.reading() as session:
        kept = billing_defaults(session)
        assert (kept.first_reminder_days, kept.second_reminder_days) == (5, None)
        assert kept.postal_address == "12 Oak Street"


@pytest.mark.parametrize("role", [StaffRole.TECHNICIAN])
def test_who_has_no_business_with_money_sees_none(database: Database, role: StaffRole) -> None:
    assert at_desk(database, role).open(OWED).status_code == 403


def test_the_bar_is_filled_by_its_parts_and_none_is_too_small_to_see() -> None:
    parts = ageing_bar(Ageing(current=1_000_000, to_30=1, to_60=0, to_90=500_000, over_90=1))
    shown = [part for part in parts if part.width]
    assert [part.bucket for part in shown] == [
        Bucket.CURRENT,
        Bucket.TO_30,
        Bucket.TO_90,
        Bucket.OVER_90,
    ]
    assert min(part.width for part in shown) >= LEAST_PART
    assert sum(part.width for part in shown) + GAP * (len(shown) - 1) == pytest.approx(WIDTH, abs=1)


def test_an_empty_bar_has_no_parts() -> None:
    assert [part.width for part in ageing_bar(Ageing())] == [0.0] * 5


def test_a_statement_of_this_month_is_shown_unasked(desk: Browser, database: Database) -> None:
    page = desk.text(f"/billing/accounts/{a_debt(database).bill_to_id}/statement")
    assert "Opening" in page
    assert MARCH.isoformat() not in page
