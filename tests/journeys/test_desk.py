"""The desk in a real browser: a second factor set up and asked for, a day, tasks, roles; without barriers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import pyotp
import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from core.clock import database_now
from core.db import Database
from core.desk.actions.staff_tasks import NewTask, add_task
from core.desk.model import StaffRole, StaffUser, TaskKind, TaskPriority
from tests.builders import OFFICE
from tests.journeys.browsing import DESK, SOON_MS, barriers, looked_through, served
from tests.office.company import Company, settle_company
from tests.office.desk import PASSWORD, hire, office_app

pytestmark = pytest.mark.browser


@pytest.fixture
def company(database: Database) -> Company:
    """The company, and an administrator with a task that is late."""
    hire(database, StaffRole.ADMINISTRATOR)
    hire(database, StaffRole.CSR)
    with database.transaction() as session:
        company = settle_company(session)
        me = session.scalars(select(StaffUser.id).order_by(StaffUser.id).limit(1)).one()
        task = NewTask(
            title="Call Rita about the boiler",
            kind=TaskKind.FOLLOW_UP,
            priority=TaskPriority.HIGH,
            notes="She asked twice.",
            assigned_to_id=me,
            due_at=database_now(session) - timedelta(hours=1),
            subject=("job", company.job_id),
            form_key="journey",
        )
        add_task(session, task, actor=OFFICE)
        return company


@pytest.fixture
def address(database: Database, company: Company) -> Iterator[str]:
    assert company.job_number
    with served(office_app(database)) as at:
        yield at


def enter(page: Page) -> None:
    page.goto("/sign-in")
    page.get_by_label("E-mail").fill("administrator@example.com")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def test_the_desk_has_no_barriers(either: Page, company: Company) -> None:
    rooms = ("/my-day", "/tasks", "/tasks?due=never&state=done", "/tasks/new", f"/tasks/{company.task_id + 1}",
             "/settings/roles", "/settings/staff", "/second-factor",
             f"/jobs/{company.job_number}", f"/inbox/{company.conversation_id}")  # fmt: skip
    assert looked_through(either, rooms) == ""
    either.goto("/second-factor")
    either.get_by_label("Your password").fill(PASSWORD)
    either.get_by_role("button", name="Show the picture to scan").click()
    assert barriers(either) == []


def test_a_second_factor_is_set_up_and_asked_for(browser: Browser, address: str) -> None:
    context = browser.new_context(base_url=address, viewport=DESK)
    page = context.new_page()
    page.set_default_timeout(SOON_MS)
    enter(page)
    page.goto("/second-factor")
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Show the picture to scan").click()
    secret = re.sub(r"\s", "", page.locator(".device-key code").inner_text())
    page.get_by_label("Code", exact=True).fill(pyotp.TOTP(secret).now())
    page.get_by_role("button", name="Turn on").click()
    expect(page.get_by_text("The second factor is on.")).to_be_visible()
    assert barriers(page) == []
    recovery = page.locator(".recovery-codes code").first.inner_text()
    page.locator("details.me summary").click()
    page.get_by_role("button", name="Sign out").click()
    enter(page)
    expect(page.get_by_role("heading", name="Your code")).to_be_visible()
    assert barriers(page) == []
    page.get_by_label("Code", exact=True).fill(recovery)
    page.keyboard.press("Enter")
    expect(page).to_have_url("/my-day")
    context.close()
