"""Windows and times as people read them, on the clock of the place."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy.orm import Session

from core.clock import database_now, is_zone, spoken_time, spoken_window, wall_moment
from core.language import Language

CHICAGO = "America/Chicago"


def test_a_window_is_told_on_the_clock_of_the_place() -> None:
    start = datetime(2026, 3, 3, 15, tzinfo=UTC)
    end = start + timedelta(hours=2)
    assert spoken_window(start, end, CHICAGO, Language.ENGLISH) == "Tue 3 Mar, 9am-11am"
    assert spoken_window(start, end, CHICAGO, Language.SPANISH) == "mar 3 mar, 9am-11am"
    assert spoken_window(start, end, "America/New_York", Language.ENGLISH).endswith("10am-12pm")


def test_the_day_is_the_day_of_the_place_and_not_of_utc() -> None:
    late = datetime(2026, 3, 4, 1, 30, tzinfo=UTC)
    told = spoken_window(late, late + timedelta(hours=1), CHICAGO, Language.ENGLISH)
    assert told == "Tue 3 Mar, 7:30pm-8:30pm"


def test_the_hour_follows_the_change_of_clocks() -> None:
    winter = datetime(2026, 3, 7, 15, tzinfo=UTC)
    summer = datetime(2026, 3, 8, 15, tzinfo=UTC)
    told = [
        spoken_window(day, day + timedelta(hours=1), CHICAGO, Language.ENGLISH)
        for day in (winter, summer)
    ]
    assert told == ["Sat 7 Mar, 9am-10am", "Sun 8 Mar, 10am-11am"]


@pytest.mark.parametrize(
    ("hour", "minute", "told"),
    [(0, 0, "12am"), (0, 5, "12:05am"), (12, 0, "12pm"), (13, 30, "1:30pm"), (23, 59, "11:59pm")],
)
def test_times_are_told_as_people_text_them(hour: int, minute: int, told: str) -> None:
    assert spoken_time(datetime(2026, 3, 3, hour, minute, tzinfo=UTC)) == told


@pytest.mark.parametrize(
    "name", ["", None, "Chicago", "America/Nowhere", "../etc/passwd", "America"]
)
def test_what_people_typed_may_be_no_zone(name: str | None) -> None:
    assert not is_zone(name)


def test_the_database_tells_the_time_and_it_moves_within_a_transaction(session: Session) -> None:
    first = database_now(session)
    assert first.utcoffset() is not None
    assert database_now(session) > first


def test_a_wall_time_the_clocks_skip_is_none_and_of_two_the_first_counts() -> None:
    forward, back = date(2027, 3, 14), date(2027, 11, 7)
    assert wall_moment(forward, time(2, 15), CHICAGO) is None
    assert wall_moment(forward, time(3), CHICAGO) == datetime(2027, 3, 14, 8, tzinfo=UTC)
    assert wall_moment(back, time(1, 30), CHICAGO) == datetime(2027, 11, 7, 6, 30, tzinfo=UTC)
