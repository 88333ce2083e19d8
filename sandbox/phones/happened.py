"""One clause for each kind of event of a job, as the practice ground says it. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from core.events.queries.timeline import Happening

Clause = Callable[[Mapping[str, object]], str]


def clause_of(happening: Happening) -> str:
    """Who did what; an unknown kind is spelled out, never hidden."""
    speak = _CLAUSES.get(happening.kind)
    spelled = happening.kind.replace(".", " ").replace("_", " ")
    return f"{happening.actor} {speak(happening.after) if speak else spelled}"


def _moved(after: Mapping[str, object]) -> str:
    return f"moved it to {after.get('status', 'another status')}"


def _offered(after: Mapping[str, object]) -> str:
    return f"offered the visit to {after.get('technician', 'a technician')}"


_CLAUSES: Mapping[str, Clause] = {
    "job.moved": _moved,
    "job.noted": lambda _: "added a note",
    "note.added": lambda _: "added a note",
    "booking.opened": lambda _: "asked for help",
    "booking.placed": lambda _: "said where it is",
    "appointment.scheduled": lambda _: "scheduled a visit",
    "assignment.offered": _offered,
    "assignment.accepted": lambda _: "accepted the visit",
    "assignment.declined": lambda _: "passed on the visit",
    "assignment.withdrawn": lambda _: "withdrew the offer",
    "call.noted": lambda _: "took a call",
    "emergency.raised": lambda _: "raised an emergency",
    "emergency.acknowledged": lambda _: "took the emergency",
}
