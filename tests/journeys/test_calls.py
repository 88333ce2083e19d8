"""A call booked by keyboard alone, and the room's pages without barriers (WCAG by axe)."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from core.db import Database
from core.desk.model import StaffRole
from core.events.actions import FIXLINE
from core.jobs.actions.wait_list import wait_list_booking
from core.jobs.model import Booking, BusinessUnit, Call, Job, JobType
from core.jobs.wait_rules import Wishes
from tests.journeys.browsing import SOON_MS, looked_through
from tests.office.company import Company, settle_company
from tests.office.desk import hire

pytestmark = pytest.mark.browser


@pytest.fixture
def company(database: Database) -> Company:
    hire(database, StaffRole.ADMINISTRATOR)
    with database.transaction() as session:
        settled = settle_company(session)
        trade = session.scalars(select(BusinessUnit).limit(1)).one()
        kind = session.scalars(select(JobType).limit(1)).one()
        wait_list_booking(session, settled.booking_id, trade, kind, Wishes((1, 3)), actor=FIXLINE)
        return settled


@pytest.mark.inventory(14, 44)
def test_a_call_is_booked_by_keyboard_alone(database: Database, page: Page) -> None:
    keys = page.keyboard
    keys.press("b")
    expect(page.locator("#q")).to_be_focused(timeout=SOON_MS)
    page.wait_for_load_state()
    keys.type("bob diaz")
    expect(page.locator("#found .pick")).to_be_visible(timeout=SOON_MS)
    keys.press("Tab")
    keys.press("Tab")
    keys.press("Enter")
    expect(page.get_by_text("12 Oak Street, Springfield").first).to_be_visible(timeout=SOON_MS)
    expect(page.locator("#words")).to_be_focused(timeout=SOON_MS)
    page.wait_for_load_state()
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


def test_no_page_of_the_room_has_a_barrier_or_scrolls_sideways(
    either: Page, company: Company
) -> None:
    pages = (
        "/bookings",
        "/bookings/new",
        "/bookings/new?q=zebra",
        "/bookings/new?q=oak",
        "/bookings/new?phone=3125550142",
        "/bookings/wait-list",
        f"/bookings/{company.booking_id}",
        f"/bookings/{company.booking_id}/wait",
        f"/jobs/{company.job_number}/wait",
        f"/customers/{company.tenant_id}/calls",
        "/settings/integrations",
    )
    assert looked_through(either, pages) == ""
