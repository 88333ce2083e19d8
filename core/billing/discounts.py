"""Who may take how much off a line. Pure: a role's limit is a share of the line (inventory 101)."""

from __future__ import annotations

from collections.abc import Mapping

from core.billing.lines import WHOLE
from core.desk.model import StaffRole

# Thousandths of a percent of the line, where the company has set nothing else.
LIMITS: Mapping[StaffRole, int] = {
    StaffRole.ADMINISTRATOR: WHOLE,
    StaffRole.MANAGER: WHOLE,
    StaffRole.ACCOUNTING: 10_000,
    StaffRole.DISPATCHER: 5_000,
    StaffRole.CSR: 5_000,
    StaffRole.TECHNICIAN: 0,
}


def most_off(gross_cents: int, percent_thousandths: int) -> int:
    """The largest discount within a limit: never a cent above the share, never above the line."""
    return min(gross_cents, gross_cents * percent_thousandths // WHOLE)


def least_price(listed_cents: int, percent_thousandths: int) -> int:
    """The lowest price that may be asked for something of the pricebook, by the same limit."""
    return listed_cents - most_off(listed_cents, percent_thousandths)


def percent_words(percent_thousandths: int) -> str:
    """A limit as people read it: 5000 is `5 %`, 7500 is `7.5 %`."""
    return f"{percent_thousandths / 1000:g} %"
