"""What the addresses of this room ask for: days and periods. A day that is none is a 400, never a 500."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from flask import request
from werkzeug.exceptions import BadRequest

from core.clock import local
from office.door import now, office

# PostgreSQL and people both understand these.
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2199, 12, 31)


@dataclass(frozen=True)
class Period:
    """Days of a statement, both included."""

    from_on: date
    to_on: date


def today() -> date:
    """The company's day."""
    return local(now(), office().settings.company_timezone).date()


def day_asked(name: str, otherwise: date) -> date:
    """A day of the address, or another where none is asked for; 400 for what is no day."""
    written = request.args.get(name, "").strip()
    if not written:
        return otherwise
    try:
        found = date.fromisoformat(written)
    except ValueError as error:
        raise BadRequest("There is no such day.") from error
    if not FIRST_DAY <= found <= LAST_DAY:
        raise BadRequest("There is no such day.")
    return found


def period_asked() -> Period:
    """The days from `from` to `to`; this month so far where nothing is asked; 400 when they are the wrong way round."""
    to_on = day_asked("to", today())
    from_on = day_asked("from", to_on.replace(day=1))
    if to_on < from_on:
        raise BadRequest("A statement ends on or after the day it begins.")
    return Period(from_on, to_on)


def last_month(on: date) -> Period:
    """The whole month before a day's."""
    end = on.replace(day=1) - timedelta(days=1)
    return Period(end.replace(day=1), end)


def day_said(day: date | None) -> str:
    """A day as these pages write it: `2 Mar 2026`."""
    return f"{day.day} {day:%b %Y}" if day else ""
