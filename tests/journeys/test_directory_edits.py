"""The directory is put right in a browser: facts, units, numbers, people, labels, notes; at a desk and on a phone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.browsing import barriers, keep_picture
from tests.office.company import Company

pytestmark = pytest.mark.browser


def test_a_property_is_put_right_on_its_page(either: Page, company: Company) -> None:
    either.goto(f"/properties/{company.property_id}")
    either.get_by_text("Change name, address, kind or time zone").click()
    facts = either.locator("#facts")
    facts.get_by_label("Street and house number").fill("")
    facts.get_by_role("button", name="Save facts").click()
    expect(facts.get_by_text("Give the street and house number.")).to_be_visible()
    assert barriers(either) == []
    keep_picture(either, "property-facts-refused")
    facts.get_by_label("Street and house number").fill("14 Oak Street")
    facts.get_by_role("button", name="Save facts").click()
    expect(facts.get_by_text("14 Oak Street")).to_be_visible()
    units = either.locator("#units")
    units.get_by_text(re.compile("Rename")).first.click()
    units.get_by_label("New number or name").fill("4A")
    keep_picture(either, "property-unit")
    assert barriers(either) == []
    units.get_by_role("button", name="Rename unit").click()
    expect(units.get_by_role("strong").filter(has_text="#4A")).to_be_visible()
    notes = either.locator("#notes-here")
    notes.get_by_label("For everyone in the office").fill("The gate sticks in winter.")
    notes.get_by_role("button", name="Add note").click()
    expect(notes.get_by_text("The gate sticks in winter.")).to_be_visible()
    assert barriers(either) == []
    keep_picture(either, "property-page")


def test_a_number_and_a_person_are_put_right(either: Page, company: Company) -> None:
    either.goto(f"/customers/{company.tenant_id}/people/{company.tenant_contact_id}")
    either.get_by_text(re.compile("Correct or remove")).click()
    assert barriers(either) == []
    keep_picture(either, "person-correct")
    either.get_by_label("Correct number").fill("312 555 0188")
    either.get_by_role("button", name="Save number").click()
    expect(either.get_by_text("(312) 555-0188").first).to_be_visible()
    either.goto(f"/customers/{company.tenant_id}/people/{company.tenant_contact_id}")
    either.get_by_role("button", name="Remove Robert Diaz").click()
    either.get_by_text("Removed people (1)").click()
    notes = either.locator("#notes-here")
    notes.get_by_label("For everyone in the office").fill("Pays by cheque.")
    notes.get_by_role("button", name="Add note").click()
    expect(notes.get_by_text("Pays by cheque.")).to_be_visible()
    either.get_by_text("Removed people (1)").click()
    assert barriers(either) == []
    keep_picture(either, "customer-removed")
    either.get_by_role("button", name="Bring back Robert Diaz").click()
    expect(either.get_by_text("(312) 555-0188").first).to_be_visible()


def test_labels_are_put_right_in_settings(either: Page, company: Company) -> None:
    assert company.property_id
    either.goto("/settings/relationships")
    assert barriers(either) == []
    keep_picture(either, "labels")
    either.get_by_role("link", name="Landlord").click()
    assert barriers(either) == []
    keep_picture(either, "label")
    either.get_by_label("Name", exact=True).fill("Tenant")
    either.get_by_role("button", name="Save relationship").click()
    expect(either.get_by_text("There is a label Tenant already.").first).to_be_visible()
    assert barriers(either) == []
    either.get_by_label("Name", exact=True).fill("Freeholder")
    either.get_by_role("button", name="Save relationship").click()
    expect(either.get_by_role("link", name="Freeholder")).to_be_visible()
