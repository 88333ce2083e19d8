"""Two windows over the same page: what the first has saved is told in the second, in words and at its field, on a desk
and on a phone.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tests.journeys.browsing import DESK, PHONE, barriers, keep_picture
from tests.office.company import Company

TOLD = "Somebody else wrote “{}” here meanwhile"


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_what_another_window_saved_is_told_at_the_field(
    page: Page, company: Company, size: ViewportSize
) -> None:
    page.set_viewport_size(size)
    for path, label, button in (
        (f"/properties/{company.property_id}", "How to get in", "Save access notes"),
        ("/settings/statuses/1", "Name", "Save status"),
        ("/settings/billing", "How to pay", "Save"),
    ):
        second = page.context.new_page()
        for window in (page, second):
            window.goto(path)
            window.wait_for_load_state()
        for window, words in ((second, "Theirs"), (page, "Mine")):
            window.get_by_label(label, exact=True).first.fill(words)
            window.get_by_role("button", name=button, exact=True).first.click()
            window.wait_for_load_state()
        expect(page.get_by_role("alert")).to_contain_text(TOLD.format("Theirs"))
        expect(page.get_by_label(label, exact=True).first).to_have_value("Mine")
        assert barriers(page) == []
        keep_picture(page, f"two windows {path.split('/')[1]} {label}")
        second.close()
