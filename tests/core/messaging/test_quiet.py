"""Quiet hours: on the recipient's own clock, on ordinary nights and on those when clocks change."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.messaging.quiet import QuietHours, quiet_until

CHICAGO = "America/Chicago"
NIGHT = QuietHours(21, 8)
ZONES = ["America/Chicago", "America/Phoenix", "Asia/Kathmandu", "Pacific/Auckland", "UTC"]
hours = st.builds(QuietHours, st.integers(0, 23), st.integers(0, 23))
moments = st.integers(0, 3 * 365 * 24 * 60).map(
    lambda minutes: datetime(2025, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)


def there(text: str, zone: str = CHICAGO) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


@pytest.mark.parametrize(
    ("now", "until"),
    [
        ("2026-01-14 20:59", None),
        ("2026-01-14 21:00", "2026-01-15 08:00"),
        ("2026-01-14 23:59", "2026-01-15 08:00"),
        ("2026-01-15 00:00", "2026-01-15 08:00"),
        ("2026-01-15 07:59", "2026-01-15 08:00"),
        ("2026-01-15 08:00", None),
        ("2026-12-31 22:00", "2027-01-01 08:00"),
    ],
)
def test_a_night_is_quiet_from_nine_to_eight(now: str, until: str | None) -> None:
    assert quiet_until(there(now), CHICAGO, NIGHT) == (there(until) if until else None)


@pytest.mark.parametrize(
    ("evening", "morning", "length"),
    [
        ("2026-03-07 21:00", "2026-03-08 08:00", 10),
        ("2026-10-31 21:00", "2026-11-01 08:00", 12),
        ("2026-06-10 21:00", "2026-06-11 08:00", 11),
    ],
)
def test_a_night_on_which_clocks_change_ends_at_the_same_hour(
    evening: str, morning: str, length: int
) -> None:
    end = quiet_until(there(evening), CHICAGO, NIGHT)
    assert end == there(morning)
    assert end - there(evening) == timedelta(hours=length)


def test_the_hour_that_comes_twice_is_quiet_both_times() -> None:
    first = datetime(2026, 11, 1, 6, 30, tzinfo=UTC)
    for moment in (first, first + timedelta(hours=1)):
        assert moment.astimezone(ZoneInfo(CHICAGO)).hour == 1
        assert quiet_until(moment, CHICAGO, NIGHT) == there("2026-11-01 08:00")


def test_an_end_in_the_hour_that_does_not_exist_is_the_next_one() -> None:
    end = quiet_until(there("2026-03-08 01:30"), CHICAGO, QuietHours(0, 2))
    assert end == there("2026-03-08 03:00")


def test_it_is_the_clock_of_the_recipient_that_counts() -> None:
    now = there("2026-01-14 20:30")
    assert quiet_until(now, CHICAGO, NIGHT) is None
    assert quiet_until(now, "America/New_York", NIGHT) == there(
        "2026-01-15 08:00", "America/New_York"
    )


def test_quiet_hours_may_lie_within_a_day() -> None:
    siesta = QuietHours(13, 15)
    assert quiet_until(there("2026-01-14 14:00"), CHICAGO, siesta) == there("2026-01-14 15:00")
    assert quiet_until(there("2026-01-14 15:00"), CHICAGO, siesta) is None


@given(moments, st.sampled_from(ZONES), st.integers(0, 23))
def test_the_same_hour_twice_means_no_quiet_at_all(now: datetime, zone: str, hour: int) -> None:
    assert quiet_until(now, zone, QuietHours(hour, hour)) is None


@given(moments, st.sampled_from(ZONES), hours)
def test_quiet_ends_within_a_day_and_is_over_then(
    now: datetime, zone: str, quiet: QuietHours
) -> None:
    end = quiet_until(now, zone, quiet)
    if end is None:
        return
    assert now < end <= now + timedelta(hours=25)
    assert quiet_until(end, zone, quiet) is None
