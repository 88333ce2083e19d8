"""Sentences of this room's events, as timelines say them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from core.events.queries.timeline import Happening

_REMINDERS = {"day_before": "the day before", "hour_before": "shortly before"}


def _said(values: Mapping[str, object], name: str) -> str:
    value = values.get(name)
    return "" if value is None else str(value)


def _reminded(event: Happening) -> str:
    when = _REMINDERS.get(_said(event.after, "kind"), "")
    if event.after.get("quiet_until"):
        return f"reminded nobody of the visit {when}".strip() + ": quiet hours lasted until it"
    return f"reminded of the visit {when}".strip()


def _rule(event: Happening) -> str:
    kind = _said(event.after, "kind").replace("_", " ")
    if "active" in event.after:
        return f"switched the notice “{kind}” {'on' if event.after['active'] else 'off'}"
    return f"changed when the notice “{kind}” is sent"


NOTICE_SENTENCES: dict[str, Callable[[Happening], str]] = {
    "appointment.reminded": _reminded,
    "notice.sent": lambda event: f"sent everybody here the notice “{_said(event.after, 'title')}”",
    "notice_rule.changed": _rule,
    "notice_words.saved": lambda _: "changed the words of a notice",
    "alerts.daily_chosen": lambda event: (
        f"lets {_said(event.after, 'contact')} read alerts in one mail a day"
    ),
    "alerts.at_once_chosen": lambda event: (
        f"lets {_said(event.after, 'contact')} hear of each alert at once"
    ),
}
