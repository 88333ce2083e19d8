"""Billing at a desk in a real browser: sums while typing, the running rest of a check, without barriers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy.orm import Session

from core.billing.actions.payments import receive_payment
from core.billing.actions.sending import send_invoice
from core.billing.actions.splitting import Pair, split_issued
from core.billing.model import PaymentMethod
from core.billing.receiving import NewPayment, Part
from core.db import Database
from core.desk.actions.tasks import open_task
from core.desk.model import StaffRole
from core.messaging.wire import Channel
from office.billing.wishes import TITLE
from tests.builders import (
    OFFICE,
    a_conversation,
    a_customer,
    a_job_at,
    a_person,
    a_place,
    an_email,
    linked,
)
from tests.builders.billing import a_draft_invoice, a_taxed, an_invoice, an_item, because
from tests.journeys.browsing import SOON_MS, barriers, keep_picture, looked_through, served
from tests.office.billing.books import the_day
from tests.office.desk import hire, office_app

pytestmark = pytest.mark.browser


@dataclass(frozen=True)
class Books:
    """Rows of a manager's account, by id."""

    payer_id: int
    draft_id: int
    issued_id: int
    payment_id: int
    item_id: int
    job_number: int
    wish_id: int
    note_id: int
    charge_id: int
    sent_id: int


@pytest.fixture
def books(database: Database) -> Books:
    hire(database, StaffRole.ADMINISTRATOR)
    with database.transaction() as session:
        on = the_day(session)
        payer = a_customer(session, "Rita Chen", company_name="Lakeside Property Management")
        place = a_taxed(session, a_place(session))
        linked(session, place, payer, "Property Manager")
        item = an_item(session)
        late = an_invoice(session, 18_500, customer=payer, place=place)
        issued = an_invoice(session, 42_000, 9_500, customer=payer, place=place, on=on)
        draft = a_draft_invoice(session, 18_500, 9_500, customer=payer, place=place, on=on)
        parts = (Part(late.id, late.total_cents),)
        new = NewPayment(payer.id, PaymentMethod.CHECK, 30_000, on, "k", parts, "1204")
        payment = receive_payment(session, new, actor=OFFICE)
        job = a_job_at(session, "Completed", place, payer)
        thread = a_conversation(session, "rita@x.example", channel=Channel.EMAIL, job_id=job.id)
        words = "Please bill it to the owner, PO 4471."
        wish = open_task(session, title=TITLE, details=words, subject=("conversation", thread.id))
        pair = a_split(session, on)
        an_email(session, a_person(session, payer))
        sent = send_invoice(session, issued.id, actor=OFFICE)
        return Books(
            payer.id,
            draft.id,
            issued.id,
            payment.id,
            item.id,
            job.number,
            wish.id,
            pair.credit.id,
            pair.charge.id,
            sent.id,
        )


def a_split(session: Session, on: date) -> Pair:
    """A part of an owner's invoice, charged to a tenant."""
    whole = an_invoice(session, 20_000, customer=a_customer(session, "Omar Owner"), on=on)
    tenant = a_customer(session, "Paula Tenant")
    why = because("Grease in the drain", on)
    return split_issued(session, whole.id, 7_500, tenant.id, why, actor=OFFICE)


@pytest.fixture
def address(database: Database, books: Books) -> Iterator[str]:
    assert books.payer_id
    with served(office_app(database)) as at:
        yield at


def every_page(books: Books) -> list[str]:
    return [
        "/billing/invoices",
        "/billing/invoices?shown=overdue",
        "/billing/invoices/new?who=rita",
        f"/billing/invoices/{books.draft_id}",
        f"/billing/invoices/{books.draft_id}/issue",
        f"/billing/invoices/{books.draft_id}/split",
        f"/billing/invoices/{books.issued_id}",
        f"/billing/invoices/{books.issued_id}/split",
        f"/billing/invoices/{books.issued_id}?sent={books.sent_id}",
        f"/billing/invoices/{books.note_id}",
        f"/billing/invoices/{books.charge_id}",
        "/billing/jobs",
        "/billing/collect?q=rita",
        f"/billing/collect?payer={books.payer_id}",
        "/billing/payments",
        f"/billing/payments/{books.payment_id}",
        "/billing/pricebook",
        f"/billing/pricebook/{books.item_id}",
        "/billing/pricebook/new",
        f"/jobs/{books.job_number}",
        f"/billing/wishes/{books.wish_id}",
        "/settings/billing",
    ]


def test_no_page_of_billing_has_a_barrier_or_scrolls_sideways(either: Page, books: Books) -> None:
    assert looked_through(either, every_page(books)) == ""


def test_a_split_is_undone_on_the_page_of_its_credit(page: Page, books: Books) -> None:
    page.goto(f"/billing/invoices/{books.note_id}")
    page.get_by_text("Undo the split", exact=True).click()
    page.get_by_label("Why undone").fill("It was no grease")
    keep_picture(page, "undo-opened")
    page.get_by_role("button", name="Undo both").click()
    expect(page.locator(".head")).to_contain_text("Void")
    expect(page.locator("#family")).to_contain_text("void")


def test_an_invoice_that_nobody_would_get_leads_to_who_is_billed(
    either: Page, books: Books
) -> None:
    either.goto(f"/billing/invoices/{books.charge_id}")
    either.get_by_role("button", name="Send", exact=True).click()
    expect(either.locator("#errors")).to_contain_text("Nobody to send it to: Paula Tenant")
    assert barriers(either) == []
    keep_picture(either, "nobody-to-send-to")
    either.get_by_role("link", name="Add an address on the customer’s page").click()
    expect(either.get_by_role("heading", level=1)).to_contain_text("Paula Tenant")


def test_an_item_of_the_pricebook_is_summed_while_it_is_typed(page: Page, books: Books) -> None:
    page.goto(f"/billing/invoices/{books.draft_id}")
    page.get_by_label("Description of line 3").fill("DRAIN")
    page.get_by_label("Quantity of line 3").fill("2")
    expect(page.locator("#net-2")).to_have_text("$370.00", timeout=SOON_MS)
    page.keyboard.press("Enter")
    expect(page.get_by_label("Description of line 3")).to_have_value("Drain cleaning")
    expect(page.get_by_label("Price of one, line 3")).to_have_value("185.00")


def test_a_checks_rest_runs_while_amounts_are_typed(page: Page, books: Books) -> None:
    page.goto(f"/billing/collect?payer={books.payer_id}")
    page.get_by_label("Amount received").fill("600")
    expect(page.locator("#left")).to_contain_text("$600.00", timeout=SOON_MS)
    page.get_by_label("Check number").fill("77")
    page.get_by_role("button", name="Fill from the oldest").click()
    expect(page.locator("#left")).to_contain_text("$42.51", timeout=SOON_MS)
    expect(page.get_by_label("Check number")).to_have_value("77")
    page.get_by_role("button", name="Record payment").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Payment of $600.00")
