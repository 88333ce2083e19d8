"""The arithmetic of estimates: every line rounded by itself, half up, and nothing lost between lines and total."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import floor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.jobs.estimate_sums import half_up, line_sum, sums_of
from core.jobs.quantities import millipercent_of, spelled_thousandths, thousandths_of


@dataclass(frozen=True)
class Line:
    quantity_thousandths: int
    unit_price_cents: int
    taxable: bool = False


lines = st.builds(
    Line,
    quantity_thousandths=st.integers(1, 10**9),
    unit_price_cents=st.integers(0, 10**8),
    taxable=st.booleans(),
)
rates = st.integers(0, 100_000)


@pytest.mark.parametrize(
    ("quantity", "price", "net"),
    [(1_000, 12_345, 12_345), (1_500, 9_999, 14_999), (333, 1_00, 33), (5, 100, 1), (4, 100, 0)],
)
def test_a_line_is_quantity_times_price_rounded_half_up(
    quantity: int, price: int, net: int
) -> None:
    """1.5 × $99.99 = $149.985 → $149.99; 0.005 × $1 → 1 cent; 0.004 × $1 → nothing."""
    assert line_sum(Line(quantity, price), tax_millipercent=0).net_cents == net


def test_tax_is_rounded_on_each_taxable_line_by_itself() -> None:
    """Three lines of $0.06 at 8.25 %: 0.495 cents each, so nothing; one of $0.07: 0.5775, so a cent."""
    thrice = sums_of([Line(1_000, 6, True)] * 3, tax_millipercent=8_250)
    assert (thrice.net_cents, thrice.tax_cents, thrice.total_cents) == (18, 0, 18)
    mixed = sums_of([Line(1_000, 7, True), Line(1_000, 7, False)], tax_millipercent=8_250)
    assert (mixed.net_cents, mixed.tax_cents) == (14, 1)


@given(st.lists(lines, max_size=20), rates)
def test_the_total_is_the_sum_of_its_lines_to_the_cent(given_lines: list[Line], rate: int) -> None:
    sums = sums_of(given_lines, tax_millipercent=rate)
    assert sums.total_cents == sum(each.net_cents + each.tax_cents for each in sums.lines)
    assert len(sums.lines) == len(given_lines)


@given(lines, rates)
def test_a_line_is_never_half_a_cent_off(line: Line, rate: int) -> None:
    told = line_sum(line, tax_millipercent=rate)
    exact = Fraction(line.quantity_thousandths * line.unit_price_cents, 1_000)
    assert told.net_cents == floor(exact + Fraction(1, 2))
    tax = Fraction(told.net_cents * rate, 100_000) if line.taxable else Fraction(0)
    assert told.tax_cents == floor(tax + Fraction(1, 2))


@given(st.integers(0, 10**12), st.integers(1, 10**6))
def test_half_goes_up(amount: int, divisor: int) -> None:
    assert half_up(amount, divisor) == floor(Fraction(amount, divisor) + Fraction(1, 2))


@pytest.mark.parametrize(
    ("words", "thousandths"), [("1", 1_000), ("1.5", 1_500), (" 0.001 ", 1), ("12.25", 12_250)]
)
def test_quantities_are_exact_thousandths(words: str, thousandths: int) -> None:
    assert thousandths_of(words) == thousandths


@pytest.mark.parametrize(
    "words", ["", "0", "-1", "+1", "1e9", "NaN", "inf", "1,5", "0.0001", ".5", "١", "1000001"]
)
def test_what_is_no_quantity_is_refused(words: str) -> None:
    with pytest.raises(ValueError, match=r"quantity|number"):
        thousandths_of(words)


def test_percentages_go_from_nothing_to_the_whole() -> None:
    assert [millipercent_of(each) for each in ("0", "8.25", "8.25%", "100")] == [
        0,
        8_250,
        8_250,
        100_000,
    ]
    for wrong in ("100.001", "-1", "8,25", "NaN", ""):
        with pytest.raises(ValueError, match=r"percentage|number"):
            millipercent_of(wrong)


@given(st.integers(1, 10**9))
def test_a_quantity_reads_as_it_was_written(thousandths: int) -> None:
    assert thousandths_of(spelled_thousandths(thousandths)) == thousandths
