"""A month of billing as a new user plays it in a real browser: from completed jobs to a file for the books."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select
from sqlalchemy.orm import Session

import portal
from core.billing.model import Invoice, Payment, PaymentState
from core.billing.queries.balances import balances_of
from core.db import Database
from core.desk.model import StaffRole
from core.directory.model import Property
from core.jobs.model import Estimate, EstimateLine, EstimateState, Job, LineKind
from tests.builders import (
    a_customer,
    a_job_at,
    a_person,
    a_place,
    a_tenant,
    an_email,
    linked,
)
from tests.builders.books import NAMES
from tests.core.billing.iif_reader import Books, read_iif
from tests.journeys.browsing import DESK, PHONE, SOON_MS, keep_picture, served, sign_in
from tests.office.billing.books import the_day
from tests.office.desk import hire, office_app
from tests.workers.wall import Wall, runtime_at, work_off

pytestmark = pytest.mark.browser
RITA, ROBERT = "rita@lakeside.example", "robert@home.example"
_NUMBER = re.compile(r"Invoice (\d+)")
DOCUMENTS = ["INVOICE"] * 5 + ["CREDIT MEMO"]


@dataclass(frozen=True)
class Month:
    """What the month begins with: the number of a job without an estimate, and the company's day."""

    by_hand: int
    today: date


@pytest.fixture
def month(database: Database) -> Month:
    hire(database, StaffRole.ADMINISTRATOR)
    with database.transaction() as session:
        return settle_month(session)


def settle_month(session: Session) -> Month:
    """A manager of three places, a tenant of the first, and a homeowner: a completed job at each of the four."""
    manager = a_customer(session, "Rita Chen", company_name="Lakeside Management")
    places = [a_place(session, f"{n}00 Lake Street") for n in (1, 2, 3)]
    for place in places:
        linked(session, place, manager, "Property Manager")
    home, owner = a_place(session, "12 Oak Street"), a_customer(session, "Bob Garcia")
    linked(session, home, owner, "Owner")
    tenant = a_tenant(session, places[0])
    for person, address in ((a_person(session, manager, "Rita"), RITA), (tenant, ROBERT)):
        an_email(session, person, address).receives_statements = True
    by_hand = completed(session, places[0], manager.id)
    for place, cents in ((places[1], 18_500), (places[2], 42_000)):
        estimated(session, completed(session, place, manager.id), cents)
    estimated(session, completed(session, home, owner.id), 9_900)
    return Month(by_hand.number, the_day(session))


def completed(session: Session, place: Property, customer_id: int) -> Job:
    job = a_job_at(session, "Completed", place)
    job.customer_id = customer_id
    session.flush()
    return job


def estimated(session: Session, job: Job, cents: int) -> None:
    """An approved estimate with one line."""
    line = EstimateLine(
        position=1,
        kind=LineKind.LABOUR,
        description="Repair and parts",
        quantity_thousandths=1_000,
        unit_price_cents=cents,
        taxable=True,
    )
    session.add(Estimate(job_id=job.id, state=EstimateState.APPROVED, title="Repair", lines=[line]))
    session.flush()


@pytest.fixture
def address(database: Database, month: Month) -> Iterator[str]:
    """Where the office and the customers' pages are served."""
    assert month.by_hand
    app = office_app(database)
    app.register_blueprint(portal.create_blueprint(app.extensions["office"].settings, database))
    with served(app) as at:
        yield at


def look(page: Page, name: str) -> None:
    """Pictures at both widths, for whoever wants to look."""
    if os.environ.get("FIXLINE_PICTURES"):
        keep_picture(page, f"month-{name}")
        page.set_viewport_size(PHONE)
        keep_picture(page, f"month-{name}")
        page.set_viewport_size(DESK)


@pytest.mark.inventory(104, 105, 107, 108, 123, 124, 133, 134, 138, 139, 140, 141)
def test_a_month_from_completed_jobs_to_the_books(
    browser: Browser, month: Month, address: str, database: Database
) -> None:
    context = browser.new_context(base_url=address, viewport=DESK)
    page = context.new_page()
    sign_in(page)
    say_the_rules(page)
    number = invoice_one(page, month.by_hand)
    invoice_the_others(page)
    split_with_the_tenant(page, number)
    pay_three_places_with_one_check(page, number)
    take_a_bounced_check_back(page)
    send_statements(page, month.today, database)
    books = hand_to_the_books(page, month.today)
    context.close()
    agree(books, database)


def say_the_rules(page: Page) -> None:
    page.goto("/settings/billing")
    page.get_by_label("Sales tax, in percent").fill("8.25")
    page.get_by_label("How to pay").fill("By check to Lakeside Mechanical.")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    look(page, "rules")


def invoice_one(page: Page, job_number: int) -> str:
    """Lines by hand, on the job's own draft; the invoice's number."""
    page.goto(f"/jobs/{job_number}")
    page.get_by_role("button", name="Make the invoice").click()
    page.get_by_label("Description of line 1").fill("Two hours and a valve")
    page.get_by_label("Price of one, line 1").fill("500")
    page.get_by_role("button", name="Save lines").click()
    expect(page.locator("#sums")).to_contain_text("$541.25")
    look(page, "draft")
    page.get_by_role("link", name="Issue…").click()
    look(page, "before-issuing")
    page.get_by_role("button", name="Issue invoice").click()
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text(_NUMBER)
    look(page, "issued")
    found = _NUMBER.search(heading.inner_text())
    assert found is not None
    return found[1]


