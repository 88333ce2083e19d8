"""Phrases by concept, matched over folded sentences with scoped negation. Knows no topic of its
own.

A phrase is words with four marks: `smell*` any ending, `gas/went_away` either of them, `..` up to
five words between (never across a comma or a negation), `&` both in one sentence in any order, at
most REACH words apart. `<n>` is a number, `<cold>` one of at most 60, `<gas>` gas that is no
appliance, bill or company, `<smoke>` smoke that is no detector,
`<age>` an age.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

_NEGATORS = (
    "no|not|never|without|nobody|none|nor|isnt|arent|aint|dont|doesnt|didnt|wasnt|werent|"
    "sin|nunca|ni|tampoco|nadie|ningun|ninguna"
)
_NEGATED = re.compile(rf"\b(?:{_NEGATORS})\b")
# "Not sure", "no puedo": they deny knowledge or power, not the danger that follows.
_NO_DENIAL = re.compile(
    r"\b(?:not (?:sure|certain|kidding|joking|only|just|able|to)|no (?:idea|joke|one|wait"
    r"|matter|doubt|clue)"
    r"|(?:dont|didnt|doesnt) (?:know|want|care|understand|stop|wanna)|nobody \w+ing|why (?:dont"
    r"|doesnt|isnt)"
    r"|no (?:se(?: si)?|puedo|podemos|puede|para|paran|deja|cierra|solo|contestan?|es broma|quiero)"
    r"|no se (?:apaga|cierra|puede|detiene|quita|que)|dont think (?:its|this is) (?:safe|ok"
    r"|normal))\b"
)
_BARRIER = re.compile(
    r"\b(?:and|so|because|cuz|bc|theres|there is|there are|its|it is|now|hay|y|porque|because|then|"
    r"ahora|i smell|i see|i hear|please|help)\b|,"
)
NEGATION_REACH = 4
REACH = 14
# Sentences whose words are remembered while the lexicons ask about them one after another.
MOST_REMEMBERED = 64
# More sides of `&` than all lexicons write.
MOST_PARTS = 4096
_SLOTS = {
    "<n>": r"\d+(?:\.\d+)?",
    "<cold>": r"(?:\d|[1-5]\d|60)f?",
    "<age>": r"\d+ ?(?:yo|yr|yrs|y o|year|years|month|months|mo|mos|anos|meses)(?: olds?)?",
    "<smoke>": r"(?:smoke(?! (?:detector|alarm|thing|sensor)s?\b)|smoky|smokey|smoking)",
    "<gas>": r"(?:gas(?! (?:stove|stovetop|range|oven|dryer|grill|bill|company|co|station|man|guy"
    r"|fireplace|can|card|tank|log|service|utility|bbq)\b)"
    r"|gassy|propane|propano|butano|sulfur|sulphur|azufre)",
}
_GAP = rf"(?:(?!(?:{_NEGATORS})\b)\w+ ){{0,5}}"


@dataclass(frozen=True)
class Match:
    """The words found, and whether the sentence denies them."""

    words: str
    denied: bool
    at: int


class _Part:
    """One side of an `&`: its pattern, and the words without which it need not be tried."""

    def __init__(self, phrase: str) -> None:
        self._pattern = re.compile(rf"\b{_pattern(phrase)}(?!\w)")
        self._needs = tuple(_needs(word) for word in phrase.split() if word not in _FREE)

    def found(self, sentence: str) -> list[Match]:
        words, stems = _words_of(sentence)
        if any(words.isdisjoint(whole) and stems.isdisjoint(begun) for whole, begun in self._needs):
            return []
        return _matches(self._pattern, sentence)


class Lexicon:
    """A concept: phrases, parted by commas and wrapped at will, any of which means it."""

    def __init__(self, written: str = "") -> None:
        phrases = _phrases(written)
        self.vocabulary = frozenset(word for each in phrases for word in _plain_words(each))
        body = "|".join(_pattern(phrase) for phrase in phrases if " & " not in phrase) or r"(?!)"
        self._pattern = re.compile(rf"\b(?:{body})(?!\w)")
        self._together = tuple(
            tuple(_part(side) for side in phrase.split(" & "))
            for phrase in phrases
            if " & " in phrase
        )

    def asserted(self, sentence: str) -> Match | None:
        """The first mention which the sentence does not deny."""
        return next(self.all_asserted(sentence), None)

    def all_asserted(self, sentence: str) -> Iterator[Match]:
        """Every mention which the sentence does not deny."""
        return (each for each in self._mentions(sentence) if not each.denied)

    def first(self, sentence: str) -> Match | None:
        """The first mention, denied or not."""
        return next(iter(self._mentions(sentence)), None)

    def mentioned(self, sentences: tuple[str, ...]) -> bool:
        """Mentioned at all, denied or not."""
        return any(self.first(each) for each in sentences)

    def said(self, sentences: tuple[str, ...]) -> str | None:
        """The words of the first undenied mention in a whole message."""
        found = (self.asserted(each) for each in sentences)
        return next((match.words for match in found if match), None)

    def first_of(self, sentences: tuple[str, ...]) -> str | None:
        """The words of the first mention in a whole message, denied or not."""
        found = (self.first(each) for each in sentences)
        return next((match.words for match in found if match), None)

    def blank(self, sentence: str) -> str:
        """The sentence with every mention taken out."""
        return " ".join(self._pattern.sub(" ", sentence).split())

    def _mentions(self, sentence: str) -> Iterator[Match]:
        yield from _matches(self._pattern, sentence)
        for parts in self._together:
            match = _near(parts, sentence)
            if match:
                yield match


def _matches(pattern: re.Pattern[str], sentence: str) -> list[Match]:
    return [
        Match(found.group().strip(), _denies(sentence[: found.start()]), found.start())
        for found in pattern.finditer(sentence)
    ]


def _near(parts: tuple[_Part, ...], sentence: str) -> Match | None:
    """All parts near each other, undenied where they can be; the nearest mention of each."""
    found: list[Match] = []
    for part in parts:
        mentions = part.found(sentence)
        if not mentions:
            return None
        mentions = [each for each in mentions if not each.denied] or mentions
        anchor = found[0].at if found else 0
        found.append(min(mentions, key=lambda each: abs(each.at - anchor)))
    found.sort(key=lambda each: each.at)
    between = sentence[found[0].at : found[-1].at].count(" ")
    if between > REACH:
        return None
    end = max(each.at + len(each.words) for each in found)
    denied = any(each.denied for each in found)
    return Match(sentence[found[0].at : end], denied, found[0].at)


@lru_cache(maxsize=MOST_REMEMBERED)
def _words_of(sentence: str) -> tuple[frozenset[str], frozenset[str]]:
    """The words of a sentence, and all their beginnings."""
    words = frozenset(sentence.split())
    return words, frozenset(word[:end] for word in words for end in range(2, len(word) + 1))


@lru_cache(maxsize=MOST_PARTS)
def _part(phrase: str) -> _Part:
    """One pattern for each distinct side, however many phrases share it."""
    return _Part(phrase)


def _phrases(written: str) -> list[str]:
    whole = re.sub(r"/\s+", "/", " ".join(written.split()))
    return [phrase.strip() for phrase in whole.split(",") if phrase.strip()]


def _denies(before: str) -> bool:
    """Whether a negator stands close before, with no new thought between."""
    near = _BARRIER.split(before)[-1]
    reach = " ".join(_NO_DENIAL.sub("_", near).split()[-NEGATION_REACH:])
    return _NEGATED.search(reach) is not None


def _pattern(phrase: str) -> str:
    parts = (_GAP if word == ".." else _alternatives(word) + " " for word in phrase.split())
    return "".join(parts).rstrip()


def _alternatives(word: str) -> str:
    if word in _SLOTS:
        return _SLOTS[word]
    return (
        "(?:"
        + "|".join(each.replace("*", r"\w*").replace("_", " ") for each in word.split("/"))
        + ")"
    )


_FREE = frozenset((*_SLOTS, ".."))


def _needs(word: str) -> tuple[frozenset[str], frozenset[str]]:
    """Whole words and beginnings, one of which the sentence must have."""
    sides = [each.split("_")[0] for each in word.split("/")]
    whole = frozenset(each for each in sides if not each.endswith("*"))
    return whole, frozenset(each.rstrip("*") for each in sides if each.endswith("*"))


def _plain_words(phrase: str) -> list[str]:
    words = re.findall(r"[a-z]+\*?", re.sub(r"<\w+>", "", phrase))
    return [word.rstrip("*") for word in words]
