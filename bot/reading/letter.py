"""Reads a manager's new words by rules and by learned weights, and joins both.

Weights never approve, never call off, never opt out and never bill anybody: what they decide, people look at. They
may only doubt a rule's approval, take it back, and choose among the rest where no rule's words decide.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.reading.learned import Weights
from bot.reading.letter_features import letter_features
from bot.reading.manager_intent import ManagerIntent, Situation, Understood
from bot.reading.property_manager import ManagerReading, Verdict, read_as, read_manager
from bot.reading.shipped import shipped_weights
from bot.reading.understanding import likeliest

READER = "manager"
INTENT = "intent"
# How likely another intent must be to overrule words a rule knows, and to replace a rule's default. Chosen by
# cross-validation, with rules that had never seen the texts.
OVERRULING_LIKELIHOOD, REPLACING_LIKELIHOOD = 0.7, 0.4
# Under the first a rule's approval is no approval; under the second it is read back before anything is done.
LEAST_CONSENT, PLAIN_CONSENT = 0.1, 0.5
# From here on a mail without a rule's yes is read back, in case it was one.
LIKELY_CONSENT = 0.8
_SETTLED = frozenset({ManagerIntent.AUTO_REPLY, ManagerIntent.UNSUBSCRIBE})
_NEVER_GUESSED = _SETTLED | {ManagerIntent.APPROVE}


def understand_letter(
    new_words: str,
    subject: str,
    situation: Situation = Situation.UNKNOWN,
    weights: Weights | None = None,
) -> ManagerReading:
    """What the new words mean. weights: those of the product, unless given."""
    ruled = read_manager(new_words, subject, situation)
    if not new_words.strip() or ruled.urgency == "emergency" or ruled.intent in _SETTLED:
        return ruled
    seen = letter_features(new_words, situation)
    told = (weights or shipped_weights(READER)).likelihoods(seen)[INTENT]
    consent = told[ManagerIntent.APPROVE.value]
    intent, share = _likeliest_harmless(told)
    guess = Understood(intent, f"reads like {intent.value.replace('_', ' ')} ({share:.0%})")
    if ruled.intent is ManagerIntent.APPROVE:
        return _doubted(ruled, consent, _guessed(guess, new_words, subject))
    wanted = OVERRULING_LIKELIHOOD if _is_sure(ruled) else REPLACING_LIKELIHOOD
    # What asks something is never passed over: OTHER is not even answered.
    silences = intent is ManagerIntent.OTHER
    if silences or intent is _label(ruled) or share < max(wanted, consent):
        return _perhaps_a_yes(ruled, consent, situation)
    return _guessed(guess, new_words, subject)


def _doubted(ruled: ManagerReading, consent: float, guessed: ManagerReading) -> ManagerReading:
    """A rule's approval, unless the mail does not read like one."""
    if consent < LEAST_CONSENT:
        return replace(guessed, verdict=Verdict.DOUBTFUL, doubt=_doubt(consent))
    if consent < PLAIN_CONSENT:
        doubt = ruled.doubt or _doubt(consent)
        return replace(ruled, verdict=ruled.verdict and Verdict.DOUBTFUL, doubt=doubt)
    return ruled


def _perhaps_a_yes(ruled: ManagerReading, consent: float, situation: Situation) -> ManagerReading:
    """Read back, never acted on: an answer to an estimate that may well be a yes no rule knows."""
    is_open = situation is Situation.ESTIMATE_PENDING and ruled.verdict is None
    if not is_open or consent < LIKELY_CONSENT:
        return ruled
    return replace(ruled, verdict=Verdict.DOUBTFUL, doubt=_doubt(consent))


def _guessed(guess: Understood, words: str, subject: str) -> ManagerReading:
    """What weights made of it: nothing in it is a decision about money or a plain cancellation."""
    read = read_as(guess, words, subject)
    return replace(read, verdict=None, cancels=False, guessed=True)


def _likeliest_harmless(shares: Mapping[str, float]) -> tuple[ManagerIntent, float]:
    """The likeliest of the intents weights may choose, and its share."""
    allowed = {
        name: share for name, share in shares.items() if ManagerIntent(name) not in _NEVER_GUESSED
    }
    name = likeliest(allowed)
    return ManagerIntent(name), allowed[name]


def _is_sure(ruled: ManagerReading) -> bool:
    """Rules quote the words that decided; what they lean by or fall back upon they describe."""
    return ruled.why.startswith("'")


def _label(ruled: ManagerReading) -> ManagerIntent:
    """A go-ahead with an "if" asks something of us first."""
    is_conditional = ruled.intent is ManagerIntent.CONDITIONAL
    return ManagerIntent.QUESTION if is_conditional else ruled.intent


def _doubt(consent: float) -> str:
    return f"a go-ahead to {consent:.0%}"
