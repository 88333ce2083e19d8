"""The books in a real browser: a month is batched, mended, posted and saved by clicks, without barriers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy.orm import Session

from core.billing.actions.batches import post_batch
from core.billing.actions.editing import set_review
from core.billing.actions.exporting import export_batch
from core.billing.actions.payments import receive_payment
from core.billing.model import ExportFormat, PaymentMethod, ReviewStatus
from core.db import Database
from core.desk.model import StaffRole
from core.directory.model import Customer, Property
from tests.builders import OFFICE, a_customer, a_place
from tests.builders.billing import a_job_draft, a_taxed, an_invoice
from tests.builders.books import a_batch, mapped_accounts
from tests.core.billing.iif_reader import read_iif
from tests.core.billing.paying import new_payment
from tests.journeys.browsing import DESK, looked_through, served, sign_in
from tests.office.desk import hire, office_app

pytestmark = pytest.mark.browser
FEBRUARY = (date(2026, 2, 1), date(2026, 2, 28))


@dataclass(frozen=True)
class Months:
    """Ids: February went to the books, March is open and not without trouble."""

    february: int
    march: int


@pytest.fixture
def months(database: Database) -> Months:
    hire(database, StaffRole.ADMINISTRATOR)
    with database.transaction() as session:
        return settle_months(session)


def settle_months(session: Session) -> Months:
    """Two months of a small company."""
    place = a_taxed(session, a_place(session, "500 Lake Street", name="Lakeside Flats"))
    mapped_accounts(session, deposit_cash="")
    people = [
        a_customer(session, name) for name in ("Bob Garcia", "Oak Court LLC", "Hill & Dale Homes")
    ]
    charge(session, people, place, 2)
    february = a_batch(session, *FEBRUARY)
    post_batch(session, february.id, actor=OFFICE)
    export_batch(session, february.id, ExportFormat.IIF, actor=OFFICE)
    charge(session, people, place, 3)
    a_job_draft(session, 22_000)
    held = an_invoice(session, 9_900, customer=people[0], on=date(2026, 3, 20))
    march = a_batch(session)
    set_review(session, held.id, ReviewStatus.ON_HOLD, actor=OFFICE)
    cash = new_payment(people[1], 5_000, on=date(2026, 3, 28))
    receive_payment(session, cash, actor=OFFICE)
    return Months(february.id, march.id)


def charge(session: Session, people: list[Customer], place: Property, month: int) -> None:
    """Each of them is charged, and pays two thirds of it by check."""
    for n, who in enumerate(people, 1):
        on = date(2026, month, 3 * n)
        invoice = an_invoice(session, 12_500 * n, 4_900, customer=who, place=place, on=on)
        part = invoice.total_cents * 2 // 3
        check = new_payment(
            who,
            part,
            (invoice, part),
            method=PaymentMethod.CHECK,
            check_number=f"44{month}{n}",
            on=on,
        )
        receive_payment(session, check, actor=OFFICE)


@pytest.fixture
def address(database: Database, months: Months) -> Iterator[str]:
    """Where the office is served."""
    assert months.march
    with served(office_app(database)) as at:
        yield at


def pages_of(months: Months) -> dict[str, str]:
    """Every page of the room by name."""
    return {
        "batches": "/billing/batches",
        "open": f"/billing/batches/{months.march}",
        "open-payments": f"/billing/batches/{months.march}?kind=payment",
        "exported": f"/billing/batches/{months.february}",
        "counted": f"/billing/batches/{months.february}?kind=allocation",
        "accounts": "/billing/batches/accounts",
        "log": "/billing/batches/log",
    }


def test_no_page_of_the_books_has_a_barrier_or_scrolls_sideways(
    either: Page, months: Months
) -> None:
    assert looked_through(either, pages_of(months)) == ""


@pytest.mark.inventory(139, 140, 141)
def test_a_month_is_mended_posted_and_saved_by_clicks(
    browser: Browser, months: Months, address: str
) -> None:
    context = browser.new_context(base_url=address, viewport=DESK)
    page = context.new_page()
    sign_in(page)
    page.goto(f"/billing/batches/{months.march}")
    page.get_by_role("button", name="Bring in what is new").click()
    expect(page.get_by_text("no account of the books is named")).to_be_visible()
    expect(page.get_by_role("button", name="Post batch")).to_be_disabled()
    page.get_by_role("link", name="Name it under Accounts.").click()
    page.get_by_label("Cash").fill("Undeposited Funds")
    page.get_by_role("button", name="Save accounts").click()
    page.goto(f"/billing/batches/{months.march}")
    held = page.get_by_role("link", name="is on hold").inner_text().split(" is ")[0]
    page.get_by_role("checkbox", name=held).check()
    page.get_by_role("button", name="Take out what is ticked").click()
    page.get_by_role("button", name="Post batch").click()
    expect(page.get_by_text("Nothing in it changes any more")).to_be_visible()
    page.get_by_role("button", name="QuickBooks (IIF)").click()
    with page.expect_download() as saved:
        page.get_by_role("link", name=f"save batch-{months.march}.iif").click()
    books = read_iif(Path(saved.value.path()).read_bytes())
    assert [block.kind for block in books.blocks] == ["INVOICE"] * 3 + ["PAYMENT"] * 4
    context.close()
