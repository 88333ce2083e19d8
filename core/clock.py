"""Time: the database's clock is the only one that decides; pages and texts convert to people's zones."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.language import Language


def database_now(session: Session) -> datetime:
    """The database's wall clock as aware UTC, moving within a transaction.

    Hosts' clocks differ; leases, due times and quiet hours must not.
    """
    now: datetime = session.execute(select(func.clock_timestamp())).scalar_one()
    return now


def local(moment: datetime, zone: str) -> datetime:
    """The same moment on the wall clock of an IANA zone such as `America/Chicago`."""
    return moment.astimezone(ZoneInfo(zone))


def wall_moment(day: date, hour: time, zone: str) -> datetime | None:
    """That time of day on the zone's wall clock, aware UTC.

    None for one that does not exist, because the clocks go forward over it; of one that comes twice, the first.
    """
    wanted = datetime.combine(day, hour, ZoneInfo(zone))
    moment = wanted.astimezone(UTC)
    is_there = moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None) == wanted.replace(tzinfo=None)
    return moment if is_there else None


def is_zone(name: str | None) -> bool:
    """Whether this names an IANA zone; what people or imports typed may not."""
    try:
        return bool(name) and ZoneInfo(name or "") is not None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False


def spoken_time(moment: datetime) -> str:
    """A time of day as people text it: `9am`, `2:30pm`."""
    hour = moment.hour % 12 or 12
    minutes = f":{moment.minute:02d}" if moment.minute else ""
    return f"{hour}{minutes}{'am' if moment.hour < 12 else 'pm'}"


_DAYS = {
    Language.ENGLISH: ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
    Language.SPANISH: ("lun", "mar", "mié", "jue", "vie", "sáb", "dom"),
}
_MONTHS = {
    Language.ENGLISH: (
        "Jan",
        "Feb",
        "Mar",
        "Apr",
        "May",
        "Jun",
        "Jul",
        "Aug",
        "Sep",
        "Oct",
        "Nov",
        "Dec",
    ),
    Language.SPANISH: (
        "ene",
        "feb",
        "mar",
        "abr",
        "may",
        "jun",
        "jul",
        "ago",
        "sep",
        "oct",
        "nov",
        "dic",
    ),
}


def spoken_day(moment: datetime, language: Language) -> str:
    """A day on its own clock: `Tue 3 Mar`, `mar 3 mar`."""
    return f"{_DAYS[language][moment.weekday()]} {moment.day} {short_month(moment, language)}"


def short_month(day: date, language: Language) -> str:
    """The month in three letters: `Mar`, `mar`."""
    return _MONTHS[language][day.month - 1]


def spoken_window(start: datetime, end: datetime, zone: str, language: Language) -> str:
    """A visit's window on the property's clock: `Tue 3 Mar, 9am-11am`."""
    here, until = local(start, zone), local(end, zone)
    return f"{spoken_day(here, language)}, {spoken_time(here)}-{spoken_time(until)}"
