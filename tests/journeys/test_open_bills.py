"""From the page of all that is open to the page of one bill, at the width of a desk and of a phone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, ViewportSize, expect

import office
import portal
from core.billing.paper_links import AccountLink, account_url
from core.db import Database
from tests.builders import a_customer, a_person, a_phone, a_place
from tests.builders.billing import an_invoice
from tests.journeys.browsing import DESK, PHONE, barriers, keep_picture, served
from tests.practice import practice_settings

pytestmark = pytest.mark.browser
STATIC = Path(office.__file__).parent / "static"


@pytest.fixture
def bills(database: Database) -> Iterator[str]:
    """Where a tenant with three open bills is led."""
    app = Flask(
        "customers' pages under test", static_folder=STATIC, static_url_path="/office/static"
    )
    with served(app) as at:
        settings = practice_settings(PUBLIC_URL=at)
        app.register_blueprint(portal.create_blueprint(settings, database))
        with database.transaction() as session:
            rita = a_customer(session, "Rita Diaz")
            place = a_place(session, "1208 North Sacramento Boulevard")
            for cents in (12_050, 48_370, 100):
                an_invoice(session, cents, customer=rita, place=place)
            point = a_phone(session, a_person(session, rita))
            link = AccountLink(rita.id, point.id)
        yield account_url(at, settings.secret_key, link)


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_each_open_bill_leads_to_its_own_page(
    browser: Browser, bills: str, size: ViewportSize
) -> None:
    context = browser.new_context(viewport=size)
    page = context.new_page()
    page.goto(bills)
    assert barriers(page) == []
    keep_picture(page, "open bills")
    expect(page.get_by_text("$605.20")).to_be_visible()
    rows = page.get_by_role("row").filter(has_text="$483.70")
    rows.get_by_role("link").click()
    expect(page.get_by_role("heading", name="Invoice")).to_be_visible()
    expect(page.get_by_text("Amount due")).to_be_visible()
    assert barriers(page) == []
    context.close()
