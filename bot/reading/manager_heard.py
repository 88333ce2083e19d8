"""A manager's new words as the rules look at them: sentence by sentence, stated or asked."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from bot.reading.manager_intent import Situation
from bot.reading.text import sentences


@dataclass(frozen=True)
class Clause:
    """One sentence, folded, and whether it asks."""

    said: tuple[str, ...]
    asks: bool


_SPLIT = re.compile(r"(?<=[.!?])\s+|\n+|(?=¿)")
_GREETS = (
    r"(?:(?:hi|hello|hey|hola|buen[oa]s(?: \w+)?|good \w+|thanks|ok(?:ay)?|and|also|so|but|y)\b"
    r"[^.?!]{0,20}?[,:]?\s*)?"
)
_ASKING = re.compile(
    rf"^\W*{_GREETS}"
    r"(?:who|whos|what|whats|when|where|wheres|why(?! not)|how|hows|which|is|are|was|were|does|did"
    r"|do (?:you|u|we|they|i)|am i|has|have (?:you|they|we)|qu[eé](?! remedio)|qui[eé]n|cu[aá]ndo|cu[aá]nto|d[oó]nde"
    r"|por qu[eé]|c[oó]mo|cu[aá]l)\b(?! ahead)",
    re.IGNORECASE,
)

_ASKS_WITHIN = re.compile(r"\bbut (?:what|whats|why|how|hows|who)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Mail:
    """The new words in the forms the rules look at: all that is said, and what is stated, not asked."""

    text: str
    subject: str
    situation: Situation

    @cached_property
    def said(self) -> tuple[str, ...]:
        """Every sentence, folded."""
        return sentences(self.text)

    @cached_property
    def clauses(self) -> tuple[Clause, ...]:
        """The sentences as written, each with whether it asks."""
        parts = [part for part in _SPLIT.split(self.text) if part.strip()]
        return tuple(Clause(sentences(part), _asks(part)) for part in parts)

    @cached_property
    def stated(self) -> tuple[str, ...]:
        """What is said and not asked."""
        return tuple(each for clause in self.clauses if not clause.asks for each in clause.said)

    @property
    def asks(self) -> bool:
        """Whether anything is asked."""
        return any(clause.asks for clause in self.clauses)

    @property
    def has_estimate(self) -> bool:
        """Whether a question about money lies before them."""
        return self.situation is Situation.ESTIMATE_PENDING


def _asks(part: str) -> bool:
    if "?" in part or "¿" in part:
        return True
    return _ASKING.match(part) is not None or _ASKS_WITHIN.search(part) is not None
