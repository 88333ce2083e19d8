"""What an estimate comes to: pure arithmetic in whole cents. Each line is rounded by itself, half up; so is its tax.

The sum of the lines is the total, to the cent: nothing is rounded twice.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

THOUSANDTHS = 1_000
# A hundred percent, in thousandths of a percent.
WHOLE_MILLIPERCENT = 100_000


class Priced(Protocol):
    """A line as arithmetic sees it."""

    @property
    def quantity_thousandths(self) -> int:
        """1500 is one and a half."""

    @property
    def unit_price_cents(self) -> int:
        """The price of one."""

    @property
    def taxable(self) -> bool:
        """Whether tax is added."""


@dataclass(frozen=True)
class LineSum:
    """One line, rounded."""

    net_cents: int
    tax_cents: int


@dataclass(frozen=True)
class EstimateSums:
    """The lines in their order, and what they add up to."""

    lines: tuple[LineSum, ...]
    net_cents: int
    tax_cents: int

    @property
    def total_cents(self) -> int:
        """What the customer would pay."""
        return self.net_cents + self.tax_cents


def sums_of(lines: Iterable[Priced], *, tax_millipercent: int) -> EstimateSums:
    """Add up an estimate. Amounts are not negative; tax_millipercent: 8250 is 8.25 %."""
    sums = tuple(line_sum(line, tax_millipercent=tax_millipercent) for line in lines)
    return EstimateSums(
        lines=sums,
        net_cents=sum(each.net_cents for each in sums),
        tax_cents=sum(each.tax_cents for each in sums),
    )


def line_sum(line: Priced, *, tax_millipercent: int) -> LineSum:
    """One line: quantity times price, and the tax on the rounded product."""
    net = half_up(line.quantity_thousandths * line.unit_price_cents, THOUSANDTHS)
    rate = tax_millipercent if line.taxable else 0
    return LineSum(net, half_up(net * rate, WHOLE_MILLIPERCENT))


def half_up(amount: int, divisor: int) -> int:
    """The quotient to the nearest whole; exactly half goes up. For amounts that are not negative."""
    return (2 * amount + divisor) // (2 * divisor)
