"""What the board, the crew's time and the rota write on timelines, one sentence each."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from core.events.queries.timeline import Happening


def _said(values: Mapping[str, object], name: str, otherwise: str) -> str:
    value = values.get(name)
    return str(value) if value else otherwise


def _who(event: Happening) -> str:
    forced = ", against what stands in the way" if event.after.get("forced") else ""
    return f"{_said(event.after, 'technician', 'nobody')}{forced}"


def _on_call(event: Happening) -> str:
    return _said(event.after, "technician", "a technician")


def _minutes(event: Happening) -> str:
    minutes = event.after.get("minutes")
    return f", {minutes} min" if minutes else ""


BOARD_SENTENCES: dict[str, Callable[[Happening], str]] = {
    "appointment.moved": lambda event: f"set the visit to another time, with {_who(event)}",
    "appointment.reassigned": lambda event: f"gave the visit to {_who(event)}",
    "appointment.said_taken": lambda event: f"said for {_on_call(event)}: takes the visit",
    "appointment.said_on_the_way": lambda event: (
        f"said for {_on_call(event)}: on the way{_minutes(event)}"
    ),
    "appointment.said_arrived": lambda event: f"said for {_on_call(event)}: arrived",
    "appointment.said_done": lambda event: f"marked the visit of {_on_call(event)} as done",
    "technician.hours_set": lambda _: "set the working hours",
    "technician.skills_set": lambda _: "set the trades",
    "technician.time_off_added": lambda event: (
        f"noted time off: {_said(event.after, 'why', 'no reason told')}"
    ),
    "technician.time_off_dropped": lambda _: "took time off back",
    "on_call.added": lambda event: f"put {_on_call(event)} on call",
    "on_call.swapped": lambda event: f"gave the shift to {_on_call(event)}",
    "on_call.dropped": lambda event: f"took {_on_call(event)} off call",
}
