"""Dividing money: pure arithmetic in whole cents that neither makes nor loses one (inventory 108)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from core.billing.lines import Charged, Sums, line_sums, rate_of, rounded, tax_on
from core.jobs.estimate_sums import THOUSANDTHS


def spread(total: int, weights: Sequence[int]) -> list[int]:
    """Divide a total by weights: whole cents that sum to it exactly, by largest remainder.

    Equal remainders go to the earlier share. Refuses negative weights, or a total other than 0 over nothing.
    """
    if any(weight < 0 for weight in weights):
        raise ValueError("Shares cannot be below zero.")
    whole = sum(weights)
    if whole == 0:
        if total:
            raise ValueError("There is nothing to divide by.")
        return [0] * len(weights)
    sign = -1 if total < 0 else 1
    parts = [divmod(abs(total) * weight, whole) for weight in weights]
    left = abs(total) - sum(cents for cents, _ in parts)
    neediest = sorted(range(len(parts)), key=lambda n: (-parts[n][1], n))[:left]
    return [sign * (cents + (n in neediest)) for n, (cents, _) in enumerate(parts)]


@dataclass(frozen=True)
class Part:
    """A line's share as a line of its own: one of it at this price. Satisfies `Charged`."""

    unit_price_cents: int
    discount_cents: int
    taxable: bool
    tax_rate_thousandths: int
    tax_rounding_cents: int
    cost_cents: int
    quantity_thousandths: int = THOUSANDTHS


class Costed(Charged, Protocol):
    """A charged line that knows its cost."""

    @property
    def cost_cents(self) -> int:
        """What one of it costs the company."""


def parts_of(line: Costed, nets: Sequence[int]) -> list[Part]:
    """Divide a line into parts of these nets: gross, discount, net, tax and cost of the parts sum to the line's.

    Refuses nets that do not sum to the line's, or have another sign.
    """
    sums = line_sums(line)
    if sum(nets) != sums.net_cents or any(net < 0 for net in nets):
        raise ValueError("The parts are not the whole.")
    weights = nets if sums.net_cents else [1, *([0] * (len(nets) - 1))]
    discounts = spread(sums.discount_cents, weights)
    taxes = spread(sums.tax_cents, weights)
    costs = spread(rounded(line.quantity_thousandths * line.cost_cents, THOUSANDTHS), weights)
    return [
        Part(
            unit_price_cents=net + discount,
            discount_cents=discount,
            taxable=line.taxable,
            tax_rate_thousandths=line.tax_rate_thousandths,
            tax_rounding_cents=tax - tax_on(net, rate_of(line)),
            cost_cents=cost,
        )
        for net, discount, tax, cost in zip(nets, discounts, taxes, costs, strict=True)
    ]


def rest_of(line: Costed, taken: Sums) -> Part:
    """What is left of a line after credits, as a line of its own. taken: the credits' sums, below zero."""
    sums = line_sums(line) + taken
    rate = rate_of(line)
    return Part(
        unit_price_cents=sums.gross_cents,
        discount_cents=sums.discount_cents,
        taxable=line.taxable,
        tax_rate_thousandths=line.tax_rate_thousandths,
        tax_rounding_cents=sums.tax_cents - tax_on(sums.net_cents, rate),
        cost_cents=rounded(line.quantity_thousandths * line.cost_cents, THOUSANDTHS),
    )
