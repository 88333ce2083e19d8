"""Money: whole cents in and out, and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.jobs.quantities import thousandths_of
from core.money import LARGEST_CENTS, cents_of, dollars


@given(st.integers(min_value=0, max_value=LARGEST_CENTS))
def test_what_people_read_is_what_they_may_write(cents: int) -> None:
    assert cents_of(dollars(cents)) == cents


@pytest.mark.parametrize(
    ("written", "cents"),
    [
        ("450", 45_000),
        ("$1,240.50", 124_050),
        (" $ 12.05 ", 1_205),
        ("0", 0),
        ("1240", 124_000),
        ("12.5", 1_250),
        ("$1,240.5", 124_050),
        ("0.5", 50),
    ],
)
def test_amounts_are_read_as_people_write_them(written: str, cents: int) -> None:
    assert cents_of(written) == cents


@pytest.mark.parametrize(
    "written",
    [
        "",
        "-5",
        "+5",
        "1,00",
        "0.005",
        "1.",
        ".5",
        "NaN",
        "inf",
        "1e3",
        "12,34.50",
        "5 dollars",
        "$",
    ],
)
def test_anything_else_is_refused_with_an_example(written: str) -> None:
    with pytest.raises(ValueError, match="write it like 450"):
        cents_of(written)


@pytest.mark.parametrize("written", ["١٢", "١٢.٥٠", "४५", "12.５"])
def test_digits_of_other_scripts_are_refused_with_a_word_on_it(written: str) -> None:
    """Amounts and quantities alike."""
    for read in (cents_of, thousandths_of):
        with pytest.raises(ValueError, match="in the digits 0 to 9"):
            read(written)


def test_more_than_can_be_held_is_refused() -> None:
    with pytest.raises(ValueError, match="more than Fixline can hold"):
        cents_of("1,000,000,000.00")


@pytest.mark.parametrize(("cents", "shown"), [(124_000, "$1,240.00"), (-5, "-$0.05"), (0, "$0.00")])
def test_cents_are_shown_as_dollars(cents: int, shown: str) -> None:
    assert dollars(cents) == shown
