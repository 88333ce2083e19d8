"""A day for journeys: the product as `fixline run` starts it, a desk in a browser, and the people outside."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import requests
from playwright.sync_api import Browser, Page, expect

from core.db import Database
from sandbox import cast
from sandbox.processes import free_ports
from sandbox.stage import Stage
from tests.journeys.browsing import DESK
from tests.journeys.test_main_road import running
from tests.waiting import until

# Real processes answer, two or three of them in a row.
SOON = 20_000
ORDINARY = 5_000
FRIDAY = 5


@dataclass
class Day:
    """The desk, the people outside, and what the day has brought so far."""

    page: Page
    url: str
    people: Stage
    ground: str
    said: list[str]
    on: str = ""
    sink: str = ""
    toilet: str = ""

    def open(self, path: str) -> None:
        """A page whose script has loaded: keys pressed before would be lost."""
        self.page.goto(f"{self.url}{path}")
        self.page.wait_for_load_state()

    def ready_at(self, field: str) -> None:
        """The keyboard stands in the field, and the script has loaded."""
        expect(self.page.locator(field)).to_be_focused()
        self.page.wait_for_load_state()

    def give_password(self) -> None:
        """Fill the sign-in form as the practice ground says."""
        self.open("/sign-in")
        self.page.get_by_label("E-mail").fill(cast.STAFF_EMAIL)
        self.page.get_by_label("Password").fill(cast.STAFF_PASSWORD)
        self.page.keyboard.press("Enter")

    def press(self, button: str) -> None:
        self.page.get_by_role("main").get_by_role("button", name=button).first.click()

    def mailed(self, address: str, words: str) -> int:
        """How many messages with these words have reached the address."""
        feed = requests.get(f"{self.ground}/sandbox/messages", params={"limit": 500}, timeout=10)
        texts = [
            str(each.get("body") or each.get("text"))
            for each in feed.json()["messages"]
            if each["to"] == address and each["direction"] == "received"
        ]
        return sum(words in text for text in texts)

    def told(self, job: str, status: str) -> dict[str, str]:
        """Who was told that the job reached the status: yes or no by address."""
        self.open(f"/jobs/{job}")
        telling = self.page.locator("#told details").filter(has_text=re.compile(rf"^\s*{status},"))
        if telling.get_attribute("open") is None:
            telling.locator("summary").click()
        rows = telling.locator("tbody tr").all()
        cells = [row.locator("td").all_inner_texts() for row in rows]
        return {f"{row[0]} {row[1]}".replace("\n", " "): row[2] for row in cells}


@contextmanager
def a_day(folder: Path, database: Database, redis_url: str, browser: Browser) -> Iterator[Day]:
    """Everything runs as long as the block lasts."""
    port, other = free_ports(2)
    given = {"PORT": str(port), "FIXLINE_SANDBOX_PORT": str(other)}
    context = browser.new_context(viewport=DESK)
    context.set_default_timeout(SOON)
    expect.set_options(timeout=SOON)
    said: list[str] = []
    with running(folder, database, redis_url, **given) as product:
        ground = f"http://localhost:{other}"
        until(lambda: _is_up(f"{ground}/sandbox/health"))
        yield Day(context.new_page(), product.url, Stage(ground, said.append), ground, said)
        context.close()
    expect.set_options(timeout=ORDINARY)


def a_working_day() -> str:
    """The next day from Monday to Friday on the company's clock, as an address names it."""
    on = datetime.now(ZoneInfo(cast.COMPANY_ZONE)) + timedelta(days=1)
    while on.isoweekday() > FRIDAY:
        on += timedelta(days=1)
    return f"{on:%Y-%m-%d}"


def _is_up(url: str) -> bool:
    try:
        return requests.get(url, timeout=5).ok
    except requests.ConnectionError:
        return False
