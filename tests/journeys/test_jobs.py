"""A job in a real browser: changed where it stands by keyboard alone, found by filters, its workflow set."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from core.db import Database
from core.directory.model import Tag
from core.events.actions import Actor, ActorType
from core.jobs.actions.editing import Edit, edit_job, fingerprint
from core.jobs.job_fields import JobField
from core.jobs.model import Job, JobTag
from tests.journeys.browsing import DESK, PHONE, barriers, sign_in
from tests.journeys.test_office import status_id
from tests.office.company import Company

pytestmark = pytest.mark.browser

RITA = Actor(ActorType.STAFF, "Rita Desk", 1)


def write_summary(database: Database, company: Company, words: str) -> None:
    """Somebody else changes the job while its page is open."""
    with database.transaction() as session:
        was = session.get_one(Job, company.job_id).summary
        edit = Edit(JobField.SUMMARY, fingerprint(was), words)
        edit_job(session, company.job_id, edit, actor=RITA)


def test_a_job_is_changed_by_keyboard_and_the_page_stays(page: Page, company: Company) -> None:
    page.goto(f"/jobs/{company.job_number}")
    page.wait_for_load_state()
    page.evaluate("window.same = true")
    edit = page.get_by_role("link", name="Edit the PO number")
    edit.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("PO number")).to_be_focused()
    page.keyboard.type("PO-118")
    page.keyboard.press("Enter")
    expect(page.locator("#fact-po_number")).to_contain_text("PO-118")
    expect(edit).to_be_focused()
    expect(page.locator("#job-timeline")).to_contain_text("set the PO number to “PO-118”")
    page.get_by_role("link", name="Edit the summary").press("Enter")
    page.get_by_label("Summary").fill("Radiator is cold")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(
        f"#{company.job_number} Radiator is cold"
    )
    page.get_by_role("link", name="Edit the trade").press("Enter")
    expect(page.get_by_label("Trade")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#fact-business_unit")).to_contain_text("HVAC")
    assert page.evaluate("window.same") is True


def test_what_was_typed_stays_beside_what_somebody_else_wrote(
    page: Page, database: Database, company: Company
) -> None:
    page.goto(f"/jobs/{company.job_number}")
    page.get_by_role("link", name="Edit the summary").click()
    page.get_by_label("Summary").fill("  ")
    page.keyboard.press("Enter")
    expect(page.locator("#fact-summary")).to_contain_text("Say in a few words")
    page.get_by_label("Summary").fill("Heat is out")
    write_summary(database, company, "No heat, tenant is ill")
    page.keyboard.press("Enter")
    refused = page.locator("#fact-summary").get_by_role("alert")
    expect(refused).to_contain_text("Rita Desk changed the summary meanwhile")
    expect(refused).to_contain_text("No heat, tenant is ill")
    assert not barriers(page)
    expect(page.get_by_label("Summary")).to_have_value("Heat is out")
    page.get_by_role("button", name="Save the summary").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Heat is out")


def test_without_script_the_form_is_a_page_of_its_own(
    browser: Browser, address: str, company: Company
) -> None:
    context = browser.new_context(base_url=address, viewport=DESK, java_script_enabled=False)
    opened = context.new_page()
    sign_in(opened)
    opened.goto(f"/jobs/{company.job_number}")
    opened.get_by_role("link", name="Edit who is billed").click()
    opened.get_by_label("Or somebody else").fill("robert")
    opened.get_by_role("button", name="Save who is billed").click()
    expect(opened.locator("#fact-bill_to")).to_contain_text("Robert Diaz")
    expect(opened.locator("#fact-bill_to")).to_contain_text("set on this job")
    context.close()


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_no_page_of_a_job_has_a_barrier_or_scrolls_sideways(
    browser: Browser, database: Database, address: str, company: Company, size: ViewportSize
) -> None:
    with database.transaction() as session:
        tag = Tag(name="Boiler room")
        session.add(tag)
        session.flush()
        session.add(JobTag(job_id=company.job_id, tag_id=tag.id))
    write_summary(database, company, "No heat in either bedroom, and a long story beside it")
    context = browser.new_context(base_url=address, viewport=size)
    opened = context.new_page()
    sign_in(opened)
    troubles: list[str] = []
    job = f"/jobs/{company.job_number}"
    for path in (
        "/jobs?shown=all&priority=high&since=2020-01-01",
        "/jobs?q=submarine",
        "/jobs?since=x",
        job,
        *(f"{job}/facts/{field}/edit" for field in JobField),
        f"{job}/history",
        "/settings/workflow",
        f"/settings/statuses/{status_id(database, 'On the Way')}",
    ):
        opened.goto(path)
        troubles += barriers(opened)
    context.close()
    assert not troubles, "\n".join(troubles)


def test_the_workflow_is_set_by_keyboard(page: Page, company: Company) -> None:
    page.goto("/settings/workflow")
    step = page.get_by_label("From Dispatched to In Progress")
    step.focus()
    page.keyboard.type("Managers")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Save workflow").press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Saved")
    expect(step).to_have_value("jobs.reopen")
