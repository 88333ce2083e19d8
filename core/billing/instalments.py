"""Instalments of a payment plan: their days, their amounts, and how far they are paid. Pure."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import assert_never

from core.billing.ledger import spread

FEWEST, MOST = 2, 60


class Pace(StrEnum):
    """How far instalments lie apart."""

    WEEKLY = "weekly"
    FORTNIGHTLY = "fortnightly"
    MONTHLY = "monthly"


@dataclass(frozen=True)
class Due:
    """One instalment: its day, its amount, and what of that has been paid."""

    position: int
    due_on: date
    cents: int
    paid_cents: int = 0

    @property
    def is_paid(self) -> bool:
        """Whether nothing of it is owed any more."""
        return self.paid_cents >= self.cents


def instalments(total_cents: int, first_on: date, count: int, pace: Pace) -> list[Due]:
    """Equal parts that sum to the total by largest remainder (inventory 125). ValueError outside FEWEST to MOST."""
    if not FEWEST <= count <= MOST or total_cents < count:
        raise ValueError(f"A plan has {FEWEST} to {MOST} instalments of a cent or more.")
    amounts = spread(total_cents, [1] * count)
    return [Due(n + 1, _day(first_on, n, pace), cents) for n, cents in enumerate(amounts)]


def filled(planned: Sequence[Due], paid_cents: int) -> list[Due]:
    """The same instalments with what came in since the plan was agreed, the earliest filled first."""
    left = max(paid_cents, 0)
    shown = []
    for due in planned:
        paid = min(left, due.cents)
        left -= paid
        shown.append(Due(due.position, due.due_on, due.cents, paid))
    return shown


def _day(first_on: date, n: int, pace: Pace) -> date:
    match pace:
        case Pace.WEEKLY:
            return first_on + timedelta(weeks=n)
        case Pace.FORTNIGHTLY:
            return first_on + timedelta(weeks=2 * n)
        case Pace.MONTHLY:
            return _months_after(first_on, n)
        case _:
            assert_never(pace)


def _months_after(first_on: date, n: int) -> date:
    """The same day of a later month, or that month's last; the 31st comes back after a short month."""
    month = first_on.month - 1 + n
    year, month = first_on.year + month // 12, month % 12 + 1
    return date(year, month, min(first_on.day, calendar.monthrange(year, month)[1]))
