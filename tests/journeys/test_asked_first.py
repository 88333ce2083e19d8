"""A payment that looks like a slip of the hand, in a real browser: asked about, answered and recorded."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from core.billing.actions.payments import receive_payment
from core.billing.model import PaymentMethod
from core.billing.receiving import NewPayment
from core.db import Database
from core.desk.model import StaffRole
from tests.builders import OFFICE, a_customer, a_place, linked
from tests.builders.billing import an_invoice
from tests.journeys.browsing import SOON_MS, barriers, keep_picture, served
from tests.office.billing.books import the_day
from tests.office.desk import hire, office_app

pytestmark = pytest.mark.browser


@dataclass(frozen=True)
class Debts:
    """A tenant who owes one invoice of two at their place, and the company's day."""

    tenant_id: int
    today: date


@pytest.fixture
def debts(database: Database) -> Debts:
    hire(database, StaffRole.ADMINISTRATOR)
    with database.transaction() as session:
        on, place = the_day(session), a_place(session)
        tenant, manager = a_customer(session, "Tina Tenant"), a_customer(session, "Mia Manager")
        linked(session, place, tenant)
        linked(session, place, manager, "Property Manager")
        an_invoice(session, 4_837, customer=manager, place=place, on=on)
        an_invoice(session, 8_145, customer=tenant, place=place, on=on)
        new = NewPayment(tenant.id, PaymentMethod.CHECK, 1_000, on, "k", (), "1204")
        receive_payment(session, new, actor=OFFICE)
        return Debts(tenant.id, on)


@pytest.fixture
def address(database: Database, debts: Debts) -> Iterator[str]:
    assert debts.tenant_id
    with served(office_app(database)) as at:
        yield at


def test_a_payment_is_asked_about_and_recorded_once_it_is_meant(either: Page, debts: Debts) -> None:
    page = either
    page.goto(f"/billing/collect?payer={debts.tenant_id}")
    page.get_by_label("Amount received").fill("8145")
    page.get_by_label("Check number").fill("1204")
    page.get_by_label("Received on").fill("2020-01-02")
    page.get_by_role("button", name="Fill from the oldest").click()
    filled = page.locator("#parts input[type=text][value='81.45']")
    expect(filled).to_have_count(1, timeout=SOON_MS)
    page.get_by_role("button", name="Record payment").click()
    boxes = page.get_by_label("Yes.")
    expect(boxes).to_have_count(3)
    assert barriers(page) == []
    keep_picture(page, "asked-first")
    for n in range(3):
        boxes.nth(n).check()
    page.get_by_role("button", name="Record payment").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Payment of $8,145.00")
