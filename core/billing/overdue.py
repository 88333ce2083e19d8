"""Which reminder an overdue invoice has come to. Pure; what is not overdue has come to none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

LEVELS = 3
LONGEST_DAYS = 365


@dataclass(frozen=True)
class Schedule:
    """Days after the due day for each level, rising; None leaves a level out."""

    first: int | None
    second: int | None
    third: int | None

    @property
    def steps(self) -> tuple[tuple[int, int], ...]:
        """The levels there are, each with its days."""
        days = (self.first, self.second, self.third)
        return tuple((n + 1, each) for n, each in enumerate(days) if each is not None)

    @property
    def is_rising(self) -> bool:
        """Whether each comes after the one before, within a year."""
        days = [each for _, each in self.steps]
        return days == sorted(set(days)) and all(1 <= each <= LONGEST_DAYS for each in days)


def level_on(due_on: date, on: date, schedule: Schedule) -> int | None:
    """The highest level whose day has come; an invoice found late is reminded once, not three times."""
    late = (on - due_on).days
    return max((level for level, days in schedule.steps if late >= days), default=None)
