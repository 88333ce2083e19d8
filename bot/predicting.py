"""What the bot understands of one labelled text, in the labels' own names: one plain object a case."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.cases import CaseKind, headers_of, technician_visits, tenant_context, text_of
from bot.reading.crew import understand_technician
from bot.reading.learned import Weights
from bot.reading.manager_mail import read_mail
from bot.reading.technician import TechnicianReading
from bot.reading.tenant import TenantReading
from bot.reading.understanding import understand_tenant
from bot.reading.visits import Command
from core.db import JsonObject
from core.messaging.automatic import automatic_header

# Commands of ours that the labels know under a wider name.
_COMMAND_LABEL: Mapping[Command, str] = {
    Command.JOBS: "schedule",
    Command.COMMANDS: "help",
    Command.ACKNOWLEDGE: "other",
    Command.UNDO: "other",
}


def predict(case: JsonObject, kind: CaseKind) -> JsonObject:
    """The labels the bot gives a case, its id and why. Raises BadCase for one that cannot be read."""
    return {"id": case["id"], **_PREDICT[kind](case)}


def _tenant(case: JsonObject) -> JsonObject:
    return tenant_labels(understand_tenant(text_of(case, "text"), tenant_context(case)))


def tenant_labels(read: TenantReading) -> JsonObject:
    """A reading in the labels' names."""
    slots = read.slots
    facts = {
        "unit": slots.unit,
        "when": slots.when,
        "access": slots.access,
        "pets": slots.pets,
        "rating": slots.rating,
    }
    return {
        "lang": read.language.value,
        "intent": read.intent.value,
        "category": read.category,
        "urgency": read.urgency,
        "safety": read.safety.value if read.safety else None,
        "slots": _known(facts),
        "why": read.why,
    }


def _technician(case: JsonObject) -> JsonObject:
    return technician_labels(understand_technician(text_of(case, "text"), technician_visits(case)))


def technician_labels(read: TechnicianReading) -> JsonObject:
    """A reading in the labels' names."""
    return {
        "command": _COMMAND_LABEL.get(read.command, read.command.value),
        "job": read.job_number,
        "args": _technician_args(read),
        "why": read.why,
    }


def _technician_args(read: TechnicianReading) -> JsonObject:
    return _known(
        {
            "eta_minutes": read.eta_minutes,
            "amount": read.amount,
            "reason": read.reason,
            "note": read.note,
        }
    )


def _manager(case: JsonObject) -> JsonObject:
    return manager_labels(case)


def manager_labels(case: JsonObject, weights: Weights | None = None) -> JsonObject:
    """A mail's reading in the labels' names. weights: those of the product, unless given."""
    headers, awaited = headers_of(case), case.get("context")
    read = read_mail(
        text_of(case, "body"),
        headers.get("subject", ""),
        awaited=awaited if isinstance(awaited, str) else None,
        automatic=_mark(headers),
        weights=weights,
    )
    return {
        "reply_text": read.words,
        "intent": read.label,
        "args": dict(read.args),
        "why": read.why,
    }


def is_marked(case: JsonObject) -> bool:
    """Whether a machine marked the mail as its own by a header."""
    return _mark(headers_of(case)) is not None


def _mark(headers: Mapping[str, str]) -> str | None:
    return automatic_header(lambda name: headers.get(name.lower(), ""), headers)


def _known(facts: Mapping[str, object]) -> JsonObject:
    return {name: value for name, value in facts.items() if value is not None}


_PREDICT: Mapping[CaseKind, Callable[[JsonObject], JsonObject]] = {
    CaseKind.TENANT: _tenant,
    CaseKind.TECHNICIAN: _technician,
    CaseKind.MANAGER: _manager,
}
