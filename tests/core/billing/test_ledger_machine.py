"""The books under many hands and under any order of deeds: no law of theirs is ever broken."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.orm import Session

from core.db import Database
from core.errors import FixlineError
from tests.builders import a_customer
from tests.core.billing.books import DEEDS, Hand
from tests.core.billing.hands import play
from tests.core.billing.laws import LAWS, check
from tests.core.billing.opened import open_books
from tests.core.billing.paying import issued, paid

SMALL = 480


def test_sixteen_hands_at_once_break_no_law(database: Database) -> None:
    played = play(database, steps=SMALL, seed=1)
    assert played.steps >= SMALL
    assert set(played.done) == {deed.__name__ for deed in DEEDS}
    assert played.done.total() > SMALL // 3


@settings(max_examples=12)
@given(orders=st.lists(st.tuples(st.sampled_from(DEEDS), st.integers(0, 9)), max_size=25))
def test_no_order_of_deeds_breaks_a_law(session: Session, orders: list[tuple[object, int]]) -> None:
    with session.begin_nested() as trial:
        books = open_books(session)
        for deed, seed in orders:
            hand = Hand(books, random.Random(seed))
            try:
                with session.begin_nested():
                    assert callable(deed)
                    deed(hand, session)
            except FixlineError:
                session.expire_all()
            check(session)
        trial.rollback()


@pytest.mark.parametrize(
    "offence",
    [
        "UPDATE invoices SET settled_on = issue_on WHERE settled_on IS NULL",
        "UPDATE payments SET state = 'reversed' WHERE kind = 'payment'",
        "DELETE FROM allocations",
    ],
)
def test_the_laws_bite(database: Database, offence: str) -> None:
    """With the triggers asleep an offence goes in, and a law finds it."""
    with database.transaction() as session:
        payer = a_customer(session)
        whole, part = issued(session, payer, 5_000), issued(session, payer, 3_000)
        paid(session, payer, 6_000, (whole, 5_000), (part, 1_000))
    with database.engine.connect() as connection, connection.begin() as trial:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        connection.execute(text(offence))
        broken = [law for law, told in LAWS.items() if connection.execute(text(told)).first()]
        trial.rollback()
    assert broken != []
