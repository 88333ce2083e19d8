"""Reads a property manager's new words: what they ask, on what terms, where, how soon. An approval
is recognised here, never acted on.

Feed it only `reply.new_words`: a quoted APPROVE is nobody's decision.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.reading.categories import is_urgent
from bot.reading.danger import Danger, Safety
from bot.reading.emergency import scan
from bot.reading.manager_intent import ManagerIntent, Situation, Understood
from bot.reading.manager_machine import machine_words
from bot.reading.manager_money_words import HOLD
from bot.reading.manager_order import understand
from bot.reading.manager_place import property_hint, unit_named
from bot.reading.manager_terms import ceiling_cents, purchase_order
from bot.reading.manager_words import BILL_TO, CANCEL_WORD
from bot.reading.tenant import category_for
from bot.reading.text import sentences

__all__ = [
    "ManagerIntent",
    "ManagerReading",
    "Situation",
    "Verdict",
    "read_as",
    "read_manager",
]


class Verdict(StrEnum):
    """What is decided about money that was asked for. DOUBTFUL: a go-ahead that is not plain."""

    APPROVES = "approves"
    DOUBTFUL = "doubtful"
    DECLINES = "declines"
    HOLDS = "holds"


@dataclass(frozen=True)
class ManagerReading:
    """What was understood. category: only for a new request; urgency: also with a danger.

    verdict: what is decided about money; only APPROVES may ever be acted on as a consent.
    doubt: why a go-ahead is not plain (a condition, a part of it, a bare "ok"), for reading back.
    limit_cents: a ceiling they set. billing: they also say who is billed. cancels: in so many words.
    guessed: weights chose the intent, no rule did: nothing in it is acted on as if plainly said.
    """

    intent: ManagerIntent
    category: str | None
    urgency: str | None
    safety: Safety | None
    property_hint: str
    unit: str | None
    why: str
    verdict: Verdict | None = None
    doubt: str | None = None
    limit_cents: int | None = None
    po_number: str | None = None
    billing: str | None = None
    cancels: bool = False
    guessed: bool = False


def read_manager(
    new_words: str, subject: str, situation: Situation = Situation.UNKNOWN
) -> ManagerReading:
    """The intent of the new words; the subject only helps to find the place and the danger of a
    new mail. situation: what our last mail to them was about.
    """
    danger = scan(new_words) or (None if is_reply(subject) else scan(subject))
    machine = None if danger else machine_words(new_words, subject)
    said_words = new_words or own_subject(subject)
    if machine:
        understood = Understood(ManagerIntent.AUTO_REPLY, f"a machine says '{machine}'")
    elif danger:
        understood = Understood(ManagerIntent.NEW_REQUEST, danger.why)
    else:
        understood = understand(said_words, subject, situation)
    reading = _reading(understood, said_words, subject, danger)
    # A subject alone decides nothing: in a forward it is ours.
    return reading if new_words else replace(reading, verdict=None, cancels=False)


def read_as(understood: Understood, words: str, subject: str) -> ManagerReading:
    """The reading of words without danger whose intent is decided already."""
    return _reading(understood, words, subject, None)


def _reading(
    understood: Understood, words: str, subject: str, danger: Danger | None
) -> ManagerReading:
    said = sentences(words)
    is_request = understood.intent is ManagerIntent.NEW_REQUEST
    everything = f"{subject}\n{words}" if is_request and not is_reply(subject) else words
    by_machine = understood.intent is ManagerIntent.AUTO_REPLY
    return ManagerReading(
        intent=understood.intent,
        category=category_for(everything, danger) if is_request else None,
        urgency=_urgency(is_request=is_request, danger=danger, said=said),
        safety=danger.kind if danger and danger.kind is not Safety.OTHER else None,
        property_hint="" if by_machine else _hint(words, subject),
        unit=None if by_machine else unit_named(words) or unit_named(own_subject(subject)),
        why=danger.why if danger else understood.why,
        verdict=_verdict(understood, said),
        doubt=understood.doubt,
        limit_cents=None if by_machine else ceiling_cents(words),
        po_number=None if by_machine else purchase_order(words),
        billing=None if by_machine else BILL_TO.said(said),
        cancels=CANCEL_WORD.said(said) is not None,
    )


def _verdict(understood: Understood, said: tuple[str, ...]) -> Verdict | None:
    match understood.intent:
        case ManagerIntent.APPROVE:
            return Verdict.DOUBTFUL if understood.doubt else Verdict.APPROVES
        case ManagerIntent.CONDITIONAL:
            return Verdict.DOUBTFUL
        case ManagerIntent.DECLINE:
            return Verdict.HOLDS if HOLD.said(said) else Verdict.DECLINES
        case _:
            return None


def _hint(words: str, subject: str) -> str:
    return property_hint(words) or property_hint(own_subject(subject))


def _urgency(*, is_request: bool, danger: Danger | None, said: tuple[str, ...]) -> str | None:
    if danger:
        return "emergency"
    if not is_request:
        return None
    return "urgent" if is_urgent(said) else "routine"


def is_reply(subject: str) -> bool:
    """Whether the subject is an answer's, and so ours, not theirs."""
    return re.match(r"\s*(?:\[[^\]]*\]\s*)*(?:re|aw|rta)\s*:", subject, re.IGNORECASE) is not None


_JOB_REFERENCE = re.compile(r"\b(?:job|estimate|invoice)\b[^\n]*?#?\s?[\w-]*\d+", re.IGNORECASE)


def own_subject(subject: str) -> str:
    """The subject where the manager wrote it; a reply's subject is ours."""
    return "" if is_reply(subject) else _JOB_REFERENCE.sub("", subject)
