"""Reads a tenant's text: what they want, what it is about, how soon. Decides nothing and knows no
job but by count.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.context import Context
from bot.reading.categories import GENERAL, category_of, is_fault, is_urgent
from bot.reading.danger import Danger, Safety
from bot.reading.emergency import scan
from bot.reading.language import guess_language
from bot.reading.reserved import Reserved, reserved_word
from bot.reading.slots import Slots, is_only_rating, rating_of, slots_of
from bot.reading.tenant_words import (
    ASKS_ANSWER,
    BILLING,
    CANCEL,
    COMPLAINT,
    CONFIRM,
    DECLINE,
    ETA,
    GREETING,
    HELP,
    HUMAN,
    NEIGHBOURS,
    NO_LONGER_HERE,
    OTHER_MATTERS,
    PROVIDES,
    RATED_GOOD,
    RESCHEDULE,
    STATUS,
    THANKS,
)
from bot.reading.text import bare, sentences
from core.language import Language


class Intent(StrEnum):
    """What a tenant's text asks of us."""

    NEW_REQUEST = "new_request"
    STATUS = "status"
    ETA = "eta"
    CANCEL = "cancel"
    RESCHEDULE = "reschedule"
    CONFIRM = "confirm"
    DECLINE = "decline"
    COMPLAINT = "complaint"
    THANKS = "thanks"
    GREETING = "greeting"
    RATING = "rating"
    PROVIDE_INFO = "provide_info"
    HELP = "help"
    OPT_OUT = "opt_out"
    OPT_IN = "opt_in"
    BILLING = "billing"
    HUMAN = "human"
    WRONG_NUMBER = "wrong_number"
    OTHER = "other"


@dataclass(frozen=True)
class TenantReading:
    """What was understood. category: only for a new request. why: the words that decided, for the
    office.
    """

    intent: Intent
    category: str | None
    urgency: str | None
    safety: Safety | None
    slots: Slots
    language: Language
    why: str


@dataclass(frozen=True)
class _Heard:
    text: str
    said: tuple[str, ...]
    whole: str
    context: Context
    danger: Danger | None

    @property
    def is_awaited(self) -> bool:
        return self.context.prompt is not None and not self.context.prompt.expired


def read_tenant(text: str, context: Context) -> TenantReading:
    """The intent that does most harm if missed, with its category, urgency and the facts beside
    it.
    """
    heard = _Heard(text, sentences(text), bare(text), context, scan(text))
    intent, why = next(found for found in (rule(heard) for rule in _RULES) if found)
    slots = slots_of(text)
    if intent is Intent.RATING:
        slots = replace(slots, rating=rating_of(text))
    return TenantReading(
        intent=intent,
        category=_category(heard) if intent is Intent.NEW_REQUEST else None,
        urgency=_urgency(heard, intent),
        safety=_safety(heard.danger),
        slots=slots,
        language=guess_language(text, context.language),
        why=heard.danger.why if heard.danger else why,
    )


# What a danger is about, where the words name no better thing.
_OF_DANGER: dict[Safety, str] = {
    Safety.GAS: "gas",
    Safety.CARBON_MONOXIDE: "fire_safety",
    Safety.NO_HEAT: "hvac",
    Safety.SEWAGE: "plumbing",
    Safety.LOCKOUT: "lock_door",
    Safety.SECURITY: "lock_door",
}
_UNNAMED: dict[Safety, str] = {Safety.FIRE: "fire_safety", Safety.ELECTRICAL: "electrical"}
_PLAUSIBLE: dict[Safety, frozenset[str]] = {
    Safety.FIRE: frozenset({"appliance", "hvac", "electrical"}),
    Safety.ELECTRICAL: frozenset({"electrical", "plumbing", "appliance", "hvac"}),
    Safety.FLOOD: frozenset({"plumbing", "water_heater", "appliance", "structural"}),
}


def _category(heard: _Heard) -> str:
    return category_for(heard.text, heard.danger)


def category_for(text: str, danger: Danger | None) -> str:
    """The thing to repair, as far as words and danger tell; GENERAL where neither does."""
    named = category_of(sentences(text))
    if danger is None:
        return named or GENERAL
    if danger.kind in _OF_DANGER:
        return _OF_DANGER[danger.kind]
    if danger.kind in _PLAUSIBLE and named not in _PLAUSIBLE[danger.kind]:
        return _UNNAMED.get(danger.kind, "plumbing")
    return named or GENERAL


