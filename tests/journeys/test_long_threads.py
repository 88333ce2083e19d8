"""A long conversation opens where it ended, at a desk and on a phone; its order and the way past the rail stay."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from core.db import Database
from core.messaging.model import Conversation, Message
from tests.journeys.browsing import barriers, keep_picture
from tests.office.company import Company, hear

pytestmark = pytest.mark.browser

MANY = 40


@pytest.fixture
def long_thread(database: Database, company: Company) -> str:
    """The address of a thread that is longer than any screen."""
    with database.transaction() as session:
        row = session.get_one(Conversation, company.conversation_id)
        for number in range(MANY):
            hear(session, row, f"And another thing, number {number}: the tap drips all night.")
    return f"/inbox/{company.conversation_id}"


def test_a_long_thread_opens_at_its_newest_words(either: Page, long_thread: str) -> None:
    either.goto(long_thread)
    either.wait_for_load_state()
    expect(either.locator(".bubble").last).to_be_in_viewport()
    expect(either.locator(".bubble").first).not_to_be_in_viewport()
    expect(either.get_by_role("heading", level=1)).to_be_in_viewport()
    expect(either.get_by_label("Answer by text")).to_be_in_viewport()
    assert barriers(either) == []
    keep_picture(either, "long thread")


def test_a_long_thread_is_read_from_its_beginning_and_the_rail_passed_first(
    either: Page, long_thread: str
) -> None:
    either.goto(long_thread)
    either.wait_for_load_state()
    said = either.locator(".bubble .words").all_inner_texts()
    numbers = [int(found[1]) for each in said if (found := re.search(r"number (\d+)", each))]
    assert numbers == list(range(MANY))
    either.keyboard.press("Tab")
    skip = either.locator(".skip")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    expect(either.locator(".bubble").last).to_be_in_viewport()


def test_a_link_to_one_message_opens_there(
    either: Page, database: Database, company: Company, long_thread: str
) -> None:
    with database.reading() as session:
        theirs = select(Message.id).where(
            Message.conversation_id == company.conversation_id, Message.inbound
        )
        chosen = session.scalars(theirs.order_by(Message.id).offset(5)).first()
    either.goto(f"{long_thread}#message-{chosen}")
    either.wait_for_load_state()
    expect(either.locator(f"#message-{chosen}")).to_be_in_viewport()


def test_a_long_thread_shows_its_newest_words_after_it_was_taken_over(
    either: Page, long_thread: str
) -> None:
    either.goto(long_thread)
    either.wait_for_load_state()
    either.get_by_role("button", name="Take over").click()
    expect(either.locator(".holder")).to_contain_text("You have it")
    either.wait_for_load_state()
    expect(either.locator(".bubble").last).to_be_in_viewport()
    expect(either.get_by_role("heading", level=1)).to_be_in_viewport()
    keep_picture(either, "taken over")
