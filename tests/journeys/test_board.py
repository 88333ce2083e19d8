"""The dispatch board in a real browser: dragged, moved by keys, by the form, and without barriers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect
from sqlalchemy import select

from core.clock import database_now, local
from core.db import Database
from core.desk.model import StaffRole
from core.jobs.actions.crew_time import set_hours
from core.jobs.actions.visits import schedule
from core.jobs.availability import at_wall
from core.jobs.model import Appointment, Assignment, AssignmentState
from tests.builders import CHICAGO, OFFICE, a_job, a_technician, number
from tests.journeys.browsing import SOON_MS, barriers, served
from tests.office.desk import PASSWORD, hire, office_app

pytestmark = pytest.mark.browser

SIZES = [ViewportSize(width=1280, height=900), ViewportSize(width=390, height=844)]


@dataclass(frozen=True)
class Day:
    """Tomorrow: one visit at ten that nobody has, Maria and Tom at work from eight to five."""

    on: date
    visit_id: int
    job_number: int
    maria_id: int
    tom_id: int


@pytest.fixture
def day(database: Database) -> Day:
    hire(database, StaffRole.DISPATCHER)
    hire(database, StaffRole.ADMINISTRATOR)
    with database.transaction() as session:
        crew = [a_technician(session), a_technician(session, "Tom Reed", number(171))]
        for each in crew:
            week = {weekday: (time(8), time(17)) for weekday in range(7)}
            set_hours(session, each.id, week, actor=OFFICE)
        on = local(database_now(session), CHICAGO).date() + timedelta(days=1)
        start = at_wall(on, time(10), CHICAGO)
        job = a_job(session, summary="No heat")
        visit = schedule(session, job, start=start, end=start + timedelta(hours=2), actor=OFFICE)
        return Day(on, visit.id, job.number, crew[0].id, crew[1].id)


@pytest.fixture
def address(database: Database, day: Day) -> Iterator[str]:
    assert day.visit_id
    with served(office_app(database)) as at:
        yield at


def signed_in(
    browser: Browser, address: str, role: StaffRole = StaffRole.DISPATCHER, size: int = 0
) -> Page:
    page = browser.new_context(base_url=address, viewport=SIZES[size]).new_page()
    page.goto("/sign-in")
    page.get_by_label("E-mail").fill(f"{role}@example.com")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page).to_have_url("/inbox")
    return page


def stands(database: Database, day: Day) -> tuple[list[str], datetime]:
    """Who was offered the visit or has it, and when it begins on the company's clock."""
    with database.reading() as session:
        rows = session.scalars(
            select(Assignment).where(Assignment.state == AssignmentState.OFFERED)
        )
        visit = session.get_one(Appointment, day.visit_id)
        return [row.technician.name for row in rows], local(visit.window_start, CHICAGO)


def cell(page: Page, technician_id: int, starts: str) -> str:
    return f'tr[data-technician="{technician_id}"] td[data-starts="{starts}"]'


@pytest.mark.inventory(67)
def test_a_card_is_dragged_to_a_technician_and_hour(
    database: Database, browser: Browser, address: str, day: Day
) -> None:
    page = signed_in(browser, address)
    page.goto(f"/dispatch?day={day.on}")
    card = page.locator("[data-lane] .visit-card")
    expect(card).to_contain_text(f"#{day.job_number}")
    card.drag_to(page.locator(cell(page, day.tom_id, "13:00")))
    moved = page.locator(f'tr[data-technician="{day.tom_id}"] .visit-card')
    expect(moved).to_contain_text("13:00–15:00", timeout=SOON_MS)
    who, when = stands(database, day)
    assert (who, f"{when:%H:%M}") == (["Tom Reed"], "13:00")
    page.wait_for_load_state()
    moved.drag_to(page.locator("[data-lane]"))
    expect(page.locator("[data-lane] .visit-card")).to_contain_text("nobody asked", timeout=SOON_MS)
    assert stands(database, day)[0] == []


@pytest.mark.inventory(67)
def test_a_card_is_moved_by_keys_alone(
    database: Database, browser: Browser, address: str, day: Day
) -> None:
    page = signed_in(browser, address)
    page.goto(f"/dispatch?day={day.on}")
    page.locator("[data-lane] .visit-card").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    said = page.locator("#board-say")
    expect(said).to_contain_text("Tom Reed")
    expect(said).to_contain_text("10:30 to 12:30")
    expect(page.locator(cell(page, day.tom_id, "10:30"))).to_have_class("half target")
    page.keyboard.press("Escape")
    expect(said).to_have_text("Left where it is.")
    assert stands(database, day)[0] == []
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    moved = page.locator(f'tr[data-technician="{day.maria_id}"] .visit-card')
    expect(moved).to_contain_text("10:30–12:30", timeout=SOON_MS)
    assert stands(database, day)[0] == ["Maria Lopez"]
    page.wait_for_load_state()
    moved.focus()
    page.keyboard.press("m")
    expect(page.get_by_role("heading", name="Move to")).to_be_visible(timeout=SOON_MS)


def test_outside_working_hours_the_board_asks_before_it_moves(
    database: Database, browser: Browser, address: str, day: Day
) -> None:
    page = signed_in(browser, address)
    page.goto(f"/dispatch?day={day.on}")
    page.locator("[data-lane] .visit-card").drag_to(page.locator(cell(page, day.tom_id, "17:30")))
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("Tom Reed works 08:00 to 17:00", timeout=SOON_MS)
    assert stands(database, day)[0] == []
    page.get_by_role("button", name="Move it anyway").click()
    row = page.locator(f'tr[data-technician="{day.tom_id}"] .visit-card')
    expect(row).to_contain_text("17:30–19:30", timeout=SOON_MS)
    assert stands(database, day)[0] == ["Tom Reed"]


def test_what_another_dispatcher_moves_appears_by_itself(
    database: Database, browser: Browser, address: str, day: Day
) -> None:
    watching, acting = signed_in(browser, address), signed_in(browser, address)
    watching.goto(f"/dispatch?day={day.on}")
    acting.goto(f"/dispatch/visits/{day.visit_id}?back=/dispatch%3Fday={day.on}")
    acting.get_by_label("Technician").select_option("Tom Reed")
    acting.get_by_role("button", name="Move visit").click()
    expect(acting.locator(f'tr[data-technician="{day.tom_id}"] .visit-card')).to_be_visible()
    arrived = watching.locator(f'tr[data-technician="{day.tom_id}"] .visit-card')
    expect(arrived).to_be_visible(timeout=15_000)


@pytest.mark.parametrize("size", [0, 1])
def test_no_page_of_the_board_has_a_barrier_or_scrolls_sideways(
    browser: Browser, address: str, day: Day, size: int
) -> None:
    page = signed_in(browser, address, StaffRole.ADMINISTRATOR, size)
    for where in (
        f"/dispatch?day={day.on}",
        f"/dispatch?day={day.on}&sight=week",
        f"/dispatch/visits/{day.visit_id}",
        "/settings/on-call",
        f"/settings/technicians/{day.maria_id}/time",
    ):
        page.goto(where)
        assert barriers(page) == []
