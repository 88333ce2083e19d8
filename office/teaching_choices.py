"""The labels a person may give a misread message, in plain words, and how a form of them is read.

The names are those of the labelled cases; what the labelling rules forbid is refused at its field.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TypeAlias

from bot.reading.danger import Safety
from bot.reading.property_manager import ManagerIntent
from bot.reading.tenant import Intent
from bot.reading.visits import Command
from core.db import JsonObject
from core.messaging.model import TaughtAs
from office.forms import Form
from office.reading_words import meaning
from office.words import LANGUAGES

Options: TypeAlias = tuple[tuple[str, str], ...]

LONGEST_FACT = 300
LONGEST_MINUTES = 7 * 24 * 60
NEW_REQUEST = "new_request"
EMERGENCY = "emergency"
CATEGORIES = (
    "plumbing",
    "water_heater",
    "hvac",
    "electrical",
    "appliance",
    "lock_door",
    "structural",
    "pest",
    "gas",
    "fire_safety",
    "internet_cable",
    "cleaning_trash",
    "landscaping_exterior",
    "elevator",
    "general",
)
URGENCIES = (EMERGENCY, "urgent", "routine")
ENTRIES = {"ok": "May come in alone", "call_first": "Call or knock first", "no": "Not without them"}
YES_NO = {"yes": "Yes", "no": "No"}
RATINGS = ("1", "2", "3", "4", "5")
# Commands that are labelled under another name, and a go-ahead with an "if", which is a question.
_NOT_LABELS = {
    Command.JOBS,
    Command.COMMANDS,
    Command.ACKNOWLEDGE,
    Command.UNDO,
    ManagerIntent.CONDITIONAL,
}


def worded(names: Iterable[str]) -> Options:
    """The names as a list to choose from."""
    return tuple((name, meaning(name)) for name in names)


def _labels(closed: Iterable[Intent | Command | ManagerIntent]) -> list[str]:
    return [each.value for each in closed if each not in _NOT_LABELS]


CHOICES: Mapping[str, Options] = {
    "intent": worded(_labels(Intent)),
    "category": worded(CATEGORIES),
    "urgency": worded(URGENCIES),
    "safety": worded(kind.value for kind in Safety if kind is not Safety.OTHER),
    "lang": tuple(LANGUAGES.items()),
    "access": tuple(ENTRIES.items()),
    "pets": tuple(YES_NO.items()),
    "rating": worded(RATINGS),
    "command": worded(_labels(Command)),
    "manager_intent": worded(dict.fromkeys([*_labels(ManagerIntent), "auto_reply"])),
}


def labels_in(form: Form, taught_as: TaughtAs, words: str) -> JsonObject:
    """The labels the form gives these words; what is wrong with them is noted in the form."""
    match taught_as:
        case TaughtAs.TENANT:
            return _tenant(form, words)
        case TaughtAs.TECHNICIAN:
            return _technician(form, words)
        case TaughtAs.MANAGER:
            return _manager(form)


def fields_of(labels: Mapping[str, object]) -> dict[str, object]:
    """The form's fields for labels already given or read."""
    plain = {name: each for name, each in labels.items() if not isinstance(each, dict)}
    inner = [each for each in labels.values() if isinstance(each, dict)]
    flat = plain | {name: each for facts in inner for name, each in facts.items()}
    pets = flat.get("pets")
    if isinstance(pets, bool):
        flat["pets"] = "yes" if pets else "no"
    return flat


def _tenant(form: Form, words: str) -> JsonObject:
    intent = _chosen(form, "intent", "Choose what they wanted.")
    is_new = intent == NEW_REQUEST
    urgency = _chosen(form, "urgency", "Say how soon." if is_new else "")
    if not is_new and urgency != EMERGENCY:
        urgency = ""
    safety = _chosen(form, "safety", "")
    if safety and urgency != EMERGENCY:
        form.refuse("safety", "A danger is an emergency; choose that, or no danger.")
    category = _chosen(form, "category", "Choose what is to be done." if is_new else "")
    return {
        "lang": _chosen(form, "lang", "Choose the language of the answer."),
        "intent": intent,
        "category": category if is_new else None,
        "urgency": urgency or None,
        "safety": safety or None,
        "slots": _slots(form, words),
    }


def _slots(form: Form, words: str) -> JsonObject:
    pets, rating = _chosen(form, "pets", ""), _chosen(form, "rating", "")
    return _stated(
        {
            "unit": _copied(form, "unit", words),
            "when": _copied(form, "when", words),
            "access": _chosen(form, "access", ""),
            "pets": {"yes": True, "no": False}.get(pets),
            "rating": int(rating) if rating.isdigit() else None,
        }
    )


def _technician(form: Form, words: str) -> JsonObject:
    job = form.whole_or_none("job", least=1, most=9_999_999)
    facts = {
        "eta_minutes": form.whole_or_none("eta_minutes", least=0, most=LONGEST_MINUTES),
        "amount": _dollars(form, "amount"),
        "reason": _copied(form, "reason", words),
        "note": _copied(form, "said_beside", words),
    }
    command = _chosen(form, "command", "Choose what they meant.")
    return {"command": command, "job": job, "args": _stated(facts)}


def _manager(form: Form) -> JsonObject:
    facts = {
        "limit_amount": _dollars(form, "limit_amount"),
        "po_number": form.text("po_number", most=LONGEST_FACT),
        "property_hint": form.text("property_hint", most=LONGEST_FACT),
        "unit": form.text("unit", most=LONGEST_FACT),
        "reason": form.text("reason", most=LONGEST_FACT),
    }
    return {
        "reply_text": form.text("reply_text"),
        "intent": _chosen(form, "intent", "Choose what they wanted.", among="manager_intent"),
        "args": _stated(facts),
    }


def _chosen(form: Form, name: str, missing: str, *, among: str = "") -> str:
    value = form.value(name).strip()
    if not value and missing:
        form.refuse(name, missing)
    if value and value not in dict(CHOICES[among or name]):
        form.refuse(name, "Choose one of the list.")
    return value


def _copied(form: Form, name: str, words: str) -> str:
    """A fact as it stands in the message: labels quote, they do not retell."""
    value = form.text(name, most=LONGEST_FACT)
    if value and _folded(value) not in _folded(words):
        form.refuse(name, "Copy it from the message as it stands there.")
    return value


def _folded(words: str) -> str:
    return " ".join(words.casefold().split())


def _dollars(form: Form, name: str) -> float | None:
    value = form.value(name).replace("$", "").replace(",", "").strip()
    if not value:
        return None
    if not re.fullmatch(r"\d{1,7}(?:\.\d{1,2})?", value):
        form.refuse(name, "Give an amount in dollars, such as 640 or 38.50.")
        return None
    return float(value)


def _stated(facts: Mapping[str, object]) -> JsonObject:
    return {name: value for name, value in facts.items() if value not in {None, ""}}
