"""How large the demo company is. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class DemoSize(StrEnum):
    """small: enough to see one of everything. large: a company of some hundred thousand rows."""

    SMALL = "small"
    LARGE = "large"


@dataclass(frozen=True)
class Amounts:
    """How many of each; jobs are spread over the last `days` days. to_plan: booked jobs without a visit.

    bookings: requests that wait for the office. waiting: conversations a person must see to. photos: on jobs.
    """

    customers: int
    properties: int
    managers: int
    jobs: int
    technicians: int
    days: int
    to_plan: int
    bookings: int
    waiting: int
    tasks: int
    photos: int


AMOUNTS: Mapping[DemoSize, Amounts] = {
    DemoSize.SMALL: Amounts(60, 20, 2, 160, 4, 90, 6, 6, 4, 12, 24),
    DemoSize.LARGE: Amounts(2_000, 600, 14, 5_000, 14, 364, 24, 18, 12, 60, 300),
}
