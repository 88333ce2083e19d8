"""How pages say times, states and kinds: in plain words, with the exact value on hover."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from jinja2 import Environment
from markupsafe import Markup

from core.addresses import spoken_phone
from core.desk.model import StaffRole
from core.jobs.lifecycle import MEANING
from core.jobs.model import BookingSource
from core.jobs.queries.emergency_view import EmergencyView
from core.messaging.wire import Channel, MessageState
from core.money import dollars
from office.door import now, office

STATE_WORDS: dict[MessageState, str] = {
    MessageState.RECEIVED: "received",
    MessageState.QUEUED: "waiting to leave",
    MessageState.SENDING: "leaving",
    MessageState.UNCERTAIN: "checking with the carrier",
    MessageState.ACCEPTED: "with the carrier",
    MessageState.SENT: "sent",
    MessageState.UNDELIVERED: "not delivered",
    MessageState.FAILED: "failed",
    MessageState.EXPIRED: "came too late, not sent",
    MessageState.SUPERSEDED: "replaced by newer news",
    MessageState.SUPPRESSED: "not sent",
    MessageState.DELIVERED: "delivered",
}
STATE_MEANING: dict[MessageState, str] = {
    MessageState.DELIVERED: "good",
    MessageState.UNDELIVERED: "danger",
    MessageState.FAILED: "danger",
    MessageState.UNCERTAIN: "attention",
}
SOURCE_WORDS: dict[BookingSource, str] = {
    BookingSource.SMS: "text",
    BookingSource.EMAIL: "e-mail",
    BookingSource.PHONE: "phone",
    BookingSource.PORTAL: "portal",
    BookingSource.THIRD_PARTY: "a third party",
}
CHANNEL_WORDS = {Channel.SMS: "text", Channel.EMAIL: "e-mail"}
ROLE_WORDS: dict[StaffRole, str] = {
    StaffRole.ADMINISTRATOR: "Administrator",
    StaffRole.MANAGER: "Manager",
    StaffRole.DISPATCHER: "Dispatcher",
    StaffRole.CSR: "Customer service",
    StaffRole.ACCOUNTING: "Accounting",
    StaffRole.TECHNICIAN: "Technician",
}
LANGUAGES = {"en": "English", "es": "Spanish"}
# Written so as to be seen, and unable to turn the words around them (Unicode UAX 9) or to hide.
_INVISIBLE = {
    ord(sign): "\N{REPLACEMENT CHARACTER}"
    for sign in "\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
}


def install(environment: Environment) -> None:
    """Give every template these words."""
    filters: Mapping[str, Callable[..., object]] = {
        "when": when,
        "clock": clock,
        "waited": waited,
        "hours": hours,
        "day_words": day_words,
        "wall_day": wall_day,
        "wall_moment": wall_moment,
        "plain": plain,
        "phone": spoken_phone,
        "money": dollars,
        "paged": paged,
        "spelled": spelled,
    }
    environment.filters.update(filters)
    environment.globals.update(
        MEANING=MEANING,
        STATE_WORDS=STATE_WORDS,
        STATE_MEANING=STATE_MEANING,
        CHANNEL_WORDS=CHANNEL_WORDS,
        SOURCE_WORDS=SOURCE_WORDS,
        LANGUAGES=LANGUAGES,
        ROLE_WORDS=ROLE_WORDS,
    )


def when(moment: datetime, zone: str | None = None) -> Markup:
    """A moment as people say it, `today 14:05`, on the company's clock unless another zone is
    given.
    """
    local = _local(moment, zone)
    today = _local(now(), zone)
    exact = local.strftime("%A %-d %B %Y %H:%M %Z")
    return Markup('<time datetime="%s" title="%s">%s</time>') % (
        moment.astimezone(UTC).isoformat(timespec="seconds"),
        exact,
        _said(local, today),
    )


def clock(moment: datetime, zone: str | None = None) -> str:
    """A time of day on the company's clock, unless another zone is given: `14:00`."""
    return f"{_local(moment, zone):%H:%M}"


def waited(moment: datetime) -> str:
    """How long ago, roughly: `4 min`, `2 h 10 min`, `3 days`."""
    minutes = max(int((now() - moment) / timedelta(minutes=1)), 0)
    if minutes < 1:
        return "just now"
    if minutes < 60:
        return f"{minutes} min"
    if minutes < 24 * 60:
        return f"{minutes // 60} h {minutes % 60} min"
    days = minutes // (24 * 60)
    return "1 day" if days == 1 else f"{days} days"


def hours(start: datetime, end: datetime, zone: str) -> str:
    """A visit's window on the property's clock: `Tue 3 Mar, 09:00–11:00`."""
    first, last = _local(start, zone), _local(end, zone)
    return f"{first:%a %-d %b}, {first:%H:%M}–{last:%H:%M}"


def paged(emergency: EmergencyView) -> str:
    """How often somebody was paged for it."""
    times = {0: "nobody paged yet", 1: "paged once", 2: "paged twice"}
    return times.get(emergency.pages, f"paged {emergency.pages} times")


def day_words(moment: datetime) -> str:
    """A day as people write it: `3 May`, with the year where it is another."""
    local, today = _local(moment, None), _local(now(), None)
    return f"{local:%-d %b}" if local.year == today.year else f"{local:%-d %b %Y}"


def wall_day(moment: datetime) -> str:
    """The company's day, as forms write it: `2026-03-14`."""
    return f"{_local(moment, None):%Y-%m-%d}"


def wall_moment(moment: datetime) -> str:
    """A moment of a plan, on the company's clock: `Mon 9 Mar 08:00`."""
    return f"{_local(moment, None):%a %-d %b %H:%M}"


def plain(words: str) -> str:
    """Words for a label: marks that hide or turn text are shown as �."""
    return words.translate(_INVISIBLE)


def spelled(code: str) -> str:
    """A stored code as words: `in_progress` becomes `In progress`."""
    return code.replace("_", " ").replace(".", " ").capitalize()


def _local(moment: datetime, zone: str | None) -> datetime:
    return moment.astimezone(ZoneInfo(zone or office().settings.company_timezone))


def _said(local: datetime, today: datetime) -> str:
    days = (local.date() - today.date()).days
    near = {-1: "yesterday", 0: "today", 1: "tomorrow"}
    if days in near:
        return f"{near[days]} {local:%H:%M}"
    if abs(days) < 7:
        return f"{local:%a %H:%M}"
    if local.year == today.year:
        return f"{local:%-d %b %H:%M}"
    return f"{local:%-d %b %Y}"
