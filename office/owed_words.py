"""What happened about money owed, in a sentence each: reminders, invoices and statements sent."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from core.events.queries.timeline import Happening

_LEVELS: Mapping[object, str] = {1: "first", 2: "second", 3: "final"}


def _overdue(event: Happening) -> str:
    level = _LEVELS.get(event.after.get("level"), "another")
    days = event.after.get("days")
    return f"sent the {level} reminder of invoice {event.after.get('number')}, {days} days overdue"


def _statement(event: Happening) -> str:
    return f"sent the statement from {event.after.get('from')} to {event.after.get('to')}"


OWED_SENTENCES: dict[str, Callable[[Happening], str]] = {
    "invoice.overdue": _overdue,
    "invoice.sent": lambda event: f"sent invoice {event.after.get('number')}",
    "statement.sent": _statement,
    "statements.started": lambda event: (
        f"began to send statements for {event.after.get('accounts')} accounts"
    ),
    "billing.reminders_changed": lambda _: "changed when reminders go out",
}
