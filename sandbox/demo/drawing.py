"""Draws that come out the same for the same seed. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random
from typing import TypeVar

Thing = TypeVar("Thing")


class Draw:
    """A pack of cards shuffled by a seed."""

    def __init__(self, seed: int) -> None:
        """seed: the same number deals the same cards."""
        self._random = Random(seed)

    def one(self, things: Sequence[Thing]) -> Thing:
        """Any of them."""
        return things[self._random.randrange(len(things))]

    def some(self, things: Sequence[Thing], count: int) -> list[Thing]:
        """As many different ones as wanted, or as there are."""
        return self._random.sample(things, min(count, len(things)))

    def number(self, low: int, high: int) -> int:
        """A whole number, both ends included."""
        return self._random.randint(low, high)

    def happens(self, percent: float) -> bool:
        """True that many times of a hundred."""
        return self._random.random() * 100 < percent

    def by_weight(self, weights: Sequence[tuple[Thing, int]]) -> Thing:
        """One of them, each as often as its weight says."""
        things = [thing for thing, _ in weights]
        return self._random.choices(things, [weight for _, weight in weights])[0]

    def later(self, moment: datetime, low: int, high: int) -> datetime:
        """So many minutes after the moment, with seconds that nobody rounded."""
        return moment + timedelta(minutes=self.number(low, high), seconds=self.number(0, 59))

    def hexadecimal(self, digits: int) -> str:
        """Letters and digits such as carriers call messages by."""
        return f"{self._random.getrandbits(digits * 4):0{digits}x}"
