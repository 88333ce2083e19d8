"""Receivables in a real browser: no barriers on a desk or a phone, and from who owes to the statement by clicks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect
from sqlalchemy.orm import Session

import portal
from core.billing.actions.payments import receive_payment
from core.billing.actions.reminding import remind_overdue_invoices
from core.billing.actions.statement_runs import start_run
from core.billing.model import Invoice, PaymentMethod, StatementKind
from core.billing.paper_links import InvoiceLink, invoice_url
from core.clock import database_now, local
from core.db import Database
from core.desk.model import StaffRole
from tests.builders import (
    CHICAGO,
    OFFICE,
    a_customer,
    a_job_at,
    a_person,
    a_place,
    an_email,
    linked,
)
from tests.builders.billing import a_taxed, an_invoice
from tests.core.billing.paying import new_payment
from tests.gateways.cards import card_settings
from tests.journeys.browsing import DESK, looked_through, served, sign_in
from tests.office.desk import hire, office_app
from tests.practice import practice_settings

pytestmark = pytest.mark.browser


@dataclass(frozen=True)
class Debts:
    """Ids of an account with something of every age, of its manager, of an open invoice, and of one paid in part."""

    customer_id: int
    manager_id: int
    invoice_id: int
    partly_id: int


@pytest.fixture
def debts(database: Database) -> Debts:
    hire(database, StaffRole.ADMINISTRATOR)
    with database.transaction() as session:
        return settle_debts(session)


def settle_debts(session: Session) -> Debts:
    """Invoices of every age for several customers of a managed place, payments, reminders and a run."""
    today = local(database_now(session), CHICAGO).date()
    manager = a_customer(session, "Sarah Chen", company_name="Lakeside Property Management")
    place = a_taxed(session, a_place(session, "500 Lake Street", name="Lakeside Flats"))
    linked(session, place, manager, "Property Manager")
    point = an_email(session, a_person(session, manager), "sarah@lakeside.example")
    point.receives_statements = True
    made: list[Invoice] = []
    for n, name in enumerate(("Bob Garcia", "Oak Court LLC", "Hill & Dale Apartments")):
        customer = a_customer(session, name)
        linked(session, place, customer, "Owner")
        for age in (5, 40, 75, 110, 160)[: 5 - n]:
            on = today - timedelta(days=age)
            made.append(
                an_invoice(session, 18_500 + 7_100 * n, customer=customer, place=place, on=on)
            )
    a_job_at(session, "Completed", place, manager)
    first = made[-1]
    new = new_payment(
        first.bill_to,
        60_000,
        (first, first.total_cents),
        method=PaymentMethod.CHECK,
        check_number="4471",
        on=today,
    )
    receive_payment(session, new, actor=OFFICE)
    part = new_payment(made[1].bill_to, 5_000, (made[1], 5_000), on=today)
    receive_payment(session, part, actor=OFFICE)
    remind_overdue_invoices(session, on=today)
    start_run(
        session,
        StatementKind.ACTIVITY,
        date(2026, 3, 1),
        date(2026, 3, 31),
        on=date(2026, 4, 1),
        actor=OFFICE,
    )
    return Debts(made[0].bill_to_id, manager.id, made[0].id, made[1].id)


@pytest.fixture
def address(database: Database, debts: Debts) -> Iterator[str]:
    """Where the office and the customers' pages are served."""
    assert debts.customer_id
    app: Flask = office_app(database)
    app.register_blueprint(portal.create_blueprint(card_settings(), database))
    with served(app) as at:
        yield at


def pages_of(debts: Debts) -> dict[str, str]:
    """Every page of the room by name."""
    link = invoice_url("", practice_settings().secret_key, InvoiceLink(debts.invoice_id))
    partly = invoice_url("", practice_settings().secret_key, InvoiceLink(debts.partly_id))
    account = f"/billing/accounts/{debts.customer_id}/statement"
    return {
        "receivables": "/billing/receivables",
        "portfolio": f"/billing/receivables?manager={debts.manager_id}&older=to_60",
        "activity": f"{account}?from=2026-01-01",
        "open-items": f"{account}?kind=open_item",
        "paid": "/billing/paid?q=4471",
        "runs": "/billing/statements",
        "reminders": "/billing/reminders",
        "link": link,
        "link-partly-paid": partly,
    }


def test_no_page_of_receivables_has_a_barrier_or_scrolls_sideways(
    either: Page, debts: Debts
) -> None:
    assert looked_through(either, pages_of(debts)) == ""


def test_from_who_owes_to_a_statement_and_its_paper(
    browser: Browser, debts: Debts, address: str
) -> None:
    context = browser.new_context(base_url=address, viewport=DESK)
    page = context.new_page()
    sign_in(page)
    page.get_by_role("link", name="Billing", exact=True).first.click()
    page.get_by_role("link", name="Receivables", exact=True).click()
    expect(page.get_by_role("heading", name="Receivables")).to_be_visible()
    page.get_by_role("link", name="Over 90 days").first.click()
    page.get_by_role("link", name="Statement of Bob Garcia").click()
    expect(page.get_by_role("heading", name="Bob Garcia")).to_be_visible()
    page.get_by_role("link", name="What is open").click()
    paper = page.get_by_role("link", name="PDF").get_attribute("href")
    assert paper is not None
    assert page.request.get(paper).body().startswith(b"%PDF-")
    assert debts.customer_id
    context.close()