def invoice_the_others(page: Page) -> None:
    page.goto("/billing/jobs")
    look(page, "jobs-to-invoice")
    page.get_by_label("Choose all").check()
    page.get_by_role("button", name="Write and issue").click()
    expect(page.get_by_role("heading", name="3 done")).to_be_visible()
    look(page, "batch-invoiced")


def split_with_the_tenant(page: Page, number: str) -> None:
    open_invoice(page, number)
    page.get_by_role("link", name="Charge a part to somebody else…").click()
    page.get_by_label("Who pays the other part").select_option(index=1)
    page.get_by_label("Amount before tax").fill("120")
    page.get_by_label("Why").fill("The tenant broke the valve")
    page.get_by_role("button", name="Show what it comes to").click()
    expect(page.get_by_text("Together they come to what it was before: $541.25.")).to_be_visible()
    look(page, "split")
    page.get_by_role("button", name="Split it like this").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(r"\d"))
    look(page, "after-split")


def pay_three_places_with_one_check(page: Page, number: str) -> None:
    open_invoice(page, number)
    page.get_by_role("link", name="Collect payment").click()
    # 380.00, 185.00 and 420.00 with their tax.
    page.get_by_label("Amount received").fill("1066.26")
    page.get_by_label("Check number").fill("4471")
    fill_from_the_oldest(page, "454.65")
    look(page, "one-check")
    page.get_by_role("button", name="Record payment").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Payment of $1,066.26")
    look(page, "one-check-paid")


def take_a_bounced_check_back(page: Page) -> None:
    page.goto("/billing/collect?q=garcia")
    page.get_by_role("link", name="Bob Garcia").click()
    page.get_by_label("Amount received").fill("107.17")
    page.get_by_label("Check number").fill("88")
    fill_from_the_oldest(page, "107.17")
    page.get_by_role("button", name="Record payment").click()
    page.get_by_text("The bank took it back").click()
    page.get_by_label("Why reversed").fill("Bounced")
    page.get_by_role("button", name="Reverse the payment").click()
    expect(page.get_by_text("Reversed").first).to_be_visible()
    look(page, "reversed")


def fill_from_the_oldest(page: Page, last: str) -> None:
    """last: what the last invoice of the list that gets something then gets."""
    page.get_by_role("button", name="Fill from the oldest").click()
    filled = page.locator(f"#parts input[type=text][value='{last}']")
    expect(filled).to_have_count(1, timeout=SOON_MS)
    expect(page.locator("#left")).to_contain_text("$0.00", timeout=SOON_MS)


def send_statements(page: Page, today: date, database: Database) -> None:
    """Begun by a click, sent by the workers: each with its PDF."""
    wall = Wall()
    runtime = runtime_at(database, wall)
    work_off(runtime)
    wall.sent.clear()
    page.goto("/billing/statements")
    page.get_by_label("From").fill(today.replace(day=1).isoformat())
    page.get_by_label("To").fill(today.isoformat())
    page.get_by_role("button", name="Send statements").click()
    work_off(runtime)
    page.reload()
    expect(page.get_by_text("all done")).to_be_visible()
    look(page, "statements")
    assert {each.recipient for each in wall.sent} == {RITA, ROBERT}
    assert all(each.files[0].content.startswith(b"%PDF-") for each in wall.sent)
    (to_the_tenant,) = wall.to(ROBERT)
    assert "$129.90" in to_the_tenant.body


def hand_to_the_books(page: Page, today: date) -> Books:
    """Accounts named, the batch reviewed, posted and exported twice: the same file."""
    page.goto("/billing/batches/accounts")
    for purpose, name in NAMES.items():
        page.locator(f"[name={purpose}]").fill(name)
    look(page, "accounts")
    page.get_by_role("button", name="Save accounts").click()
    page.goto("/billing/batches")
    page.get_by_label("From", exact=True).fill(today.replace(day=1).isoformat())
    page.get_by_label("To", exact=True).fill(today.isoformat())
    page.get_by_role("button", name="Open batch").click()
    expect(page.get_by_text("thing stands in the way")).to_have_count(0)
    look(page, "batch-open")
    page.get_by_role("button", name="Post batch").click()
    expect(page.get_by_text("Nothing in it changes any more")).to_be_visible()
    first, second = exported(page), exported(page)
    look(page, "batch-exported")
    assert first == second
    return read_iif(first)


def exported(page: Page) -> bytes:
    page.get_by_role("button", name="QuickBooks (IIF)").click()
    with page.expect_download() as saved:
        page.get_by_role("link", name="save batch-").click()
    return Path(saved.value.path()).read_bytes()


def open_invoice(page: Page, number: str) -> None:
    page.goto("/billing/invoices")
    page.get_by_role("link", name=f"Invoice {number}", exact=True).first.click()


def agree(books: Books, database: Database) -> None:
    """Each block sums to zero, and the books owe what our invoices say is open."""
    for block in books.blocks:
        assert sum(line.cents for line in block.lines) == 0, block
    kinds = [block.kind for block in books.blocks]
    assert sorted(kinds) == sorted([*DOCUMENTS, "PAYMENT", "PAYMENT", "GENERAL JOURNAL"])
    with database.reading() as session:
        ids = session.scalars(select(Invoice.id)).all()
        open_cents = sum(balances_of(session, ids).values())
        states = session.scalars(select(Payment.state).order_by(Payment.id)).all()
    # The tenant's part and the homeowner's invoice.
    assert open_cents == 12_990 + 10_717
    assert books.on_account("Accounts Receivable") == open_cents
    assert states == [PaymentState.SUCCEEDED, PaymentState.REVERSED, PaymentState.SUCCEEDED]
