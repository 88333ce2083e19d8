"""The windows we offer for a visit: working days, morning and afternoon, on the property's clock. Pure.

Refuses weekends, and anything sooner than the office can plan (decision 0009).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

# Start and end on the property's clock.
HOURS: tuple[tuple[time, time], ...] = ((time(9), time(12)), (time(13), time(16)))
NOTICE = timedelta(hours=12)
OFFERED = 3
SATURDAY = 5
MOST_DAYS_AHEAD = 14
# No visit's window is longer.
LONGEST_WINDOW = timedelta(hours=24)
# Whoever plans further ahead has mistyped the year.
FURTHEST_AHEAD = timedelta(days=731)


@dataclass(frozen=True)
class Window:
    """From start to end, aware UTC; zone: the IANA zone of the place, for saying it."""

    start: datetime
    end: datetime
    zone: str


def why_untimely(start: datetime, end: datetime, now: datetime) -> str | None:
    """Why no visit can be planned then, as a sentence: it is over already, or too far ahead. None when one can."""
    if end <= now:
        return "That time is over already; give one that is still to come."
    if start > now + FURTHEST_AHEAD:
        return "That is more than two years ahead; look at the year again."
    return None


def next_windows(now: datetime, zone: str) -> tuple[Window, ...]:
    """The next OFFERED windows that begin at least NOTICE from now."""
    return tuple(islice(_windows_after(now + NOTICE, zone), OFFERED))


def _windows_after(earliest: datetime, zone: str) -> Iterator[Window]:
    today = earliest.astimezone(ZoneInfo(zone)).date()
    for ahead in range(MOST_DAYS_AHEAD):
        day = today + timedelta(days=ahead)
        if day.weekday() < SATURDAY:
            yield from (each for each in _of_day(day, zone) if each.start >= earliest)


def _of_day(day: date, zone: str) -> Iterator[Window]:
    here = ZoneInfo(zone)
    for start, end in HOURS:
        yield Window(
            datetime.combine(day, start, here).astimezone(UTC),
            datetime.combine(day, end, here).astimezone(UTC),
            zone,
        )
