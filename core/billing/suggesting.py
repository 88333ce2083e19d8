"""Which invoices a sum of money is best counted towards: the oldest due first. Pure; it decides nothing for anybody.

Nobody's money is offered for what others owe: that is chosen by hand.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from enum import IntEnum


class Debt(IntEnum):
    """Whose an open invoice is, as a payer sees it: the lower, the sooner it is paid.

    OWN is billed to the payer; ANSWERED_FOR to somebody at a place for which the payer, a business, is responsible.
    """

    OWN = 0
    ANSWERED_FOR = 1
    OTHERS = 2


@dataclass(frozen=True)
class OpenItem:
    """One invoice that is still owed. balance_cents: what is left of it, above zero."""

    invoice_id: int
    due_on: date
    balance_cents: int
    debt: Debt = Debt.OWN


@dataclass(frozen=True)
class Share:
    """So much for one invoice. left_cents: what would still be owed on it."""

    invoice_id: int
    cents: int
    left_cents: int


@dataclass(frozen=True)
class Suggestion:
    """A way to use a sum. unapplied_cents: what no invoice asks for; it stays the payer's credit."""

    shares: tuple[Share, ...]
    unapplied_cents: int


def suggest(
    amount_cents: int, items: Iterable[OpenItem], *, excluded: Collection[int] = ()
) -> Suggestion:
    """Fill the payer's own invoices in the order of their due days until the money is used, then those the payer
    answers for (inventory 123, 124). What others owe gets nothing.

    excluded: invoices that are to get nothing either. ValueError below zero.
    """
    if amount_cents < 0:
        raise ValueError("An amount is never below zero.")
    shares: list[Share] = []
    left = amount_cents
    offered = (each for each in items if each.debt is not Debt.OTHERS)
    for item in sorted(offered, key=lambda each: (each.debt, each.due_on, each.invoice_id)):
        cents = min(left, item.balance_cents)
        if cents > 0 and item.invoice_id not in excluded:
            shares.append(Share(item.invoice_id, cents, item.balance_cents - cents))
            left -= cents
    return Suggestion(tuple(shares), left)
