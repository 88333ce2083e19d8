"""The wait list's rules: whom a free time fits, and until when an offer of it stands. Pure."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from core.jobs.availability import Span
from core.jobs.model.waiting import PartOfDay

ANSWER_WITHIN = timedelta(minutes=30)
# An offer's minutes run while people may be texted; the night in between does not count.
DAY_BEGINS, DAY_ENDS = time(8), time(20)
# Less is no time to send somebody.
NOTICE = timedelta(hours=1)
# What is left of a time in part is no visit when it is shorter.
LEAST_LEFT = timedelta(hours=1)
NOON = 12


@dataclass(frozen=True)
class Wishes:
    """When it suits. weekdays: ISO numbers, 1 is Monday; empty means any. until_on: no sense after that day."""

    weekdays: tuple[int, ...] = ()
    part_of_day: PartOfDay = PartOfDay.ANY
    until_on: date | None = None


def fits(wishes: Wishes, start: datetime, zone: str) -> bool:
    """Whether a visit that starts then suits, on the clock of the place."""
    there = start.astimezone(ZoneInfo(zone))
    return (
        _is_day(there.isoweekday(), wishes.weekdays)
        and _is_part(there.hour, wishes.part_of_day)
        and (wishes.until_on is None or there.date() <= wishes.until_on)
    )


def is_in_time(start: datetime, now: datetime) -> bool:
    """Whether somebody can still be offered a visit that starts then."""
    return start - now >= NOTICE


def is_worth_offering(left: Span, whole: Span) -> bool:
    """Whether what is left of a time is a visit: all of it, or LEAST_LEFT at least."""
    return left == whole or left.end - left.start >= LEAST_LEFT


def stands_until(now: datetime, start: datetime, zone: str) -> datetime:
    """When an offer made now lapses: ANSWER_WITHIN of daytime later, and never after the visit can be planned."""
    here = ZoneInfo(zone)
    local = now.astimezone(here)
    left = ANSWER_WITHIN
    if local.time() >= DAY_ENDS:
        local = _morning(local.date() + timedelta(days=1), here)
    elif local.time() < DAY_BEGINS:
        local = _morning(local.date(), here)
    evening = datetime.combine(local.date(), DAY_ENDS, here)
    if local + left > evening:
        left -= evening - local
        local = _morning(local.date() + timedelta(days=1), here)
    return min((local + left).astimezone(UTC), max(start - NOTICE, now))


def _morning(day: date, here: ZoneInfo) -> datetime:
    return datetime.combine(day, DAY_BEGINS, here)


def _is_day(weekday: int, wanted: Collection[int]) -> bool:
    return not wanted or weekday in wanted


def _is_part(hour: int, part: PartOfDay) -> bool:
    if part is PartOfDay.ANY:
        return True
    return (hour < NOON) is (part is PartOfDay.MORNING)
