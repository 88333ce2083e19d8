"""A price typed below the pricebook's is a discount, and the same limit binds it; own words have their own price."""

from __future__ import annotations

import pytest
from werkzeug.test import TestResponse

from core.billing.model import Invoice
from core.db import Database
from core.desk.model import StaffRole
from tests.builders.billing import an_item
from tests.office.billing.books import a_draft_at_hand, fields_of
from tests.office.desk import Browser, at_desk


@pytest.fixture
def desk(database: Database) -> Browser:
    return at_desk(database, StaffRole.ACCOUNTING)


def save(desk: Browser, draft_id: int, **changed: str) -> TestResponse:
    page = f"/billing/invoices/{draft_id}"
    fields = {**fields_of(desk.text(page)), **changed}
    return desk.send(f"{page}/lines", seen_on=page, **fields)


def prices(database: Database, draft_id: int) -> list[tuple[str, int]]:
    with database.reading() as session:
        lines = session.get_one(Invoice, draft_id).lines
        return [(line.words, line.unit_price_cents) for line in lines]


@pytest.mark.inventory(101)
@pytest.mark.parametrize("words", ["DRAIN", "Drain cleaning"])
def test_a_pricebook_price_is_undercut_within_ones_limit_only(
    database: Database, desk: Browser, words: str
) -> None:
    """The item costs $185.00, and Accounting may take 10 % off."""
    draft_id = a_draft_at_hand(database)
    with database.transaction() as session:
        an_item(session)
    refused = save(desk, draft_id, **{"words-0": words, "price-0": "166.49"})
    assert refused.status_code == 422
    assert 'id="price-0-error"' in refused.text
    assert "$166.50 or more" in refused.text
    assert save(desk, draft_id, **{"words-0": words, "price-0": "166.50"}).status_code == 303
    assert prices(database, draft_id) == [("Drain cleaning", 16_650)]
    assert save(desk, draft_id, **{"price-0": "150"}).status_code == 422
    assert save(desk, draft_id, **{"quantity-0": "2"}).status_code == 303


@pytest.mark.inventory(101)
def test_who_may_give_all_of_it_may_type_any_price(database: Database, desk: Browser) -> None:
    draft_id = a_draft_at_hand(database)
    with database.transaction() as session:
        an_item(session)
    boss = at_desk(database, StaffRole.MANAGER)
    assert save(boss, draft_id, **{"words-0": "DRAIN", "price-0": "1"}).status_code == 303
    # What stands is left as it is by who could not have typed it.
    assert save(desk, draft_id, **{"quantity-0": "3"}).status_code == 303
    assert prices(database, draft_id) == [("Drain cleaning", 100)]


def test_a_line_in_ones_own_words_has_ones_own_price(database: Database, desk: Browser) -> None:
    draft_id = a_draft_at_hand(database)
    save(desk, draft_id, **{"words-0": "Cleaned up", "price-0": "1"})
    assert prices(database, draft_id) == [("Cleaned up", 100)]


@pytest.mark.inventory(101)
def test_a_price_typed_and_a_discount_together_stay_within_ones_limit(
    database: Database, desk: Browser
) -> None:
    """Of $370.00 for two, Accounting may take $37.00 off, in whichever way; a manager more."""
    draft_id = a_draft_at_hand(database)
    with database.transaction() as session:
        an_item(session)
    save(desk, draft_id, **{"words-0": "DRAIN", "quantity-0": "2", "price-0": "180"})
    with database.reading() as session:
        (line,) = session.get_one(Invoice, draft_id).lines
    answers = [discount(desk, draft_id, line.id, off) for off in ("10 %", "27.01", "27", "0")]
    assert [each.status_code for each in answers] == [422, 422, 303, 303]
    assert "$27.00 more than its price takes off already" in answers[0].text
    boss = at_desk(database, StaffRole.MANAGER)
    assert discount(boss, draft_id, line.id, "100").status_code == 303
    with database.reading() as session:
        assert session.get_one(Invoice, draft_id).net_cents == 26_000


def discount(desk: Browser, draft_id: int, line_id: int, off: str) -> TestResponse:
    page = f"/billing/invoices/{draft_id}"
    return desk.send(
        f"{page}/discount",
        seen_on=page,
        discount_line=line_id,
        discount=off,
        discount_kind="promotional",
    )
