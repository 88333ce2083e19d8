"""How a sum is spread over invoices by suggestion: the oldest due first, nothing lost, nothing exceeded."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.billing.suggesting import Debt, OpenItem, Share, suggest

MAY = date(2026, 5, 1)


def item(id_: int, cents: int, days: int = 0) -> OpenItem:
    return OpenItem(id_, MAY + timedelta(days=days), cents)


def test_the_oldest_due_is_filled_first() -> None:
    """900 over 300 (due in June), 500 (May), 250 (July): 500 and 300 are paid, 100 go to the last."""
    told = suggest(900, [item(1, 300, 30), item(2, 500, 0), item(3, 250, 60)])
    assert told.shares == (Share(2, 500, 0), Share(1, 300, 0), Share(3, 100, 150))
    assert told.unapplied_cents == 0


def test_the_payers_own_come_first_and_what_others_owe_gets_nothing() -> None:
    """1,000 over 400 of their own (due last), 300 they answer for and 500 of somebody else (due first)."""
    mine = OpenItem(1, MAY + timedelta(days=60), 400)
    answered = OpenItem(2, MAY + timedelta(days=30), 300, Debt.ANSWERED_FOR)
    others = OpenItem(3, MAY, 500, Debt.OTHERS)
    told = suggest(1_000, [others, answered, mine])
    assert told.shares == (Share(1, 400, 0), Share(2, 300, 0))
    assert told.unapplied_cents == 300


def test_an_excluded_invoice_gets_nothing() -> None:
    told = suggest(600, [item(1, 500), item(2, 400, 1)], excluded={1})
    assert told.shares == (Share(2, 400, 0),)
    assert told.unapplied_cents == 200


def test_an_amount_below_zero_is_refused() -> None:
    with pytest.raises(ValueError, match="below zero"):
        suggest(-1, [])


items = st.lists(st.tuples(st.integers(1, 10**7), st.integers(0, 400)), max_size=30).map(
    lambda rows: [item(n, cents, days) for n, (cents, days) in enumerate(rows)]
)


@given(amount=st.integers(0, 10**8), open_items=items, excluded=st.sets(st.integers(0, 29)))
def test_every_cent_is_shared_or_left_and_no_invoice_gets_more_than_it_asks(
    amount: int, open_items: list[OpenItem], excluded: set[int]
) -> None:
    told = suggest(amount, open_items, excluded=excluded)
    asked = {each.invoice_id: each.balance_cents for each in open_items}
    assert sum(share.cents for share in told.shares) + told.unapplied_cents == amount
    for share in told.shares:
        assert 0 < share.cents <= asked[share.invoice_id]
        assert share.left_cents == asked[share.invoice_id] - share.cents
        assert share.invoice_id not in excluded
    if told.unapplied_cents:
        wanted = sum(cents for id_, cents in asked.items() if id_ not in excluded)
        assert wanted == amount - told.unapplied_cents
