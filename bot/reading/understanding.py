"""Reads a tenant's text twice, by rules and by learned weights, and joins both. The rules are hints to the weights.

Danger is what either sees: words that rules know are never outvoted, and words they do not know still count. What
silences us, sends nobody or calls a colleague (an opt-out, a wrong number, a cancellation, a wish for a person) needs
a rule's word or great likelihood.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from bot.context import Context
from bot.reading.danger import Danger, Safety
from bot.reading.features import apart, features, worded
from bot.reading.hazards_water import COMING_DOWN
from bot.reading.learned import Weights
from bot.reading.reserved import reserved_word
from bot.reading.shipped import shipped_weights
from bot.reading.stating import READER as FACTS
from bot.reading.stating import stated
from bot.reading.tenant import Intent, TenantReading, read_tenant
from bot.reading.text import sentences, tokens

READER = "tenant"
# The heads of the reader.
DANGER, KIND, INTENT, CATEGORY, URGENCY = "danger", "kind", "intent", "category", "urgency"
IN_DANGER, SAFE = "yes", "no"
EMERGENCY = "emergency"
# Recall first, then false alarms: chosen with the held-out figures in sight (docs/reading.md).
RULED_LIKELIHOOD, DANGER_LIKELIHOOD = 0.28, 0.28
# What cannot be seen kills, and so does what comes down: where a rule names it, little is asked of the weights.
UNSEEN_LIKELIHOOD = 0.05
# Where no rule sees danger and the text reads like an answer, a wish or small talk, weights must be surer of it.
PASSING_LIKELIHOOD = 0.35
# To overrule what a rule understood.
OVERRULING_LIKELIHOOD, LOSING_LIKELIHOOD = 0.3, 0.6
# Without a rule's word.
GRAVE_LIKELIHOOD = 0.6
MOST_PLAIN_WORDS = 2
# A scrap that no rule knows is asked about rather than guessed at.
MOST_FRAGMENT_WORDS, FRAGMENT_LIKELIHOOD = 4, 0.5
_GRAVE = frozenset({Intent.OPT_OUT, Intent.WRONG_NUMBER, Intent.CANCEL, Intent.HUMAN})

_UNSEEN = frozenset({Safety.GAS, Safety.CARBON_MONOXIDE})

Likelihoods = Mapping[str, Mapping[str, float]]


def understand_tenant(
    text: str, context: Context, weights: Weights | None = None, facts: Weights | None = None
) -> TenantReading:
    """What the text means. weights, and facts for what is stated by the way: the product's, unless given."""
    ruled = read_tenant(text, context)
    if reserved_word(text) is not None or _is_plain(text, ruled):
        return ruled
    told = _likelihoods(text, context, ruled, weights or shipped_weights(READER))
    in_danger = told[DANGER][IN_DANGER] >= _enough(text, ruled, told)
    is_fragment = len(tokens(text)) <= MOST_FRAGMENT_WORDS
    intent = _intent(ruled, told, in_danger=in_danger, is_fragment=is_fragment)
    if (ruled.intent, intent) == _CALLED and _PHONE.search(text):
        intent = ruled.intent
    return replace(
        ruled,
        intent=intent,
        category=likeliest(told[CATEGORY]) if intent is Intent.NEW_REQUEST else None,
        urgency=_urgency(intent, told, in_danger=in_danger),
        safety=_safety(ruled, told) if in_danger else None,
        slots=stated(text, context, intent, facts or shipped_weights(FACTS)),
        why=_why(ruled, told, intent),
    )


def _enough(text: str, ruled: TenantReading, told: Likelihoods) -> float:
    """How likely danger must be. Recall comes first; a rule's word alone is not enough when the weights are sure that
    it is mistaken.
    """
    if ruled.urgency == EMERGENCY:
        is_grave = ruled.safety in _UNSEEN or COMING_DOWN.said(sentences(text)) is not None
        return UNSEEN_LIKELIHOOD if is_grave else RULED_LIKELIHOOD
    is_request = likeliest(told[INTENT]) == Intent.NEW_REQUEST.value
    return DANGER_LIKELIHOOD if is_request else PASSING_LIKELIHOOD


