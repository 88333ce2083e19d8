"""Sixteen hands at the same books: each deed a transaction of its own, laws checked while nobody moves."""

from __future__ import annotations

import random
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial

from core.db import Database
from core.errors import FixlineError
from tests.core.billing.books import Hand
from tests.core.billing.laws import cash_booked, check
from tests.core.billing.opened import Books, books_in

HANDS = 16
STEPS_BETWEEN_CHECKS = 25


@dataclass
class Played:
    """How often each deed was done, and how often one was refused."""

    done: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)

    @property
    def steps(self) -> int:
        return self.done.total() + self.refused.total()


def play(database: Database, *, steps: int, seed: int, hands: int = HANDS) -> Played:
    """Do that many steps by that many hands at once; AssertionError when a law of the books is broken.

    Whatever is not a refusal of the trade, such as a deadlock or a row the database will not take, comes out as it is.
    """
    books, played = books_in(database), Played()
    workers = [Hand(books, random.Random(f"{seed}:{n}")) for n in range(hands)]
    with ThreadPoolExecutor(hands) as pool:
        while played.steps < steps:
            each = min(STEPS_BETWEEN_CHECKS, -(-(steps - played.steps) // hands))
            for told in pool.map(partial(_turns, database, turns=each), workers):
                played.done += told.done
                played.refused += told.refused
            _check(database, books)
    return played


def _turns(database: Database, hand: Hand, *, turns: int) -> Played:
    told = Played()
    for _ in range(turns):
        try:
            with database.transaction() as session:
                name = hand.act(session)
        except FixlineError as refusal:
            told.refused[type(refusal).__name__] += 1
        else:
            hand.books.note(hand.moved)
            told.done[name] += 1
    return told


def _check(database: Database, books: Books) -> None:
    with database.reading() as session:
        check(session)
        assert cash_booked(session) == books.cash, "cash booked is not the cash that moved"
