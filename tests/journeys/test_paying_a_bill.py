"""A customer pays an invoice from its own page on the card processor's page, in a real browser, and comes back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest
from flask import Flask
from playwright.sync_api import Browser, expect

import portal
import webhooks
from core.billing.model import Invoice
from core.billing.paper_links import InvoiceLink, invoice_url
from core.db import Database
from tests.builders import a_customer
from tests.builders.billing import an_invoice
from tests.gateways.cards import SECRET_KEY, WEBHOOK_SECRET, CardWorld, card_world
from tests.journeys.browsing import PHONE, barriers, served
from tests.practice import practice_settings
from tests.waiting import until
from tests.workers.wall import Wall, runtime_at, work_off
from webhooks import Counts

pytestmark = pytest.mark.browser


@dataclass(frozen=True)
class Till:
    """Where the invoice's page is, and the processor behind it."""

    page: str
    world: CardWorld
    invoice: Invoice


@pytest.fixture
def till(database: Database) -> Iterator[Till]:
    app = Flask("customers' pages under test")
    with served(app) as at, card_world(f"{at}/webhooks/stripe") as world:
        settings = practice_settings(
            PUBLIC_URL=at,
            FIXLINE_STRIPE_SECRET_KEY=SECRET_KEY,
            FIXLINE_STRIPE_WEBHOOK_SECRET=WEBHOOK_SECRET,
            FIXLINE_STRIPE_API_BASE=world.url,
        )
        app.register_blueprint(portal.create_blueprint(settings, database))
        app.register_blueprint(webhooks.create_blueprint(settings, database, Counts()))
        with database.transaction() as session:
            invoice = an_invoice(session, 12_050, customer=a_customer(session, "Rita Diaz"))
        yield Till(invoice_url(at, settings.secret_key, InvoiceLink(invoice.id)), world, invoice)


@pytest.mark.inventory(126)
def test_a_declined_card_then_a_good_one_pays_the_invoice(
    browser: Browser, till: Till, database: Database
) -> None:
    wall = Wall()
    runtime = replace(runtime_at(database, wall), open_gateway=lambda: till.world.gateway)
    context = browser.new_context(viewport=PHONE)
    page = context.new_page()
    page.goto(till.page)
    assert barriers(page) == []
    page.get_by_role("button", name="Pay $120.50 by card").click()
    page.get_by_role("button", name="Card declined").click()
    expect(page.get_by_role("alert")).to_contain_text("Nothing was charged")
    page.get_by_role("button", name="Leave without paying").click()
    expect(page.get_by_text("A card payment of $120.50 was begun")).to_be_visible()
    assert barriers(page) == []
    page.get_by_role("button", name="Continue to the card page").click()
    page.get_by_role("button", name="Pay with a good card").click()
    expect(page.get_by_role("heading", name=f"Invoice {till.invoice.number}")).to_be_visible()

    def is_paid() -> bool:
        work_off(runtime)
        page.reload()
        return page.get_by_text("Nothing is owed on this invoice").is_visible()

    until(is_paid)
    expect(page.get_by_text("Paid by card")).to_be_visible()
    expect(page.get_by_role("button")).to_have_count(0)
    assert barriers(page) == []
    context.close()
