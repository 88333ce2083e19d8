"""Whom a free time fits, and until when an offer of it stands."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from core.jobs.model import PartOfDay
from core.jobs.wait_rules import Wishes, fits, stands_until

ZONE = "America/Chicago"
MONDAY_MORNING = datetime(2027, 3, 1, 15, tzinfo=UTC)


@pytest.mark.inventory(56)
@pytest.mark.parametrize(
    ("wishes", "fitting"),
    [
        (Wishes(), True),
        (Wishes(weekdays=(1, 3)), True),
        (Wishes(weekdays=(2,)), False),
        (Wishes(part_of_day=PartOfDay.MORNING), True),
        (Wishes(part_of_day=PartOfDay.AFTERNOON), False),
        (Wishes(until_on=date(2027, 3, 1)), True),
        (Wishes(until_on=date(2027, 2, 28)), False),
    ],
)
def test_a_time_fits_by_day_part_of_day_and_last_day(wishes: Wishes, *, fitting: bool) -> None:
    assert fits(wishes, MONDAY_MORNING, ZONE) is fitting


@pytest.mark.parametrize(
    ("made", "until"),
    [
        (datetime(2027, 3, 1, 16, tzinfo=UTC), datetime(2027, 3, 1, 16, 30, tzinfo=UTC)),
        # 19:50 in Chicago: ten minutes tonight, twenty tomorrow.
        (datetime(2027, 3, 2, 1, 50, tzinfo=UTC), datetime(2027, 3, 2, 14, 20, tzinfo=UTC)),
        # In the night it runs from eight.
        (datetime(2027, 3, 2, 9, tzinfo=UTC), datetime(2027, 3, 2, 14, 30, tzinfo=UTC)),
        (datetime(2027, 3, 2, 4, tzinfo=UTC), datetime(2027, 3, 2, 14, 30, tzinfo=UTC)),
    ],
)
def test_an_offer_stands_for_half_an_hour_of_daytime(made: datetime, until: datetime) -> None:
    assert stands_until(made, made + timedelta(days=5), ZONE) == until


def test_an_offer_never_stands_longer_than_a_visit_can_be_planned() -> None:
    assert stands_until(MONDAY_MORNING, MONDAY_MORNING + timedelta(minutes=75), ZONE) == (
        MONDAY_MORNING + timedelta(minutes=15)
    )
