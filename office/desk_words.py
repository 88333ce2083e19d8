"""What happened at the desk, a sentence for each kind of event: sign-in and second factors, tasks, notes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from core.clock import local
from core.events.queries.timeline import Happening
from office.door import office

_NAMES = {"assigned_to": "given to", "due_at": "due", "priority": "priority"}


def _changed(event: Happening) -> str:
    said = [
        f"{words} {_value(name, event.after[name])}"
        for name, words in _NAMES.items()
        if name in event.after
    ]
    return f"changed the task: {', '.join(said)}" if said else "changed the task"


def _value(name: str, value: object) -> str:
    if value is None:
        return "nobody" if name == "assigned_to" else "without a date"
    if name == "due_at":
        moment = local(datetime.fromisoformat(str(value)), office().settings.company_timezone)
        return f"{moment:%b} {moment.day}, {moment:%H:%M}"
    return str(value)


DESK_SENTENCES: Mapping[str, Callable[[Happening], str]] = {
    "conversation.noted": lambda _: "noted, for colleagues alone",
    "task.changed": _changed,
    "staff.second_factor_added": lambda _: "turned their second factor on",
    "staff.second_factor_removed": lambda _: "turned their second factor off",
    "staff.second_factor_reset": lambda _: "reset a colleague’s second factor",
    "staff.recovery_codes_made": lambda _: "made new recovery codes",
    "staff.recovery_code_used": lambda _: "used a recovery code",
    "role.second_factor_required": lambda event: (
        f"asked for a second factor of: {event.after.get('role')}"
    ),
    "role.second_factor_excused": lambda event: (
        f"asks for no second factor any more of: {event.after.get('role')}"
    ),
}
