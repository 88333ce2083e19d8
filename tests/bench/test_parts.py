"""A run's parts and sizes: what is asked for is what is measured, and nothing that does not exist."""

from __future__ import annotations

import pytest

from bench.__main__ import main
from bench.answering import Waits
from bench.ladder import Ladder, Step
from bench.parts import PARTS
from bench.sizes import SIZES, Size


def test_every_part_says_what_it_measures() -> None:
    assert [name for name, part in PARTS.items() if not part.__doc__] == []


def test_a_part_that_does_not_exist_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["tellin"])
    assert "there is no part 'tellin'" in capsys.readouterr().err


def test_the_hundred_thousand_is_told_only_when_everything_is_asked_for() -> None:
    assert 100_000 in SIZES[Size.FULL].cost_rounds
    assert 100_000 not in SIZES[Size.USUAL].cost_rounds
    assert SIZES[Size.USUAL].drained_points == 10_000


@pytest.mark.parametrize("size", list(Size))
def test_numbers_told_only_rise(size: Size) -> None:
    """A building only fills: nobody moves out between two rounds."""
    numbers = list(SIZES[size].cost_rounds)
    assert numbers == sorted(numbers)


def test_one_in_twenty_may_wait_longer_than_what_counts() -> None:
    waits = Waits(tuple([10.0] * 19 + [900.0]))

    assert waits.p95 == 10
    assert waits.as_json()["longest_ms"] == 900


def test_a_second_worker_is_judged_with_the_slowest_carrier() -> None:
    ladder = Ladder((Step(1, 0, 500), Step(2, 0, 510), Step(1, 250, 120), Step(2, 250, 228)), 4_000)

    assert ladder.gain == 1.9
    assert ladder.as_json()["rows"] == [
        {"workers": 1, "per_second_by_latency_ms": {"0": 500, "250": 120}},
        {"workers": 2, "per_second_by_latency_ms": {"0": 510, "250": 228}},
    ]
