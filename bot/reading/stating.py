"""Reads the facts a tenant states by weights learned from labelled texts, with what the rules found as hints.

Chooses among what stands in the text; never makes a fact up. Without an intent that can carry it, a fact is none.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.context import Context
from bot.reading.answers import Awaited, awaited_by
from bot.reading.features import situation_of
from bot.reading.intent import Intent
from bot.reading.learned import Weights
from bot.reading.mentions import Mention, animals_in, ratings_in, times_in, units_in
from bot.reading.slot_features import (
    animal_features,
    entry_features,
    rating_features,
    same_words,
    unit_features,
    wish_features,
)
from bot.reading.slots import Slots, rating_of, slots_of
from bot.reading.times import proposed_time

READER = "slots"
# The heads of the reader, and the answers of those that ask whether a place is the one.
UNIT, WHEN, ACCESS, PETS, RATING = "unit", "when", "access", "pets", "rating"
MEANT, PASSING, UNSAID = "yes", "no", "none"
# Chosen by cross-validation; below its likelihood a fact is left unsaid.
LIKELIHOODS: Mapping[str, float] = {
    UNIT: 0.25,
    WHEN: 0.25,
    ACCESS: 0.35,
    PETS: 0.35,
    RATING: 0.6,
}
# So much of that likelihood is enough where the rules found the same.
SHARE_IF_RULED = 0.4
# "How about friday": the word belongs to the asking, not to the time.
_PROPOSED = re.compile(r"^about (?=[a-z])", re.IGNORECASE)
# What these want has no room for a visit's time, nor for leave to enter.
_NO_VISIT = frozenset(
    {
        Intent.STATUS,
        Intent.ETA,
        Intent.CANCEL,
        Intent.COMPLAINT,
        Intent.THANKS,
        Intent.GREETING,
        Intent.RATING,
        Intent.HELP,
        Intent.OPT_OUT,
        Intent.OPT_IN,
        Intent.BILLING,
        Intent.HUMAN,
        Intent.WRONG_NUMBER,
        Intent.OTHER,
    }
)


@dataclass(frozen=True)
class Setting:
    """What a fact is read by beside the words: the situation, and what the rules took the facts for."""

    situation: str
    ruled: Slots


def setting_of(text: str, context: Context) -> Setting:
    """The setting of a text; a time counts for the rules whether wished or only proposed."""
    ruled = slots_of(text)
    return Setting(situation_of(context), replace(ruled, when=ruled.when or proposed_time(text)))


def stated(text: str, context: Context, intent: Intent, weights: Weights) -> Slots:
    """All facts, given what the text was understood to want."""
    setting, awaited = setting_of(text, context), awaited_by(context)
    is_rated = awaited is Awaited.RATING or intent is Intent.RATING
    return Slots(
        unit=_unit(text, setting, weights),
        when=None if intent in _NO_VISIT else _when(text, setting, weights),
        access=_access(text, setting, intent, awaited, weights),
        pets=_pets(text, setting, weights),
        rating=_rating(text, weights) if is_rated else None,
    )


def _rating(text: str, weights: Weights) -> int | None:
    """The number that is the likeliest rating; where none stands alone, what the rules read in words and stars."""
    ruled, found = rating_of(text), ratings_in(text)
    shares = {
        value: weights.likelihoods(rating_features(text, each, len(found) - 1, ruled, value))
        for each, value in found
    }
    best = max(shares, key=lambda value: shares[value][RATING][MEANT], default=None)
    if best is None:
        return ruled
    return best if shares[best][RATING][MEANT] >= _enough(RATING, is_ruled=best == ruled) else None


def _unit(text: str, setting: Setting, weights: Weights) -> str | None:
    seen = {
        each: unit_features(text, each, setting.situation, setting.ruled.unit)
        for each in units_in(text)
    }
    return _best(UNIT, seen, setting.ruled.unit, weights)


def _when(text: str, setting: Setting, weights: Weights) -> str | None:
    seen = {
        each: wish_features(text, each, setting.situation, setting.ruled.when)
        for each in times_in(text)
    }
    return _best(WHEN, seen, setting.ruled.when, weights)


def _best(
    head: str, seen: Mapping[Mention, frozenset[str]], ruled: str | None, weights: Weights
) -> str | None:
    """The likeliest place, if it is likely enough; less is asked of one that the rules took too."""
    shares = {each: weights.likelihoods(found)[head][MEANT] for each, found in seen.items()}
    best = max(shares, key=lambda each: shares[each], default=None)
    if best is None:
        return None
    is_ruled = ruled is not None and same_words(ruled, best.written)
    if shares[best] < _enough(head, is_ruled=is_ruled):
        return None
    return _PROPOSED.sub("", best.written)


def _enough(head: str, *, is_ruled: bool) -> float:
    return LIKELIHOODS[head] * (SHARE_IF_RULED if is_ruled else 1.0)


def _access(
    text: str, setting: Setting, intent: Intent, awaited: Awaited, weights: Weights
) -> str | None:
    if awaited is Awaited.ENTRY and intent is Intent.DECLINE:
        return "no"
    if intent in _NO_VISIT:
        return None
    features = entry_features(text, setting.situation, setting.ruled.access)
    shares = weights.likelihoods(features)[ACCESS]
    if awaited is Awaited.ENTRY and intent is Intent.CONFIRM:
        return max(("ok", "call_first"), key=lambda each: shares[each])
    return _said(ACCESS, shares, is_ruled=setting.ruled.access is not None)


def _pets(text: str, setting: Setting, weights: Weights) -> bool | None:
    animals = animals_in(text)
    if not animals:
        return None
    features = animal_features(text, animals, setting.situation, str(setting.ruled.pets))
    shares = weights.likelihoods(features)[PETS]
    said = _said(PETS, shares, is_ruled=setting.ruled.pets is not None)
    return None if said is None else said == MEANT


def _said(head: str, shares: Mapping[str, float], *, is_ruled: bool) -> str | None:
    """The likeliest fact, if it is likely enough that any is stated."""
    if 1 - shares[UNSAID] < _enough(head, is_ruled=is_ruled):
        return None
    return max((each for each in shares if each != UNSAID), key=lambda each: shares[each])
