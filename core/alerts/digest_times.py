"""When somebody's daily mail is due. Pure; the zone is an IANA name that has been checked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True)
class DigestWish:
    """One mail a day, at this hour on the clock of this IANA zone."""

    hour: int
    zone: str


def next_digest(now: datetime, wish: DigestWish) -> datetime:
    """The next moment (UTC) after now at which the mail is due; on the wall clock, whatever summer time does."""
    here = ZoneInfo(wish.zone)
    today = datetime.combine(now.astimezone(here).date(), time(wish.hour), here)
    due = today if today > now else today + timedelta(days=1)
    return due.astimezone(UTC)
