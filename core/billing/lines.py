"""What a line comes to: pure arithmetic in whole cents. Tax rounds a line at a time, half up; the total is their sum.

Of a credit note quantities are below zero, and every amount mirrors the charge's to the cent.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from core.jobs.estimate_sums import THOUSANDTHS, half_up

# A hundred percent, in thousandths of a percent.
WHOLE = 100_000
MOST_THOUSANDTHS = 1_000_000 * THOUSANDTHS


class Charged(Protocol):
    """A line as arithmetic sees it."""

    @property
    def quantity_thousandths(self) -> int:
        """1500 is one and a half."""

    @property
    def unit_price_cents(self) -> int:
        """The price of one."""

    @property
    def discount_cents(self) -> int:
        """Off the whole line; has the line's sign."""

    @property
    def taxable(self) -> bool:
        """Whether tax is added."""

    @property
    def tax_rate_thousandths(self) -> int:
        """Of a percent: 8250 is 8.25 %."""

    @property
    def tax_rounding_cents(self) -> int:
        """What a split moved, so that the parts' tax sums to the whole's."""


@dataclass(frozen=True)
class Sums:
    """What lines come to. gross: before discounts. net: after them, before tax."""

    gross_cents: int
    discount_cents: int
    tax_cents: int

    @property
    def net_cents(self) -> int:
        """After discounts, before tax (the subtotal)."""
        return self.gross_cents - self.discount_cents

    @property
    def total_cents(self) -> int:
        """What is due."""
        return self.net_cents + self.tax_cents

    def __add__(self, other: Sums) -> Sums:
        return Sums(
            self.gross_cents + other.gross_cents,
            self.discount_cents + other.discount_cents,
            self.tax_cents + other.tax_cents,
        )


NOTHING = Sums(0, 0, 0)


def line_sums(line: Charged) -> Sums:
    """One line, rounded: quantity times price, less the discount, and the tax on what is left."""
    gross = rounded(line.quantity_thousandths * line.unit_price_cents, THOUSANDTHS)
    tax = tax_on(gross - line.discount_cents, rate_of(line)) + line.tax_rounding_cents
    return Sums(gross, line.discount_cents, tax)


def document_sums(lines: Iterable[Charged]) -> Sums:
    """All lines of a document: the plain sum of what each comes to (inventory 98)."""
    return sum((line_sums(line) for line in lines), NOTHING)


def rate_of(line: Charged) -> int:
    """The rate that applies: none on what is not taxable."""
    return line.tax_rate_thousandths if line.taxable else 0


def tax_on(net_cents: int, rate_thousandths: int) -> int:
    """Tax on one line's net, half up to the cent."""
    return rounded(net_cents * rate_thousandths, WHOLE)


def rounded(amount: int, divisor: int) -> int:
    """The quotient to the nearest whole, exactly half away from zero, so that a credit mirrors its charge."""
    return half_up(amount, divisor) if amount >= 0 else -half_up(-amount, divisor)
