"""The benchmark's arithmetic: what it calls a rate, a ratio, a limit and a pass."""

from __future__ import annotations

import json

import pytest

from bench.figures import (
    Contest,
    Limit,
    Pair,
    Pass,
    half_spread,
    largest,
    memory_limits,
    ms_each,
    percentile,
    report_line,
)
from bench.peaks import NoPeaks, high_water


def pair(ours: float, bare: float) -> Pair:
    """Ours and the bare loop, each over ten seconds, at so many a second."""
    return Pair(ours=Pass(int(ours * 10), 10), bare=Pass(int(bare * 10), 10))


def contest(*ratios: float) -> Contest:
    return Contest(tuple(pair(1000 * ratio, 1000) for ratio in ratios))


def test_a_rate_is_what_was_done_over_the_time_it_took() -> None:
    assert Pass(done=500, seconds=4).per_second == 125


@pytest.mark.parametrize("nothing", [Pass(0, 1), Pass(1, 0)])
def test_nothing_done_or_no_time_is_no_measurement(nothing: Pass) -> None:
    with pytest.raises(ValueError, match="no measurement"):
        _ = nothing.per_second


def test_the_ratio_is_the_median_of_pairs_not_the_ratio_of_medians() -> None:
    """Ours 100, 300, 500 and bare 200, 300, 2000: the pairs' ratios are 0.5, 1.0 and 0.25."""
    found = Contest((pair(100, 200), pair(300, 300), pair(500, 2000)))

    assert found.ratio == 0.5
    assert found.as_json()["ours_per_second"] == found.as_json()["bare_per_second"] == 300


def test_the_slowest_request_in_a_hundred_is_told_only_where_requests_were_timed() -> None:
    timed = Contest((Pair(Pass(10, 1, p99_ms=7.0), Pass(10, 1, p99_ms=3.0)),))

    assert (timed.as_json()["ours_p99_ms"], timed.as_json()["bare_p99_ms"]) == (7.0, 3.0)
    assert "ours_p99_ms" not in contest(0.5).as_json()


@pytest.mark.parametrize(("percent", "value"), [(50, 50), (99, 99), (100, 100), (0, 1)])
def test_a_percentile_is_one_of_the_values(percent: float, value: float) -> None:
    assert percentile(range(100, 0, -1), percent) == value


def test_there_is_no_percentile_of_nothing() -> None:
    with pytest.raises(ValueError, match="nothing"):
        percentile([], 99)


def test_a_ratio_just_at_its_limit_is_enough_and_memory_just_at_its_limit_too_much() -> None:
    assert Limit("ratio", 0.5, at_least=0.5).is_met
    assert not Limit("ratio", 0.499, at_least=0.5).is_met
    assert Limit("memory", 199.9, below=200).is_met
    assert not Limit("memory", 200.0, below=200).is_met


def test_the_report_is_one_line_of_json_that_passes_when_every_limit_is_met() -> None:
    ratio = Limit("telling_ratio", contest(0.7).ratio, at_least=0.6)
    line = report_line({"points": 5000}, [ratio, *memory_limits({"send": 129.0})])

    assert "\n" not in line
    assert json.loads(line) == {
        "passed": True,
        "points": 5000,
        "limits": [
            {"name": "telling_ratio", "seen": 0.7, "at_least": 0.6, "met": True},
            {"name": "memory_mb_send", "seen": 129.0, "below": 200.0, "met": True},
        ],
    }


@pytest.mark.parametrize(("ratio", "megabytes"), [(0.5, 100), (0.6, 250), (0.5, 250)])
def test_one_missed_limit_fails_the_run(ratio: float, megabytes: float) -> None:
    limits = [
        Limit("telling_ratio", ratio, at_least=0.6),
        *memory_limits({"relay": 90.0, "send": megabytes}),
    ]
    assert json.loads(report_line({}, limits))["passed"] is False


def test_a_process_counts_with_its_largest_peak_of_all_parts() -> None:
    assert largest([{"web": 130.0, "send": 90.0}, {"send": 140.0}, {}]) == {
        "web": 130.0,
        "send": 140.0,
    }


def test_a_cost_is_told_in_milliseconds_a_piece_and_never_of_nothing() -> None:
    assert ms_each(seconds=13, done=10_000) == 1.3
    with pytest.raises(ValueError, match="no measurement"):
        ms_each(seconds=1, done=0)


def test_costs_are_flat_when_all_lie_close_to_the_middle_between_the_furthest() -> None:
    """1.2 and 0.8 lie 20 % from their middle, 1.0, whatever lies between them."""
    assert half_spread([1.2, 0.9, 0.8]) == pytest.approx(0.2)
    assert half_spread([3.0, 1.0]) == 0.5
    assert half_spread([0.7]) == 0


@pytest.mark.parametrize("nothing", [[], [0.0, 0.0]])
def test_there_is_no_spread_of_nothing(nothing: list[float]) -> None:
    with pytest.raises(ValueError, match="nothing"):
        half_spread(nothing)


def test_the_peak_is_the_kernels_high_water_mark_in_megabytes() -> None:
    assert high_water("Name:\tpython\nVmHWM:\t  131072 kB\nVmRSS:\t   65536 kB\n") == 128
    with pytest.raises(NoPeaks):
        high_water("Name:\tpython\n")
