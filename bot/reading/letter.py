"""Reads a manager's new words by rules and by learned weights, and joins both.

What weights read, people look at: they never approve, call off, opt out or bill. They may doubt a rule's word or take
it back, and say what the words mean; a yes that only they see is read back to the sender before anything is done.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from bot.reading.learned import Weights
from bot.reading.letter_consent import may_be_a_yes
from bot.reading.letter_features import letter_features
from bot.reading.manager_intent import ManagerIntent, Situation, Understood
from bot.reading.manager_machine import is_told_by_words
from bot.reading.manager_order import stays_listed, understand
from bot.reading.property_manager import ManagerReading, Verdict, read_as, read_manager
from bot.reading.shipped import shipped_weights

READER = "manager"
INTENT = "intent"
# All of these were chosen by cross-validation over texts which no rule was written beside.
# What a rule's own words, and what a rule's leaning, add to the likelihood of its intent; to a yes nothing is added.
RULE_SURE, RULE_LEANS = 0.3, 0.1
# A rule's approval that reads less like one is read back before anything is done; so is a rule's no that reads so much
# like a yes, and any mail of which no rule decides but which is so likely a yes.
PLAIN_CONSENT, CONTRARY_CONSENT, LIKELY_CONSENT = 0.75, 0.4, 0.8
# Of a mail that begins with the very word ours asks for, and ends the sentence there.
OUR_WORD_CONSENT = 0.25
# Under these a rule's word is not believed: a subject like a machine's; words that want no more mail.
LEAST_SETTLED: Mapping[ManagerIntent, float] = {
    ManagerIntent.AUTO_REPLY: 0.12,
    ManagerIntent.UNSUBSCRIBE: 0.2,
}
# Under these they are never read so; without a rule's word nothing is done then but that a person looks.
LEAST_SHARES: Mapping[ManagerIntent, float] = {
    ManagerIntent.APPROVE: 0.5,
    ManagerIntent.AUTO_REPLY: 0.5,
    ManagerIntent.UNSUBSCRIBE: 0.5,
}

Shares = Mapping[ManagerIntent, float]


def understand_letter(
    new_words: str,
    subject: str,
    situation: Situation = Situation.UNKNOWN,
    weights: Weights | None = None,
) -> ManagerReading:
    """What the new words mean. weights: those of the product, unless given."""
    ruled = read_manager(new_words, subject, situation)
    if not new_words.strip() or ruled.urgency == "emergency":
        return ruled
    known = weights or shipped_weights(READER)
    told = known.likelihoods(letter_features(new_words, situation))[INTENT]
    shares = {ManagerIntent(name): share for name, share in told.items()}
    if ruled.intent in LEAST_SETTLED:
        if _is_believed(ruled, shares, new_words):
            return ruled
        ruled = _without_acts(
            read_as(understand(new_words, subject, situation), new_words, subject)
        )
    intent = _likeliest(ruled, shares, _closed(new_words, situation, ruled))
    if intent is _label(ruled) or _is_our_word(ruled, shares, new_words):
        return _weighed(ruled, shares, new_words, situation)
    why = f"reads like {intent.value.replace('_', ' ')} ({shares[intent]:.0%})"
    guessed = _without_acts(read_as(Understood(intent, why), new_words, subject))
    is_asked = intent is ManagerIntent.APPROVE or _says_yes(ruled)
    return _read_back(guessed, shares) if is_asked else _perhaps_a_yes(guessed, shares, situation)


def _is_believed(ruled: ManagerReading, shares: Shares, words: str) -> bool:
    """Whether nobody asked anything here, or asked for no more mail."""
    told_by_words = ruled.intent is ManagerIntent.AUTO_REPLY and is_told_by_words(words)
    return told_by_words or shares[ruled.intent] >= LEAST_SETTLED[ruled.intent]


def _closed(words: str, situation: Situation, ruled: ManagerReading) -> frozenset[ManagerIntent]:
    """What weights may not read in these words, however likely they think it."""
    is_a_yes = ruled.intent is ManagerIntent.APPROVE or (
        ruled.intent is ManagerIntent.CONDITIONAL and "?" not in words
    )
    no_yes = not is_a_yes and not may_be_a_yes(words, situation, ruled)
    # What asks something is never passed over.
    asks = "?" in words and ruled.intent is not ManagerIntent.OTHER
    told = (
        (ManagerIntent.APPROVE, no_yes),
        (ManagerIntent.OTHER, asks),
        (ManagerIntent.UNSUBSCRIBE, stays_listed(words)),
    )
    return frozenset(intent for intent, is_closed in told if is_closed)


def _likeliest(
    ruled: ManagerReading, shares: Shares, closed: frozenset[ManagerIntent]
) -> ManagerIntent:
    """The likeliest, counting a rule's word; what approves or silences needs more than being likeliest."""
    ruled_intent = _label(ruled)
    added = {ruled_intent: RULE_SURE if _is_sure(ruled) else RULE_LEANS}
    if ruled.intent in _YESES:
        added = {}
    heights = {
        intent: share + added.get(intent, 0.0)
        for intent, share in shares.items()
        if intent not in closed and share >= LEAST_SHARES.get(intent, 0.0)
    }
    return max(heights, key=lambda intent: heights[intent])


