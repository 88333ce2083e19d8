"""The windows we offer: working days on the property's clock, never sooner than can be planned."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from core.jobs.windows import NOTICE, OFFERED, SATURDAY, next_windows

CHICAGO = "America/Chicago"


def test_a_friday_evening_is_offered_monday_and_tuesday() -> None:
    friday = datetime(2026, 3, 6, 23, tzinfo=UTC)
    here = [each.start.astimezone(ZoneInfo(CHICAGO)) for each in next_windows(friday, CHICAGO)]
    assert [(each.day, each.hour) for each in here] == [(9, 9), (9, 13), (10, 9)]


def test_the_clock_is_the_property_s() -> None:
    monday = datetime(2026, 3, 2, 12, tzinfo=UTC)
    here = next_windows(monday, CHICAGO)[0].start
    there = next_windows(monday, "America/Los_Angeles")[0].start
    assert here != there


@given(
    st.integers(0, 365 * 24 * 60),
    st.sampled_from([CHICAGO, "Asia/Tokyo"]),
)
def test_always_three_in_order_on_weekdays_and_with_notice(minutes: int, zone: str) -> None:
    moment = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    windows = next_windows(moment, zone)
    assert len(windows) == OFFERED
    assert [each.start for each in windows] == sorted(each.start for each in windows)
    assert all(each.start >= moment + NOTICE and each.end > each.start for each in windows)
    assert all(each.start.astimezone(ZoneInfo(zone)).weekday() < SATURDAY for each in windows)