def _urgency(heard: _Heard, intent: Intent) -> str | None:
    if heard.danger:
        return "emergency"
    if intent is not Intent.NEW_REQUEST:
        return None
    return "urgent" if is_urgent(heard.said) else "routine"


def _safety(danger: Danger | None) -> Safety | None:
    return danger.kind if danger and danger.kind is not Safety.OTHER else None


_Found = tuple[Intent, str] | None
_RESERVED: dict[Reserved, Intent] = {
    Reserved.OUT: Intent.OPT_OUT,
    Reserved.OUT_OR_VISIT: Intent.OPT_OUT,
    Reserved.WHICH: Intent.CANCEL,
    Reserved.IN: Intent.OPT_IN,
    Reserved.HELP: Intent.HELP,
}


def _danger(heard: _Heard) -> _Found:
    if heard.danger is None:
        return None
    asks = ASKS_ANSWER.said(heard.said)
    return (Intent.ETA if asks and heard.context.work else Intent.NEW_REQUEST), heard.danger.why


def _reserved(heard: _Heard) -> _Found:
    word = reserved_word(heard.text)
    return (_RESERVED[word], f"reserved words: {word.value}") if word else None


def _rating(heard: _Heard) -> _Found:
    plain = "⭐" in heard.text or (is_only_rating(heard.text) and not heard.text.strip().isdigit())
    said = RATED_GOOD.said(heard.said) if rating_of(heard.text) else None
    return (Intent.RATING, "a rating from 1 to 5") if plain or said else None


def _fault(heard: _Heard) -> _Found:
    category = category_of(heard.said)
    if category is None or not is_fault(heard.said) or NEIGHBOURS.said(heard.said):
        return None
    return Intent.NEW_REQUEST, f"something wrong with: {category}"


def _bare_answer(heard: _Heard) -> _Found:
    for intent, words in ((Intent.CONFIRM, CONFIRM), (Intent.DECLINE, DECLINE)):
        match = words.said(heard.said)
        if match and heard.is_awaited:
            return intent, f"'{match}' to our question"
    return None


def _says(intent: Intent, name: str) -> Callable[[_Heard], _Found]:
    words = _LEXICONS[name]

    def rule(heard: _Heard) -> _Found:
        match = words.said(heard.said)
        return (intent, f"'{match}'") if match else None

    return rule


def _whole(intent: Intent, name: str) -> Callable[[_Heard], _Found]:
    """Only where the words are all there is: "hi, my sink leaks" is no greeting."""
    words = _LEXICONS[name]

    def rule(heard: _Heard) -> _Found:
        rest = heard.whole
        for sentence in heard.said:
            match = words.asserted(sentence)
            rest = rest.replace(match.words, "", 1) if match else rest
        return (
            (intent, f"'{heard.whole}'")
            if words.said(heard.said) and len(rest.split()) <= SPARE_WORDS
            else None
        )

    return rule


def _nothing_understood(heard: _Heard) -> _Found:
    return Intent.OTHER, f"nothing recognised in {len(heard.whole.split())} words"


SPARE_WORDS = 3
_LEXICONS = {
    "here": NO_LONGER_HERE, "human": HUMAN, "cancel": CANCEL, "reschedule": RESCHEDULE,
    "complaint": COMPLAINT,
    "eta": ETA, "status": STATUS, "billing": BILLING, "other": OTHER_MATTERS, "provides": PROVIDES,
    "thanks": THANKS, "greeting": GREETING, "help": HELP,
}  # fmt: skip
# The first rule that speaks wins.
_RULES: tuple[Callable[[_Heard], _Found], ...] = (
    _danger,
    _reserved,
    _says(Intent.WRONG_NUMBER, "here"),
    _rating,
    _says(Intent.CANCEL, "cancel"),
    _says(Intent.HUMAN, "human"),
    _says(Intent.BILLING, "billing"),
    _says(Intent.STATUS, "status"),
    _says(Intent.ETA, "eta"),
    _says(Intent.RESCHEDULE, "reschedule"),
    _says(Intent.COMPLAINT, "complaint"),
    _says(Intent.HELP, "help"),
    _says(Intent.OTHER, "other"),
    _bare_answer,
    _fault,
    _says(Intent.PROVIDE_INFO, "provides"),
    _whole(Intent.GREETING, "greeting"),
    _whole(Intent.THANKS, "thanks"),
    _nothing_understood,
)
