"""How much of everything a run measures: the usual amount, a little to see that it works, or all of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Size(StrEnum):
    """small: does it work at all; usual: what the limits are for; full: with the hundred thousand."""

    SMALL = "small"
    USUAL = "usual"
    FULL = "full"


@dataclass(frozen=True)
class Sizes:
    """Amounts of one run.

    plain_messages: a round of the plain way, with `told_beside` told by us; cost_rounds: how often each number of
    contact points is told; idle_texts: answered while nothing else is due; drained_points: alerts that drain meanwhile;
    ladder_points: told at each step of the ladder.
    """

    plain_rounds: int
    plain_messages: int
    told_beside: int
    cost_rounds: Mapping[int, int]
    idle_texts: int
    drained_points: int
    ladder_points: int


_USUAL = {1_000: 5, 10_000: 3}
SIZES: Mapping[Size, Sizes] = {
    Size.SMALL: Sizes(1, 30, 300, {100: 1, 500: 1}, 10, 1_000, 400),
    Size.USUAL: Sizes(3, 200, 2_000, _USUAL, 100, 10_000, 4_000),
    Size.FULL: Sizes(3, 200, 2_000, {**_USUAL, 100_000: 1}, 100, 10_000, 4_000),
}
