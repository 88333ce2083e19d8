"""Teaching in a real browser: a suggestion taken, a message taught by keyboard, and no barrier on desk or phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.journeys.browsing import DESK, PHONE, barriers, sign_in
from tests.office.company import Company

pytestmark = pytest.mark.browser


def test_a_suggestion_is_changed_before_it_goes(page: Page, company: Company) -> None:
    page.goto(f"/inbox/{company.conversation_id}")
    page.get_by_role("button", name="Take over").click()
    answer = page.get_by_label("Answer by text")
    expect(answer).to_have_value(
        "Hola Robert, le escribe Dana de Practice Services. Ya está "
        "hablando con una persona. ¿En qué le ayudo?"
    )
    answer.fill("Hola Robert, soy Dana.")
    page.get_by_role("button", name="Send").click()
    expect(page.locator(".bubble.ours").last).to_contain_text("Hola Robert, soy Dana.")
    expect(page.get_by_label("Answer by text")).to_have_value("")


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_a_message_is_taught_without_a_barrier(
    browser: Browser,
    address: str,
    company: Company,
    size: ViewportSize,
) -> None:
    context = browser.new_context(base_url=address, viewport=size)
    opened = context.new_page()
    sign_in(opened)
    opened.goto(f"/inbox/{company.conversation_id}")
    opened.get_by_role("link", name="Misread? Kitchen sink is leaking").click()
    troubles = barriers(opened)
    opened.get_by_label("How soon").select_option("urgent")
    opened.get_by_label("Unit").fill("77")
    opened.get_by_role("button", name="Keep this lesson").click()
    expect(opened.get_by_role("alert")).to_contain_text("Copy it from the message")
    troubles += barriers(opened)
    opened.get_by_label("Unit").fill("")
    opened.get_by_role("button", name="Keep this lesson").click()
    expect(opened.get_by_text("Taught", exact=True)).to_be_visible()
    for writer in ("A tenant", "A technician", "A property manager"):
        opened.goto("/settings/teachings")
        opened.get_by_role("link", name="Change Kitchen sink is leaking").click()
        opened.get_by_role("link", name=writer, exact=True).click()
        expect(opened.get_by_role("button", name="Keep this lesson")).to_be_visible()
        troubles += barriers(opened)
    opened.goto("/settings/teachings")
    troubles += barriers(opened)
    context.close()
    assert not troubles, "\n".join(troubles)
