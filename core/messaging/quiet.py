"""Quiet hours. Pure: when routine messages wait, on the recipient's own clock, and until when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True)
class QuietHours:
    """From and until as hours of the local day; the same hour twice means there are none."""

    from_hour: int
    until_hour: int


def quiet_until(now: datetime, zone: str, hours: QuietHours) -> datetime | None:
    """The moment (UTC) at which a routine message may leave, or None when it may leave now.

    Counted on the wall clock of the zone, so that a night on which clocks change still ends at the same hour.
    """
    if hours.from_hour == hours.until_hour:
        return None
    there = now.astimezone(ZoneInfo(zone))
    if not _within(there.hour, hours):
        return None
    day = there.date()
    if there.hour >= hours.until_hour:
        day += timedelta(days=1)
    end = datetime.combine(day, time(hours.until_hour), tzinfo=ZoneInfo(zone))
    return end.astimezone(UTC)


def _within(hour: int, hours: QuietHours) -> bool:
    if hours.from_hour < hours.until_hour:
        return hours.from_hour <= hour < hours.until_hour
    return hour >= hours.from_hour or hour < hours.until_hour
