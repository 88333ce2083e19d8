"""Reads a tenant's text: what they want, what it is about, how soon. Decides nothing and knows no
job but by count.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.context import Context
from bot.reading.answers import Awaited, awaited_by
from bot.reading.categories import GENERAL, category_of
from bot.reading.danger import Danger, Safety
from bot.reading.emergency import scan
from bot.reading.heard import Heard
from bot.reading.intent import Intent
from bot.reading.language import guess_language
from bot.reading.slots import Slots, rating_of, slots_of
from bot.reading.tenant_rules import intent_of
from bot.reading.text import bare, sentences
from bot.reading.times import proposed_time
from bot.reading.urgency import urgency_of
from core.language import Language

__all__ = ["Intent", "TenantReading", "category_for", "read_tenant"]


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


def read_tenant(text: str, context: Context) -> TenantReading:
    """The intent that does most harm if missed, with its category, urgency and the facts beside
    it.
    """
    heard = Heard(text, sentences(text), bare(text), context, scan(text), awaited_by(context))
    intent, why = intent_of(heard)
    return TenantReading(
        intent=intent,
        category=category_for(text, heard.danger) if intent is Intent.NEW_REQUEST else None,
        urgency=_urgency(heard, intent),
        safety=_safety(heard.danger),
        slots=_slots(heard, intent),
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
}
_UNNAMED: dict[Safety, str] = {
    Safety.FIRE: "fire_safety",
    Safety.ELECTRICAL: "electrical",
    Safety.SECURITY: "lock_door",
    Safety.ENTRAPMENT: "lock_door",
}
_PLAUSIBLE: dict[Safety, frozenset[str]] = {
    Safety.FIRE: frozenset({"appliance", "hvac", "electrical", "water_heater"}),
    Safety.ELECTRICAL: frozenset({"electrical", "appliance", "hvac", "water_heater"}),
    Safety.FLOOD: frozenset({"plumbing", "water_heater", "appliance"}),
    Safety.SECURITY: frozenset({"lock_door", "structural"}),
    Safety.ENTRAPMENT: frozenset({"elevator", "lock_door"}),
    Safety.OTHER: frozenset({"plumbing", "structural"}),
}


def category_for(text: str, danger: Danger | None) -> str:
    """The thing to repair, as far as words and danger tell; GENERAL where neither does."""
    named = category_of(sentences(text))
    if danger is None:
        return named or GENERAL
    if danger.kind in _OF_DANGER:
        return _OF_DANGER[danger.kind]
    beside = _beside(text, danger)
    if danger.kind is Safety.ELECTRICAL and danger.is_wet:
        return named if named in {"appliance", "water_heater", "hvac"} else "plumbing"
    for each in (beside, named):
        if each in _PLAUSIBLE[danger.kind]:
            return each
    return _UNNAMED.get(danger.kind, "plumbing")


def _beside(text: str, danger: Danger) -> str | None:
    """The thing named in the part of the sentence that tells of the danger."""
    words = danger.words[0]
    parts = (part for each in sentences(text) for part in each.split(" , "))
    return next((category_of((part,)) for part in parts if words in part), None)


def _urgency(heard: Heard, intent: Intent) -> str | None:
    if heard.danger:
        return "emergency"
    if intent is not Intent.NEW_REQUEST:
        return None
    return urgency_of(heard.said, category_for(heard.text, None))


def _safety(danger: Danger | None) -> Safety | None:
    return danger.kind if danger and danger.kind is not Safety.OTHER else None


_WITH_TIME = frozenset(
    {Intent.NEW_REQUEST, Intent.RESCHEDULE, Intent.CONFIRM, Intent.PROVIDE_INFO, Intent.DECLINE}
)
_ABOUT_TIME = frozenset({Intent.RESCHEDULE, Intent.CONFIRM, Intent.PROVIDE_INFO})


def _slots(heard: Heard, intent: Intent) -> Slots:
    """What the intent and the open question say of the facts, beside the words themselves."""
    slots = slots_of(heard.text)
    if intent not in _WITH_TIME or heard.danger:
        slots = replace(slots, when=None)
    elif intent in _ABOUT_TIME:
        slots = replace(slots, when=slots.when or proposed_time(heard.text))
    if heard.awaited is Awaited.RATING or intent is Intent.RATING:
        slots = replace(slots, rating=rating_of(heard.text))
    if heard.awaited is Awaited.ENTRY and intent is Intent.DECLINE:
        slots = replace(slots, access="no")
    if heard.awaited is Awaited.ENTRY and intent is Intent.CONFIRM:
        slots = replace(slots, access="call_first" if slots.access == "call_first" else "ok")
    return slots
