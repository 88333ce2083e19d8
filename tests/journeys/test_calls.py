"""A call booked by keyboard alone, and the room's pages without barriers (WCAG by axe)."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, ViewportSize, expect, sync_playwright
from sqlalchemy import select
from werkzeug.serving import make_server

from core.db import Database
from core.desk.model import StaffRole
from core.events.actions import FIXLINE
from core.jobs.actions.wait_list import wait_list_booking
from core.jobs.model import Booking, BusinessUnit, Call, Job, JobType
from core.jobs.wait_rules import Wishes
from tests import chromium
from tests.office.company import Company, settle_company
from tests.office.desk import PASSWORD, hire, office_app

pytestmark = pytest.mark.browser

DESK = ViewportSize(width=1280, height=800)
PHONE = ViewportSize(width=390, height=844)
SOON_MS = 8000


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = chromium.executable()
    assert path is not None
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield launched
        launched.close()


@pytest.fixture
def company(database: Database) -> Company:
    hire(database, StaffRole.ADMINISTRATOR)
    with database.transaction() as session:
        settled = settle_company(session)
        trade = session.scalars(select(BusinessUnit).limit(1)).one()
        kind = session.scalars(select(JobType).limit(1)).one()
        wait_list_booking(session, settled.booking_id, trade, kind, Wishes((1, 3)), actor=FIXLINE)
        return settled


@pytest.fixture
def address(database: Database, company: Company) -> Iterator[str]:
    assert company.job_number
    server = make_server("127.0.0.1", 0, office_app(database), threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    context = browser.new_context(base_url=address, viewport=DESK)
    opened = context.new_page()
    opened.goto("/sign-in")
    opened.get_by_label("E-mail").fill("administrator@example.com")
    opened.get_by_label("Password").fill(PASSWORD)
    opened.get_by_role("button", name="Sign in").click()
    expect(opened).to_have_url("/inbox")
    opened.wait_for_load_state()
    yield opened
    context.close()


@pytest.mark.inventory(14, 44)
def test_a_call_is_booked_by_keyboard_alone(database: Database, page: Page) -> None:
    keys = page.keyboard
    keys.press("b")
    expect(page.locator("#q")).to_be_focused(timeout=SOON_MS)
    keys.type("bob diaz")
    expect(page.locator("#found .pick")).to_be_visible(timeout=SOON_MS)
    keys.press("Tab")
    keys.press("Tab")
    keys.press("Enter")
    expect(page.get_by_text("12 Oak Street, Springfield").first).to_be_visible(timeout=SOON_MS)
    expect(page.locator("#words")).to_be_focused(timeout=SOON_MS)
    keys.type("Dishwasher leaks")
    for _ in range(2):
        keys.press("Tab")
    keys.type("afternoons")
    page.locator("#business_unit_id").focus()
    keys.type("Plumbing")
    keys.press("Tab")
    keys.type("Service")
    keys.press("Control+Enter")
    expect(page).to_have_url(re.compile(r"/jobs/\d+$"), timeout=SOON_MS)
    with database.reading() as session:
        job = session.scalars(select(Job).order_by(Job.id.desc()).limit(1)).one()
        booking = session.get_one(Booking, job.booking_id)
        assert (job.summary, job.business_unit.name) == ("Dishwasher leaks", "Plumbing")
        assert booking.requested_window == "afternoons"
        assert session.scalars(select(Call)).one().booking_id == booking.id


def test_enter_in_a_field_of_the_job_loses_nothing_and_books_nothing(page: Page) -> None:
    page.goto("/bookings/new?phone=3125550142")
    page.locator("#words").fill("Dishwasher leaks")
    page.locator("#since").fill("Sunday")
    page.keyboard.press("Enter")
    expect(page.locator("#words")).to_have_value("Dishwasher leaks")
    expect(page).to_have_url(re.compile(r"/bookings/new"))


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_of_the_room_has_a_barrier_or_scrolls_sideways(
    page: Page, company: Company, size: ViewportSize, scheme: str
) -> None:
    page.set_viewport_size(size)
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    wrong: dict[str, object] = {}
    for path in (
        "/bookings",
        "/bookings/new",
        "/bookings/new?q=zebra",
        "/bookings/new?q=oak",
        "/bookings/new?phone=3125550142",
        "/bookings/wait-list",
        f"/bookings/{company.booking_id}",
        f"/bookings/{company.booking_id}/wait",
        f"/jobs/{company.job_number}/wait",
        "/settings/integrations",
    ):
        page.goto(path)
        page.wait_for_load_state()
        found = Axe().run(page).response["violations"]
        wide = page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
        if found or wide:
            wrong[path] = [each["id"] for each in found] + (["scrolls sideways"] if wide else [])
    assert wrong == {}
