"""What happened to estimates, equipment, pictures, forms and call-backs, in a sentence each."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from core.events.queries.timeline import Happening
from core.money import dollars


def _of(values: Mapping[str, object], name: str) -> str:
    value = values.get(name)
    return "" if value is None else str(value)


def _estimate(doing: str) -> Callable[[Happening], str]:
    """A sentence that names the estimate and its total."""

    def say(event: Happening) -> str:
        after = event.after
        return f"{doing} estimate {_of(after, 'number')} ({_of(after, 'total')})"

    return say


def _voided(event: Happening) -> str:
    who = _of(event.before, "decided_by")
    whose = f" by {who}" if who else ""
    return f"changed estimate {_of(event.after, 'number')}: its approval{whose} no longer counts"


def _thing(doing: str) -> Callable[[Happening], str]:
    """A sentence that names one thing: equipment, a file, a form."""
    return lambda event: f"{doing} {_of(event.after, 'name')}".strip()


def _called_back(event: Happening) -> str:
    return f"booked a call-back: job #{_of(event.after, 'callback')}"


def _asked(doing: str) -> Callable[[Happening], str]:
    """A sentence about a question of money, in dollars."""

    def say(event: Happening) -> str:
        cents = event.after.get("amount_cents")
        return f"{doing} {dollars(cents)}" if isinstance(cents, int) else doing

    return say


WORK_SENTENCES: dict[str, Callable[[Happening], str]] = {
    "approval.asked": _asked("asked to approve"),
    "approval.approved": _asked("approved what was asked:"),
    "approval.declined": _asked("declined"),
    "approval.held": _asked("put on hold"),
    "approval.voided": _asked("took back the question about"),
    "approval.expired": _asked("had no answer in time about"),
    "estimate.drafted": _estimate("drafted"),
    "estimate.changed": _estimate("changed"),
    "estimate.sent": _estimate("sent"),
    "estimate.approved": _estimate("approved"),
    "estimate.declined": _estimate("declined"),
    "estimate.voided": _estimate("voided"),
    "estimate.taken_back": _estimate("took back"),
    "estimate.unanswered": _estimate("had no answer to"),
    "estimate.approval_voided": _voided,
    "equipment.added": _thing("wrote down the equipment"),
    "equipment.edited": _thing("changed the equipment"),
    "equipment.retired": _thing("took out of use:"),
    "equipment.returned": _thing("brought back into use:"),
    "equipment.served": _thing("served"),
    "equipment.unserved": _thing("says that nothing was done on"),
    "attachment.added": _thing("added the file"),
    "attachment.removed": _thing("removed the file"),
    "form.filled": _thing("filled in the form"),
    "form_template.added": _thing("wrote the form"),
    "form_template.edited": _thing("changed the form"),
    "job.called_back": _called_back,
    "job.callback_of": lambda event: f"is a call-back of job #{_of(event.after, 'of')}",
    "job.reopened": lambda _: "reopened the job for a call-back",
    "appointment.moved": lambda _: "moved the visit",
    "appointment.canceled": lambda _: "canceled the visit",
}
