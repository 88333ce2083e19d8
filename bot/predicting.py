"""What the bot understands of one labelled text, in the labels' own names: one plain object a case."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.cases import CaseKind, headers_of, technician_visits, tenant_context, text_of
from bot.reading.property_manager import ManagerIntent, ManagerReading, read_manager
from bot.reading.reply import new_words
from bot.reading.technician import TechnicianReading, read_technician
from bot.reading.tenant import read_tenant
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
AUTO_REPLY = "auto_reply"


def predict(case: JsonObject, kind: CaseKind) -> JsonObject:
    """The labels the bot gives a case, its id and why. Raises BadCase for one that cannot be read."""
    return {"id": case["id"], **_PREDICT[kind](case)}


def _tenant(case: JsonObject) -> JsonObject:
    read = read_tenant(text_of(case, "text"), tenant_context(case))
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
    read = read_technician(text_of(case, "text"), technician_visits(case))
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
    body, headers = text_of(case, "body"), headers_of(case)
    machine = automatic_header(lambda name: headers.get(name.lower(), ""), headers)
    if machine is not None:
        return {"reply_text": "", "intent": AUTO_REPLY, "args": {}, "why": machine}
    words = new_words(body)
    read = read_manager(words, headers.get("subject", ""))
    # A go-ahead with an "if" is no go-ahead: it asks something of us first.
    intent = ManagerIntent.QUESTION if read.intent is ManagerIntent.CONDITIONAL else read.intent
    return {
        "reply_text": words,
        "intent": intent.value,
        "args": _manager_args(read),
        "why": read.why,
    }


def _manager_args(read: ManagerReading) -> JsonObject:
    return _known({"property_hint": read.property_hint or None, "unit": read.unit})


def _known(facts: Mapping[str, object]) -> JsonObject:
    return {name: value for name, value in facts.items() if value is not None}


_PREDICT: Mapping[CaseKind, Callable[[JsonObject], JsonObject]] = {
    CaseKind.TENANT: _tenant,
    CaseKind.TECHNICIAN: _technician,
    CaseKind.MANAGER: _manager,
}
