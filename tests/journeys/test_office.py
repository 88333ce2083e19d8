"""The office in a real browser: by keyboard alone, on a desk and on a phone, without barriers (WCAG by axe)."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from core.alerts.actions.notices import send_notice
from core.alerts.new_notice import NewNotice
from core.alerts.wording import Words
from core.blobs import keep_blob, pieces_of
from core.db import Database
from core.desk.model import StaffUser
from core.directory.actions.bringing import open_import, work_lot
from core.directory.model import ListKind
from core.jobs.model import JobStatus
from core.language import Language
from core.messaging.model import Conversation
from core.messaging.wire import Channel
from tests.builders import CHICAGO, OFFICE
from tests.journeys.browsing import DESK, PHONE, SOON_MS, looked_through, sign_in
from tests.office.company import Company, hear
from tests.office.desk import PASSWORD

pytestmark = pytest.mark.browser


def status_id(database: Database, name: str) -> int:
    with database.reading() as session:
        return session.scalars(select(JobStatus.id).where(JobStatus.name == name)).one()


PAGES_OF_NOTHING_IN_PARTICULAR = [
    "/inbox",
    "/inbox?lane=waiting",
    "/bookings",
    "/bookings/new",
    "/jobs",
    "/customers",
    "/customers/new",
    "/lists",
    "/properties",
    "/properties/new",
    "/tasks",
    "/delivery",
    "/delivery?span=hours",
    "/settings",
    "/settings/technicians",
    "/settings/technicians/new",
    "/settings/staff",
    "/settings/staff/new",
    "/settings/teachings",
    "/password",
    "/settings/statuses",
    "/settings/statuses/new",
    "/settings/notices",
    "/settings/notices/day_before/words/sms",
    "/settings/notices/follow_up/words/email",
    "/notices",
    "/notices/new?q=oak",
    "/search?q=oak",
    "/search?q=zebra",
    "/nowhere",
]


def every_page(company: Company, status: int) -> list[str]:
    return [
        *PAGES_OF_NOTHING_IN_PARTICULAR,
        f"/inbox/{company.conversation_id}",
        f"/inbox/{company.emergency_thread_id}",
        f"/bookings/{company.booking_id}",
        f"/jobs/{company.job_number}",
        f"/jobs/{company.job_number}/status/{status}",
        f"/customers/{company.manager_id}",
        f"/customers/{company.tenant_id}/merge?gone={company.manager_id}",
        f"/customers/new?booking={company.booking_id}",
        f"/customers/{company.tenant_id}/people/new",
        f"/customers/{company.tenant_id}/people/{company.tenant_contact_id}",
        f"/properties/{company.property_id}?who=bob",
        f"/properties/new?booking={company.booking_id}",
        f"/settings/technicians/{company.technician_id}",
        f"/settings/statuses/{status}",
        f"/settings/statuses/{status}/words/sms",
        f"/settings/statuses/{status}/words/email",
        f"/settings/statuses/{status}/words/email/en/versions",
        f"/customers/{company.tenant_id}/told",
        f"/properties/{company.property_id}/told",
        f"/notices/new?property={company.property_id}",
    ]


def written(database: Database, company: Company) -> list[str]:
    """A notice to a building and a list with a problem in it, each with a page of its own."""
    with database.transaction() as session:
        words = (Words(Channel.SMS, Language.ENGLISH, "", "No water on Friday."),)
        new = NewNotice("key of the form", "Water off", words, (company.property_id,))
        notice = send_notice(session, new, actor=OFFICE)
        who = session.scalars(select(StaffUser.id)).one()
        lines = b"key,name,kind\nA,Ann,person\nB,Bea,residential\n"
        blob = keep_blob(session, pieces_of(lines), content_type="text/csv")
        opened = open_import(session, ListKind.CUSTOMERS, blob, file_name="list.csv", staff_id=who)
        work_lot(session, opened.id, opened.lines, zone=CHICAGO, actor=OFFICE)
        return [f"/notices/{notice.id}", f"/lists/{opened.id}"]


def test_no_page_has_a_barrier_or_scrolls_sideways(
    either: Page, database: Database, company: Company
) -> None:
    refused: list[str] = []
    either.on(
        "console", lambda line: refused.append(line.text) if "Security" in line.text else None
    )
    pages = [*every_page(company, status_id(database, "Scheduled")), *written(database, company)]
    assert looked_through(either, pages) == ""
    either.context.clear_cookies()
    assert looked_through(either, ["/sign-in"]) == ""
    assert refused == []


def test_signing_in_by_keyboard_alone(browser: Browser, address: str) -> None:
    context = browser.new_context(base_url=address, viewport=DESK)
    page = context.new_page()
    page.goto("/sign-in")
    page.keyboard.press("Tab")
    page.keyboard.type("administrator@example.com")
    page.keyboard.press("Tab")
    page.keyboard.type("wrong password")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("do not fit together")
    page.get_by_label("Password").focus()
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page).to_have_url("/inbox")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the page")).to_be_focused()
    context.close()


def test_keys_lead_through_the_office(page: Page) -> None:
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    expect(page.locator(".thread-row").first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("(312) 555-0199")
    page.wait_for_load_state()  # keys work once the page has loaded
    page.keyboard.press("/")
    page.keyboard.type("oak")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Search: oak")
    page.wait_for_load_state()
    page.keyboard.press("b")
    expect(page.get_by_role("heading", level=1)).to_have_text("New booking")


def test_new_words_appear_in_an_open_thread_by_themselves(
    page: Page, database: Database, company: Company
) -> None:
    page.goto(f"/inbox/{company.conversation_id}")
    page.get_by_label("Answer by text").fill("I am still writing")
    with database.transaction() as session:
        row = session.get_one(Conversation, company.conversation_id)
        hear(session, row, "Is anybody there?")
    expect(page.locator(".bubble").last).to_contain_text("Is anybody there?", timeout=SOON_MS)
    expect(page.get_by_label("Answer by text")).to_have_value("I am still writing")


def test_who_will_be_told_is_shown_before_a_job_is_moved(page: Page, company: Company) -> None:
    page.goto(f"/jobs/{company.job_number}")
    page.get_by_role("link", name="Move to Scheduled…").click()
    panel = page.get_by_role("region", name="Who will be told")
    expect(panel).to_contain_text("2 will be told, 1 will not.")
    expect(panel).to_contain_text("turned job updates off")
    panel.get_by_role("button", name="Move to Scheduled and tell 2").click()
    expect(page.locator(".head .pill").first).to_have_text("Scheduled")


def test_a_job_is_moved_without_any_script(
    browser: Browser, address: str, company: Company
) -> None:
    context = browser.new_context(base_url=address, viewport=PHONE, java_script_enabled=False)
    page = context.new_page()
    sign_in(page)
    page.goto(f"/jobs/{company.job_number}")
    page.get_by_role("link", name="Move to In Progress…").click()
    page.get_by_role("button", name="Move to In Progress").click()
    expect(page.locator(".head .pill").first).to_have_text("In Progress")
    context.close()


def test_words_are_previewed_while_they_are_typed_and_tags_put_in_by_a_click(
    page: Page, database: Database, company: Company
) -> None:
    page.goto(f"/settings/statuses/{status_id(database, 'Scheduled')}/words/sms")
    words = page.locator("#body-en")
    words.fill("Job ")
    page.locator("section").filter(has=words).get_by_role("button", name="{JobNumber}").click()
    expect(words).to_have_value("Job {JobNumber}")
    expect(page.locator("#read-en")).to_contain_text(f"Job {company.job_number}")
    words.fill("Job {Nonsense}")
    expect(page.locator("#read-en")).to_contain_text("There is no tag {Nonsense}")
    page.get_by_role("button", name="Save English").click()
    expect(page.get_by_role("alert")).to_contain_text("There is no tag {Nonsense}")
    expect(page.locator("#body-en")).to_have_value("Job {Nonsense}")


def test_g_and_a_letter_open_a_room_from_anywhere(page: Page) -> None:
    page.goto("/customers")
    page.wait_for_load_state()
    page.keyboard.press("g")
    page.keyboard.press("j")
    expect(page).to_have_url("/jobs", timeout=SOON_MS)
    page.wait_for_load_state()
    page.keyboard.press("g")
    page.keyboard.press("s")
    expect(page).to_have_url("/settings", timeout=SOON_MS)