def _is_plain(text: str, ruled: TenantReading) -> bool:
    """A word or two that a rule knows ("status", "hola") mean that and nothing else; a bare number only answers."""
    said = len(tokens(text))
    return (
        said == 0
        or text.strip(" .!#").isdigit()
        or (said <= MOST_PLAIN_WORDS and ruled.intent is not Intent.OTHER)
    )


def danger_of(reading: TenantReading) -> Danger | None:
    """The danger a reading tells of."""
    if reading.urgency != EMERGENCY:
        return None
    return Danger(reading.safety or Safety.OTHER, (reading.why,))


def hinted(text: str, context: Context, ruled: TenantReading) -> frozenset[str]:
    """The text's features in its situation, and what the rules made of it: what an intent is read by."""
    return features(text, context) | hinted_words(text, ruled)


def hinted_words(text: str, ruled: TenantReading) -> frozenset[str]:
    """The same without the situation: danger, category and urgency do not depend on what we asked last."""
    hints = {
        f"rule intent {ruled.intent.value}",
        f"rule category {ruled.category}",
        f"rule urgency {ruled.urgency}",
        f"rule safety {ruled.safety.value if ruled.safety else None}",
    }
    return worded(text) | apart(text) | hints


def _likelihoods(
    text: str, context: Context, ruled: TenantReading, weights: Weights
) -> Likelihoods:
    blind = weights.likelihoods(hinted_words(text, ruled))
    return {**blind, INTENT: weights.likelihoods(hinted(text, context, ruled))[INTENT]}


def _safety(ruled: TenantReading, told: Likelihoods) -> Safety | None:
    if ruled.urgency == EMERGENCY:
        return ruled.safety
    kind = Safety(likeliest(told[KIND]))
    return None if kind is Safety.OTHER else kind


def _intent(
    ruled: TenantReading, told: Likelihoods, *, in_danger: bool, is_fragment: bool
) -> Intent:
    """The likeliest; what silences us or calls a visit off, and what is made of a scrap, only with certainty."""
    ranked = sorted(told[INTENT].items(), key=lambda each: -each[1])
    intent, share = next(
        (Intent(name), share)
        for name, share in ranked
        if Intent(name) not in _GRAVE or Intent(name) is ruled.intent or share >= GRAVE_LIKELIHOOD
    )
    if in_danger and intent in _NEVER_IN_DANGER:
        return Intent.NEW_REQUEST
    if (ruled.intent, intent) in _KEPT:
        return ruled.intent
    if ruled.intent is not Intent.OTHER:
        least = LOSING_LIKELIHOOD if ruled.intent in _WANTED else OVERRULING_LIKELIHOOD
        return intent if share >= least or in_danger else ruled.intent
    return Intent.OTHER if is_fragment and share < FRAGMENT_LIKELIHOOD else intent


# Where a rule sees a fault, nobody is asked what they mean.
_KEPT = frozenset({(Intent.NEW_REQUEST, Intent.OTHER)})
# Who wants to be called and leaves a number gave no fact of the job.
_CALLED = (Intent.HUMAN, Intent.PROVIDE_INFO)
_PHONE = re.compile(r"\d{3}[-. ]?\d{4}\b")
# What would be lost if weights took it for something else: a fault unheard, a person unanswered.
_WANTED = frozenset({Intent.NEW_REQUEST, Intent.HUMAN})
# Whoever names a danger wants more than these.
_NEVER_IN_DANGER = frozenset(
    {Intent.OTHER, Intent.GREETING, Intent.THANKS, Intent.HELP, Intent.BILLING}
)


def _urgency(intent: Intent, told: Likelihoods, *, in_danger: bool) -> str | None:
    if in_danger:
        return EMERGENCY
    return likeliest(told[URGENCY]) if intent is Intent.NEW_REQUEST else None


def _why(ruled: TenantReading, told: Likelihoods, intent: Intent) -> str:
    if ruled.intent is intent:
        return ruled.why
    return f"reads like {intent.value.replace('_', ' ')} ({told[INTENT][intent.value]:.0%})"


def likeliest(shares: Mapping[str, float]) -> str:
    """The answer with the greatest share."""
    return max(shares, key=lambda answer: shares[answer])
