"""When a technician can be sent: hours, time away, trades, and the gaps between what they have. Pure.

Who has told no hours is never off; who has told no trade does every kind of work.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

# What is offered for one who has told no hours: a plain working week.
ORDINARY_DAYS = range(5)
ORDINARY_HOURS = (time(8), time(17))
DAY_WORDS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
STEP = timedelta(minutes=30)
# A board asks for the same half hours once for each technician.
MOST_MOMENTS = 4096


@dataclass(frozen=True, order=True)
class Span:
    """From start to end, aware UTC; the end is outside."""

    start: datetime
    end: datetime

    def overlaps(self, other: Span) -> bool:
        """Whether the two share any time; spans that only touch do not."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True)
class Away:
    """Time off. reason: in the office's words, or empty."""

    span: Span
    reason: str


@dataclass(frozen=True)
class Working:
    """What is known of one technician's time. hours: by weekday, 0 is Monday; units: trades they know."""

    technician_id: int
    name: str
    hours: Mapping[int, tuple[time, time]] = field(default_factory=dict)
    away: tuple[Away, ...] = ()
    units: frozenset[int] = frozenset()

    def knows(self, business_unit_id: int | None) -> bool:
        """Whether this is their trade."""
        return business_unit_id is None or not self.units or business_unit_id in self.units


def why_off(working: Working, span: Span, zone: str) -> str | None:
    """Why they are not to be sent then, as a sentence, or None when they are at work."""
    for away in working.away:
        if away.span.overlaps(span):
            reason = f" ({away.reason})" if away.reason else ""
            return f"{working.name} is off then{reason}."
    if not working.hours or any(_holds(each, span) for each in working_spans(working, span, zone)):
        return None
    day = span.start.astimezone(ZoneInfo(zone)).date()
    told = working.hours.get(day.weekday())
    if told is None:
        return f"{working.name} does not work on {DAY_WORDS[day.weekday()]}."
    hours = f"{told[0]:%H:%M} to {told[1]:%H:%M}"
    return f"{working.name} works {hours} on {DAY_WORDS[day.weekday()]}."


def working_spans(working: Working, within: Span, zone: str) -> Iterator[Span]:
    """Their working time of each day that touches `within`; time off is not taken out."""
    for day in _days(within, zone):
        hours = _hours_of(working, day)
        if hours is not None:
            yield Span(at_wall(day, hours[0], zone), at_wall(day, hours[1], zone))


def gaps(free: Span, busy: Iterable[Span]) -> Iterator[Span]:
    """What is left of `free`, in order."""
    reached = free.start
    for each in sorted(busy):
        if each.end <= reached or each.start >= free.end:
            continue
        if each.start > reached:
            yield Span(reached, each.start)
        reached = max(reached, each.end)
    if reached < free.end:
        yield Span(reached, free.end)


def slots_in(gap: Span, length: timedelta) -> Iterator[Span]:
    """Windows of that length one after another, each beginning on the half hour."""
    start = _next_step(gap.start)
    while start + length <= gap.end:
        yield Span(start, start + length)
        start = _next_step(start + length)


@lru_cache(maxsize=MOST_MOMENTS)
def at_wall(day: date, hour: time, zone: str) -> datetime:
    """That time of the day on the zone's wall clock, in UTC."""
    return datetime.combine(day, hour, ZoneInfo(zone)).astimezone(UTC)


def _hours_of(working: Working, day: date) -> tuple[time, time] | None:
    if working.hours:
        return working.hours.get(day.weekday())
    return ORDINARY_HOURS if day.weekday() in ORDINARY_DAYS else None


def _days(within: Span, zone: str) -> Iterator[date]:
    here = ZoneInfo(zone)
    day = within.start.astimezone(here).date()
    last = (within.end - timedelta(microseconds=1)).astimezone(here).date()
    while day <= last:
        yield day
        day += timedelta(days=1)


def _next_step(moment: datetime) -> datetime:
    past = timedelta(
        minutes=moment.minute % 30, seconds=moment.second, microseconds=moment.microsecond
    )
    return moment + STEP - past if past else moment


def _holds(outer: Span, inner: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end
