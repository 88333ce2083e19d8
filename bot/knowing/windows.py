"""The visit windows we offer just now, said in both languages on the clock of the place."""

from __future__ import annotations

from datetime import datetime

from bot.context import OfferedWindow
from core.clock import local, spoken_window
from core.jobs.windows import Window, next_windows
from core.language import Language

NOON = 12
_WEEKDAYS = (
    "monday lunes",
    "tuesday tues martes",
    "wednesday miercoles",
    "thursday thurs thur jueves",
    "friday viernes",
    "saturday sabado",
    "sunday domingo",
)


def windows_offered(now: datetime, zone: str) -> tuple[OfferedWindow, ...]:
    """The next ones, as a flow may say and recognise them."""
    return tuple(_offered(each) for each in next_windows(now, zone))


def _offered(window: Window) -> OfferedWindow:
    here = local(window.start, window.zone)
    part = "morning am" if here.hour < NOON else "afternoon pm tarde"
    english, spanish = (
        spoken_window(window.start, window.end, window.zone, each)
        for each in (Language.ENGLISH, Language.SPANISH)
    )
    return OfferedWindow(english, spanish, f"{_WEEKDAYS[here.weekday()]} {part}")
