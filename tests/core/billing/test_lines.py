"""What lines come to, and how they are divided: to the cent, whatever the numbers."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.billing.ledger import parts_of, rest_of, spread
from core.billing.lines import NOTHING, document_sums, line_sums


@dataclass(frozen=True)
class Line:
    unit_price_cents: int
    quantity_thousandths: int = 1_000
    discount_cents: int = 0
    taxable: bool = True
    tax_rate_thousandths: int = 8_250
    tax_rounding_cents: int = 0
    cost_cents: int = 0


CENTS = st.integers(0, 10_000_000)
RATES = st.integers(0, 30_000)


@st.composite
def lines(draw: st.DrawFn) -> Line:
    price, quantity = draw(CENTS), draw(st.integers(1, 100_000))
    gross = line_sums(Line(price, quantity)).gross_cents
    return Line(
        price,
        quantity,
        draw(st.integers(0, gross)),
        draw(st.booleans()),
        draw(RATES),
        0,
        draw(CENTS),
    )


@pytest.mark.inventory(98)
def test_a_total_is_subtotal_less_discounts_plus_tax() -> None:
    """2.5 h at 85.00 = 212.50, less 12.50 = 200.00, tax 8.25 % = 16.50; a part of 49.99 untaxed."""
    sums = document_sums([Line(8_500, 2_500, 1_250), Line(4_999, taxable=False)])
    assert (sums.gross_cents, sums.discount_cents) == (26_249, 1_250)
    assert (sums.net_cents, sums.tax_cents, sums.total_cents) == (24_999, 1_650, 26_649)


@pytest.mark.inventory(98)
@given(st.lists(lines(), max_size=20))
def test_tax_rounds_half_up_on_each_line_and_the_total_is_their_sum(some: list[Line]) -> None:
    expected = Decimal(0)
    for line in some:
        gross = _half_up(Decimal(line.quantity_thousandths * line.unit_price_cents) / 1_000)
        net = gross - line.discount_cents
        rate = line.tax_rate_thousandths if line.taxable else 0
        expected += net + _half_up(net * rate / 100_000)
    assert document_sums(some).total_cents == expected


@pytest.mark.inventory(98)
def test_thirds_and_tax_over_a_thousand_lines_are_exact() -> None:
    third = Line(10_000, 333)
    sums = document_sums([third] * 1_000)
    assert sums.net_cents == 3_330_000
    assert sums.tax_cents == 1_000 * 275
    assert sum(spread(sums.total_cents, [1, 1, 1])) == sums.total_cents


@given(lines())
def test_a_credit_mirrors_its_charge_to_the_cent(line: Line) -> None:
    mirrored = Line(
        line.unit_price_cents,
        -line.quantity_thousandths,
        -line.discount_cents,
        line.taxable,
        line.tax_rate_thousandths,
    )
    both = line_sums(line) + line_sums(mirrored)
    assert both == NOTHING


@pytest.mark.inventory(108)
@given(
    st.integers(-(10**12), 10**12),
    st.lists(st.integers(0, 10**9), min_size=1, max_size=40).filter(any),
)
def test_shares_sum_to_the_whole_and_none_is_a_cent_from_fair(
    total: int, weights: list[int]
) -> None:
    shares = spread(total, weights)
    assert sum(shares) == total
    for share, weight in zip(shares, weights, strict=True):
        assert abs(Decimal(share) - Decimal(total) * weight / sum(weights)) < 1


def test_a_hundred_in_thirds_gives_the_odd_cent_to_the_first() -> None:
    assert spread(100, [1, 1, 1]) == [34, 33, 33]


@pytest.mark.parametrize("weights", [[1, -1], [-1], [0, 0]])
def test_shares_of_nothing_or_less_are_refused(weights: list[int]) -> None:
    with pytest.raises(ValueError, match=r"below zero|nothing to divide"):
        spread(100, weights)


@pytest.mark.inventory(108)
@given(lines(), st.data())
def test_parts_of_a_line_come_to_the_line(line: Line, data: st.DataObject) -> None:
    whole = line_sums(line)
    first = data.draw(st.integers(0, whole.net_cents))
    second = data.draw(st.integers(0, whole.net_cents - first))
    parts = parts_of(line, [first, second, whole.net_cents - first - second])
    assert document_sums(parts) == whole
    assert [line_sums(part).net_cents for part in parts][:2] == [first, second]


@given(lines(), st.data())
def test_what_is_left_after_credits_and_the_credits_come_to_the_line(
    line: Line, data: st.DataObject
) -> None:
    net = line_sums(line).net_cents
    rest, credits_ = rest_of(line, NOTHING), NOTHING
    for _ in range(3):
        left = line_sums(rest).net_cents
        share = data.draw(st.integers(0, left))
        _, taken = parts_of(rest, [left - share, share])
        sums = line_sums(taken)
        credits_ += type(sums)(-sums.gross_cents, -sums.discount_cents, -sums.tax_cents)
        rest = rest_of(line, credits_)
    assert line_sums(rest).net_cents - credits_.net_cents == net
    assert line_sums(rest) == line_sums(line) + credits_


@pytest.mark.parametrize("nets", [[1, 1], [20_000, -10_000]])
def test_parts_that_are_not_the_whole_are_refused(nets: list[int]) -> None:
    with pytest.raises(ValueError, match="not the whole"):
        parts_of(Line(10_000), nets)


def _half_up(amount: Decimal) -> Decimal:
    return amount.quantize(Decimal(1), rounding=ROUND_HALF_UP)
