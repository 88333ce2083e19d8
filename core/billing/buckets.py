"""How old money is: five buckets by due day. Pure; an item not yet due is current, whatever its age."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Bucket(StrEnum):
    """inventory 132: days since the due day."""

    CURRENT = "current"
    TO_30 = "to_30"
    TO_60 = "to_60"
    TO_90 = "to_90"
    OVER_90 = "over_90"


# The last day of each but the oldest, counted from the due day.
LAST_DAYS: dict[Bucket, int] = {
    Bucket.CURRENT: 0,
    Bucket.TO_30: 30,
    Bucket.TO_60: 60,
    Bucket.TO_90: 90,
}


@dataclass(frozen=True)
class Ageing:
    """What is owed by age and what was paid without being counted, in cents; all sums of open items.

    items: how many invoices are open. unapplied: money and credit notes that no invoice has used up.
    """

    current: int = 0
    to_30: int = 0
    to_60: int = 0
    to_90: int = 0
    over_90: int = 0
    unapplied: int = 0
    items: int = 0

    @property
    def owed(self) -> int:
        """All buckets."""
        return self.current + self.overdue

    @property
    def overdue(self) -> int:
        """What is past its due day."""
        return self.to_30 + self.to_60 + self.to_90 + self.over_90

    @property
    def balance(self) -> int:
        """The account: what is owed less what lies unapplied. Below zero the company owes the customer."""
        return self.owed - self.unapplied

    def of(self, bucket: Bucket) -> int:
        """The cents in one bucket."""
        return {
            Bucket.CURRENT: self.current,
            Bucket.TO_30: self.to_30,
            Bucket.TO_60: self.to_60,
            Bucket.TO_90: self.to_90,
            Bucket.OVER_90: self.over_90,
        }[bucket]


def bucket_of(due_on: date, on: date) -> Bucket:
    """Where an item due that day stands on another: on its due day it is still current."""
    days = (on - due_on).days
    return next((each for each, last in LAST_DAYS.items() if days <= last), Bucket.OVER_90)
