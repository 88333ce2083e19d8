"""A browser, a company at work, and a desk signed in to it; a journey may serve a company of its own instead."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from core.db import Database
from core.desk.model import StaffRole
from tests import chromium
from tests.journeys.browsing import DESK, PHONE, served, sign_in
from tests.office.company import Company, settle_company
from tests.office.desk import hire, office_app


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
        return settle_company(session)


@pytest.fixture
def address(database: Database, company: Company) -> Iterator[str]:
    """Where the office is served, with the company at work there."""
    assert company.job_number
    with served(office_app(database)) as at:
        yield at


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """A desk that is signed in."""
    context = browser.new_context(base_url=address, viewport=DESK)
    opened = context.new_page()
    sign_in(opened)
    yield opened
    context.close()


@pytest.fixture(params=["desk", "phone"])
def either(browser: Browser, address: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    """Signed in at a light desk, then on a dark phone: both widths and both schemes are looked at."""
    is_desk = request.param == "desk"
    context = browser.new_context(
        base_url=address,
        viewport=DESK if is_desk else PHONE,
        color_scheme="light" if is_desk else "dark",
    )
    opened = context.new_page()
    sign_in(opened)
    yield opened
    context.close()
