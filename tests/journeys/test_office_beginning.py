"""A company begins with an empty office, in a real browser: the first people and places, the first job; and
an emergency taken from the inbox.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from werkzeug.serving import make_server

from core.db import Database
from core.desk.model import StaffRole
from core.events.actions import FIXLINE
from core.jobs.actions.booking import Request, open_booking
from core.jobs.actions.emergencies import Danger, raise_emergency
from core.jobs.model import BookingSource
from core.messaging.actions.threads import conversation_with
from core.messaging.wire import Channel
from tests.journeys.browsing import PHONE, barriers, sign_in
from tests.office.company import hear
from tests.office.desk import hire, office_app

pytestmark = pytest.mark.browser


@pytest.fixture
def page(browser: Browser, database: Database) -> Iterator[Page]:
    """A phone without script, signed in to an office with nothing in it but one stranger's request."""
    hire(database, StaffRole.ADMINISTRATOR)
    server = make_server("127.0.0.1", 0, office_app(database), threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    context = browser.new_context(
        base_url=f"http://127.0.0.1:{server.server_port}",
        viewport=PHONE,
        java_script_enabled=False,
    )
    opened = context.new_page()
    sign_in(opened)
    yield opened
    context.close()
    server.shutdown()
    thread.join()


def a_request(database: Database) -> int:
    with database.transaction() as session:
        request = Request(
            source=BookingSource.SMS,
            words="No hot water",
            summary="No hot water",
            requester_address="+13125550188",
            requester_name="Ana Ruiz",
            place_hint="9 Elm Street #2B",
        )
        return open_booking(session, request, actor=FIXLINE).id


def test_an_empty_office_comes_to_its_first_job(page: Page, database: Database) -> None:
    page.goto("/jobs")
    page.get_by_role("link", name="See what to add first").click()
    page.get_by_role("link", name="Add your technicians").click()
    page.get_by_label("Name").fill("Joe Park")
    page.get_by_label("Mobile phone").fill("312 555 0171")
    page.get_by_label("Place on call").fill("1")
    page.get_by_role("button", name="Add technician").click()
    expect(page.get_by_role("link", name="Joe Park")).to_be_visible()

    page.goto(f"/bookings/{a_request(database)}")
    page.get_by_role("link", name="Add this person").click()
    expect(page.get_by_label("First name")).to_have_value("Ana")
    page.get_by_role("button", name="Add customer").click()
    page.get_by_role("link", name="Add this place").first.click()
    expect(page.get_by_label("Street and house number")).to_have_value("9 Elm Street")
    page.get_by_role("button", name="Add property").click()
    expect(page.get_by_role("link", name="9 Elm Street")).to_be_visible()
    page.get_by_role("button", name="Make it a job").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("No hot water")
    page.goto("/settings")
    expect(page.get_by_role("heading", name="Everything is set up")).to_be_visible()


def test_a_refused_form_says_at_each_field_what_to_mend(browser: Browser, page: Page) -> None:
    page.goto("/customers/new")
    page.get_by_label("Phone").fill("12")
    page.get_by_label("Company").fill("Lakeside")
    page.get_by_role("button", name="Add customer").click()
    page.get_by_role("alert").get_by_role("link", name="That is no complete phone number").click()
    assert page.url.endswith("#phone")
    expect(page.get_by_label("Phone")).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_label("Company")).to_have_value("Lakeside")


def test_an_emergency_is_taken_from_the_inbox(page: Page, database: Database) -> None:
    with database.transaction() as session:
        thread = conversation_with(session, Channel.SMS, "+13125550199")
        hear(session, thread, "I smell gas")
        thread.emergency = True
        danger = Danger(safety="gas", words="I smell gas", reporter_address="+13125550199")
        raise_emergency(session, danger, actor=FIXLINE)
    page.goto("/inbox")
    page.get_by_role("link", name="nobody has it yet").click()
    page.get_by_role("button", name="I have it").click()
    expect(page.get_by_text("Dana Administrator has it since")).to_be_visible()
    page.goto("/inbox")
    expect(page.get_by_text("nobody has it yet")).to_have_count(0)


@pytest.mark.parametrize(
    "room", ["/inbox", "/bookings", "/jobs", "/settings", "/settings/technicians"]
)
def test_an_empty_office_has_no_barrier(browser: Browser, page: Page, room: str) -> None:
    assert page.context.browser is not None
    state = page.context.storage_state()
    context = browser.new_context(
        base_url=page.url.partition("/inbox")[0], viewport=PHONE, storage_state=state
    )
    scripted = context.new_page()
    scripted.goto(room)
    found = barriers(scripted)
    context.close()
    assert not found, "\n".join(found)
