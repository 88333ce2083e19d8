"""What becomes of a request: a booking opened, facts added."""

from __future__ import annotations

from dataclasses import dataclass

from bot.context import Place


@dataclass(frozen=True)
class OpenBooking:
    """Write the request down as a booking, at once, with whatever is known.

    words: the person's own words. summary: one line of them. safety: the kind of danger, or None.
    """

    words: str
    summary: str
    category: str
    urgency: str
    safety: str | None = None
    place: Place | None = None
    place_hint: str = ""
    requested_window: str = ""
    access: str | None = None
    pets: bool | None = None
    requester_name: str = ""


@dataclass(frozen=True)
class AddToBooking:
    """Add what was said later to a booking; place, name and the like only where they are given.

    summary, category: only where words came after a
    photo, or after words that said little.
    """

    booking_id: int
    words: str
    place: Place | None = None
    place_hint: str = ""
    requester_name: str = ""
    access: str | None = None
    pets: bool | None = None
    wished: str = ""
    summary: str = ""
    category: str = ""
    urgency: str = ""


@dataclass(frozen=True)
class AddToJob:
    """Write words (a tenant's facts, a technician's or manager's note) on a job for all to see."""

    job_id: int
    words: str
