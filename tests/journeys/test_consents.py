"""Where people stand, in a real browser: read and noted without barriers, on a desk and on a phone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

import portal
from core.db import Database
from core.desk.model import StaffRole
from core.directory.actions.people import add_point, mark_bad
from core.directory.model import Contact, PointKind
from core.events.actions import FIXLINE
from core.messaging.actions.consenting import opt_in, opt_out
from core.messaging.consent import Topic
from core.messaging.farewell import unsubscribe_url
from core.messaging.letterhead import letterhead_of
from core.messaging.wire import Channel
from tests.journeys.browsing import DESK, barriers, served, sign_in
from tests.office.company import Company, settle_company
from tests.office.desk import hire, office_app
from tests.practice import practice_settings

pytestmark = pytest.mark.browser

STOPPED, MAIL, BOUNCED = "+13125550142", "bob@home.example", "bob@old.example"


@pytest.fixture
def company(database: Database) -> Company:
    """One tenant with every standing there is."""
    hire(database, StaffRole.ADMINISTRATOR)
    with database.transaction() as session:
        company = settle_company(session)
        contact = session.get_one(Contact, company.tenant_contact_id)
        for value in (MAIL, BOUNCED):
            add_point(session, contact, kind=PointKind.EMAIL, value=value)
        opt_in(
            session,
            Channel.EMAIL,
            MAIL,
            words="ticked it on the signed form",
            source="office",
            actor=FIXLINE,
            topics={Topic.MARKETING},
        )
        for channel, address, source, words in (
            (Channel.SMS, STOPPED, "text", "STOP"),
            (Channel.EMAIL, MAIL, "complaint", ""),
        ):
            opt_out(session, channel, address, words=words, source=source, actor=FIXLINE)
        mark_bad(session, BOUNCED, why="carrier code 5.1.1", actor=FIXLINE)
        return company


@pytest.fixture
def address(database: Database, company: Company) -> Iterator[str]:
    """Where the office and the customers' pages are served."""
    assert company.job_number
    app = office_app(database)
    app.register_blueprint(portal.create_blueprint(practice_settings(), database))
    with served(app) as at:
        yield at


@pytest.fixture
def way_out() -> str:
    settings = practice_settings()
    return unsubscribe_url(letterhead_of(settings), MAIL).removeprefix(settings.public_url)


def test_standing_and_way_out_have_no_barrier_and_do_not_scroll_sideways(
    either: Page, company: Company, way_out: str
) -> None:
    either.goto(f"/customers/{company.tenant_id}")
    for fold in either.locator("#people details.more > summary").all():
        fold.click()
    troubles = barriers(either)
    either.goto(way_out)
    troubles += barriers(either)
    either.get_by_role("button", name="Stop these e-mails").click()
    troubles += barriers(either)
    assert not troubles, "\n".join(troubles)


def test_a_colleague_reads_why_no_text_leaves_and_notes_an_opt_out_of_mails(
    browser: Browser, company: Company, address: str
) -> None:
    context = browser.new_context(base_url=address, viewport=DESK)
    page = context.new_page()
    sign_in(page)
    page.goto(f"/customers/{company.tenant_id}")
    phone = point(page, "(312) 555-0142")
    phone.get_by_text("Note an opt-in").click()
    expect(phone.get_by_text("until they text START to us")).to_be_visible()
    bounced = point(page, BOUNCED)
    bounced.get_by_text("Note an opt-out").click()
    ended = bounced.get_by_role("group", name="They want no more")
    ended.get_by_label("Offers and news").check()
    bounced.get_by_label("What they said, and when").fill("Called on Monday")
    bounced.get_by_role("button", name="Note the opt-out").click()
    expect(point(page, BOUNCED).locator("dl")).to_contain_text("Called on Monday")
    point(page, BOUNCED).get_by_role("button", name="Address mended: try again").click()
    expect(page.get_by_text("came back for good")).to_have_count(0)
    context.close()


def test_a_customer_chooses_what_to_stop_without_script(
    browser: Browser, address: str, way_out: str
) -> None:
    context = browser.new_context(base_url=address, java_script_enabled=False)
    page = context.new_page()
    page.goto(way_out)
    expect(page.get_by_label("Job updates")).to_be_checked()
    page.get_by_label("Both").check()
    page.get_by_role("button", name="Stop these e-mails").click()
    expect(page.get_by_role("status")).to_contain_text("no more job updates and no more offers")
    context.close()


def point(page: Page, spoken: str) -> Locator:
    """Everything the page says of one number or address."""
    named = page.get_by_label(f"What we may send to {spoken}")
    return page.locator(".point").filter(has=named)