def _weighed(
    ruled: ManagerReading, shares: Shares, words: str, situation: Situation
) -> ManagerReading:
    """A rule's reading that the weights share; a decision about money only where it reads like that one."""
    consent = shares[ManagerIntent.APPROVE]
    if ruled.verdict is Verdict.APPROVES and consent < _least_consent(words):
        return _read_back(ruled, shares)
    if ruled.verdict in _REFUSING and consent >= CONTRARY_CONSENT:
        return _read_back(ruled, shares)
    return _perhaps_a_yes(ruled, shares, situation)


def _least_consent(words: str) -> float:
    """The very word our mail asks for, first of all, is plainer than the rest of the mail."""
    return OUR_WORD_CONSENT if _OUR_WORD.match(words) else PLAIN_CONSENT


def _is_our_word(ruled: ManagerReading, shares: Shares, words: str) -> bool:
    """A plain yes by a rule that begins with our very word, whatever is asked after it."""
    is_plain = ruled.verdict is Verdict.APPROVES and _OUR_WORD.match(words) is not None
    return is_plain and shares[ManagerIntent.APPROVE] >= OUR_WORD_CONSENT


_OUR_WORD = re.compile(r"\s*(?:approved?|apruebo|aprobado)\s*(?:[.!]|\n|$)", re.IGNORECASE)
# A go-ahead with an "if" is one where it reads like one; either is read back.
_YESES = frozenset({ManagerIntent.APPROVE, ManagerIntent.CONDITIONAL})
_REFUSING = frozenset({Verdict.DECLINES, Verdict.HOLDS})


def _perhaps_a_yes(read: ManagerReading, shares: Shares, situation: Situation) -> ManagerReading:
    """Read back, never acted on: an answer to an estimate that may well be a yes no rule knows."""
    is_open = situation is Situation.ESTIMATE_PENDING and read.verdict is None
    if not is_open or shares[ManagerIntent.APPROVE] < LIKELY_CONSENT:
        return read
    return _read_back(read, shares)


def _read_back(read: ManagerReading, shares: Shares) -> ManagerReading:
    doubt = read.doubt or f"a go-ahead to {shares[ManagerIntent.APPROVE]:.0%}"
    return replace(read, verdict=Verdict.DOUBTFUL, doubt=doubt)


def _without_acts(read: ManagerReading) -> ManagerReading:
    """Nothing in it is a decision about money or a plain cancellation."""
    verdict = Verdict.DOUBTFUL if _says_yes(read) else None
    return replace(read, verdict=verdict, cancels=False, guessed=True)


def _says_yes(read: ManagerReading) -> bool:
    return read.verdict in {Verdict.APPROVES, Verdict.DOUBTFUL}


def _is_sure(ruled: ManagerReading) -> bool:
    """Rules quote the words that decided; what they lean by or fall back upon they describe."""
    return ruled.why.startswith("'")


def _label(ruled: ManagerReading) -> ManagerIntent:
    """A go-ahead with an "if" asks something of us first."""
    is_conditional = ruled.intent is ManagerIntent.CONDITIONAL
    return ManagerIntent.QUESTION if is_conditional else ruled.intent
