"""What a message costs: over all processes, beyond the SDK's own, and how flat it is in the number told."""

from __future__ import annotations

import pytest

from bench.bare_sends import BareSends
from bench.cost import Cost, Round
from bench.figures import Pass
from bench.spending import Spending


def told(points: int, *, ms: float, bare_ms: float | None = None) -> Round:
    """A round that cost so many milliseconds of processor time a message: half of it sending, a tenth in web."""
    seconds = points * ms / 1000
    spent = {"send": seconds * 0.5, "postgres": seconds * 0.4, "web": seconds * 0.1}
    bare = None
    if bare_ms is not None:
        bare = BareSends(Pass(points, 1.0), Spending({"bare-0": points * bare_ms / 1000}))
    return Round(Pass(points, points / 500), Spending(spent), wal=points * 2_000, bare=bare)


def cost(*rounds: Round) -> Cost:
    by_points: dict[int, list[Round]] = {}
    for each in rounds:
        by_points.setdefault(each.whole.done, []).append(each)
    return Cost(by_points, stored=1_500.0, peaks={})


def test_a_message_costs_what_everything_of_ours_spent_and_the_time_that_passed() -> None:
    one = told(1_000, ms=1.8)

    assert one.cpu_ms == pytest.approx(1.8)
    assert one.wall_ms == pytest.approx(2.0)


def test_what_is_beyond_the_sdk_leaves_out_who_has_no_part_in_sending() -> None:
    """2.0 ms a message, of which web's 0.2 are not sending; the bare loop takes 1.1: 0.7 ms are our own."""
    found = cost(told(1_000, ms=2.0, bare_ms=1.1), told(100_000, ms=9.0))

    assert found.overhead_ms == pytest.approx(0.7)


def test_the_cost_is_flat_when_no_number_lies_far_from_the_middle() -> None:
    steady = cost(
        told(1_000, ms=1.9), told(1_000, ms=2.0), told(1_000, ms=9.9), told(10_000, ms=2.2)
    )
    rising = cost(told(1_000, ms=2.0), told(10_000, ms=3.5))

    assert steady.spread() == pytest.approx(0.2 / 4.2)
    assert rising.spread() == pytest.approx(1.5 / 5.5)


def test_a_missed_limit_shows() -> None:
    fine = cost(told(1_000, ms=2.0, bare_ms=1.0), told(10_000, ms=2.2, bare_ms=1.1))
    dear = cost(told(1_000, ms=3.0, bare_ms=1.0))
    steep = cost(told(1_000, ms=1.0, bare_ms=0.5), told(10_000, ms=2.0, bare_ms=1.6))

    assert met(fine) == {"cost_spread": True, "overhead_ms": True}
    assert met(dear) == {"cost_spread": True, "overhead_ms": False}
    assert met(steep) == {"cost_spread": False, "overhead_ms": True}


def met(found: Cost) -> dict[str, bool]:
    return {limit.name: limit.is_met for limit in found.limits()}


def test_a_row_shows_where_the_cost_arose() -> None:
    (row,) = rows(cost(told(1_000, ms=2.0, bare_ms=1.0)))

    assert row["cpu_ms"] == 2.0
    assert row["per_second"] == 500
    assert row["cpu_ms_by_process"] == {"send": 1.0, "postgres": 0.8, "web": 0.2}
    assert row["bare_cpu_ms"] == 1.0


def rows(found: Cost) -> list[dict[str, object]]:
    shown = found.as_json()["rows"]
    assert isinstance(shown, list)
    return shown
