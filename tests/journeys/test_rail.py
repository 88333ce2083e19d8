"""The rooms at the foot of a phone: those that fit, and behind "More" all the others, without any script."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.browsing import DESK, PHONE, barriers, sign_in

pytestmark = pytest.mark.browser


def test_a_phone_shows_the_first_rooms_and_more_opens_the_others_without_a_script(
    browser: Browser, address: str
) -> None:
    context = browser.new_context(base_url=address, viewport=PHONE, java_script_enabled=False)
    page = context.new_page()
    sign_in(page)
    rail = page.get_by_role("navigation", name="Rooms")
    expect(rail.get_by_role("link", name="Inbox")).to_be_visible()
    expect(rail.get_by_role("link", name="Settings")).to_have_count(0)
    rail.get_by_text("More", exact=True).click()
    rail.get_by_role("link", name="Settings").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Settings")
    context.close()


def test_the_open_rooms_of_a_phone_stay_within_it_and_stand_in_nobodys_way(
    browser: Browser, address: str
) -> None:
    context = browser.new_context(base_url=address, viewport=PHONE)
    page = context.new_page()
    sign_in(page)
    more = page.get_by_role("navigation", name="Rooms").get_by_text("More", exact=True)
    more.click()
    for room in page.locator(".rail .more ul .room").all():
        box = room.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= PHONE["width"]
        assert box["height"] >= 44
    assert barriers(page) == []
    context.close()


def test_a_desk_shows_every_room_and_no_more(browser: Browser, address: str) -> None:
    context = browser.new_context(base_url=address, viewport=DESK)
    page = context.new_page()
    sign_in(page)
    rail = page.get_by_role("navigation", name="Rooms")
    expect(rail.get_by_role("link", name="Settings")).to_be_visible()
    expect(rail.get_by_text("More", exact=True)).to_be_hidden()
    context.close()
