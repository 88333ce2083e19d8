"""What the board was asked for: a day or a week, a trade, a tag; and the addresses of the days beside it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from urllib.parse import urlencode

from flask import request, url_for

from core.clock import local
from core.jobs.availability import Span, at_wall
from core.jobs.queries.board import Showing
from office.door import LARGEST_ROW, now, office, words_asked

# Days that have no neighbours, or none the database could hold, are not days of a board.
EARLIEST, LATEST = date(2000, 1, 1), date(2199, 12, 31)
# Of what is no day so much is said again.
LONGEST_DAY = 40


class Sight(StrEnum):
    """How much of the calendar is seen."""

    DAY = "day"
    WEEK = "week"


@dataclass(frozen=True)
class Asked:
    """The board's address, read. day: of a week, its Monday; unit, tag: None shows all.

    no_day: what was asked for as a day and is none of this board.
    """

    sight: Sight
    day: date
    unit: int | None
    tag: int | None
    no_day: str = ""

    @property
    def days(self) -> tuple[date, ...]:
        """The days shown."""
        count = 7 if self.sight is Sight.WEEK else 1
        return tuple(self.day + timedelta(days=each) for each in range(count))

    def showing(self) -> Showing:
        """The same for the query."""
        first, last = self.days[0], self.days[-1] + timedelta(days=1)
        return Showing(Span(midnight(first), midnight(last)), self.unit, self.tag)

    def address(self, endpoint: str = "office.dispatch_board", **other: object) -> str:
        """This board's address, with some of it changed."""
        stands = {"sight": self.sight, "day": self.day, "unit": self.unit, "tag": self.tag}
        words = {name: value for name, value in (stands | other).items() if value is not None}
        return f"{url_for(endpoint)}?{urlencode({name: str(each) for name, each in words.items()})}"

    def beside(self, by: int) -> str:
        """The day or week before (-1) or after (1)."""
        step = timedelta(days=7 if self.sight is Sight.WEEK else 1)
        return self.address(day=min(max(self.day + by * step, EARLIEST), LATEST))


def asked() -> Asked:
    """Read the address; what is no day, trade or tag counts as not asked for, and of a day the page says so."""
    sight = Sight.WEEK if request.args.get("sight") == Sight.WEEK else Sight.DAY
    words = words_asked("day", most=LONGEST_DAY)
    found = _day(words)
    day = found or today()
    if sight is Sight.WEEK:
        day = max(day - timedelta(days=day.weekday()), EARLIEST)
    return Asked(sight, day, _row("unit"), _row("tag"), "" if found else words)


def today() -> date:
    """The company's day."""
    return local(now(), office().settings.company_timezone).date()


def midnight(day: date) -> datetime:
    """When the company's day begins, in UTC."""
    return at_wall(day, time(0), office().settings.company_timezone)


def _day(words: str) -> date | None:
    try:
        found = date.fromisoformat(words)
    except ValueError:
        return None
    return found if EARLIEST <= found <= LATEST else None


def _row(name: str) -> int | None:
    words = request.args.get(name, "")
    if not words.isascii() or not words.isdigit() or int(words[:20]) > LARGEST_ROW:
        return None
    return int(words[:20])
