"""Which invoices a sum of money is best counted towards: the oldest due first. Pure; it decides nothing for anybody."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class OpenItem:
    """One invoice that is still owed. balance_cents: what is left of it, above zero."""

    invoice_id: int
    due_on: date
    balance_cents: int


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
    """Fill the invoices in the order of their due days until the money is used (inventory 123).

    excluded: invoices that are to get nothing. ValueError below zero.
    """
    if amount_cents < 0:
        raise ValueError("An amount is never below zero.")
    shares: list[Share] = []
    left = amount_cents
    for item in sorted(items, key=lambda each: (each.due_on, each.invoice_id)):
        cents = min(left, item.balance_cents)
        if cents > 0 and item.invoice_id not in excluded:
            shares.append(Share(item.invoice_id, cents, item.balance_cents - cents))
            left -= cents
    return Suggestion(tuple(shares), left)
