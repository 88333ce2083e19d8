"""Phrases by concept, matched over folded sentences with scoped negation. Knows no topic of its
own.

A phrase is words with three marks: `smell*` any ending, `gas/went_away` either of them, `..` up to
five words between (never across a comma or a negation). `<n>` is a number, `<cold>` one of at
most 60.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

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
_SLOTS = {"<n>": r"\d+(?:\.\d+)?", "<cold>": r"(?:\d|[1-5]\d|60)f?"}
_GAP = rf"(?:(?!(?:{_NEGATORS})\b)\w+ ){{0,5}}"


@dataclass(frozen=True)
class Match:
    """The words found, and whether the sentence denies them."""

    words: str
    denied: bool
    at: int


class Lexicon:
    """A concept: phrases, parted by commas and wrapped at will, any of which means it."""

    def __init__(self, written: str = "") -> None:
        phrases = _phrases(written)
        self.vocabulary = frozenset(word for each in phrases for word in _plain_words(each))
        body = "|".join(_pattern(phrase) for phrase in phrases) or r"(?!)"
        self._pattern = re.compile(rf"\b(?:{body})(?!\w)")

    def asserted(self, sentence: str) -> Match | None:
        """The first mention which the sentence does not deny."""
        return next((each for each in self._mentions(sentence) if not each.denied), None)

    def first(self, sentence: str) -> Match | None:
        """The first mention, denied or not."""
        return next(iter(self._mentions(sentence)), None)

    def mentioned(self, sentences: tuple[str, ...]) -> bool:
        """Mentioned at all, denied or not."""
        return any(self._pattern.search(each) for each in sentences)

    def said(self, sentences: tuple[str, ...]) -> str | None:
        """The words of the first undenied mention in a whole message."""
        found = (self.asserted(each) for each in sentences)
        return next((match.words for match in found if match), None)

    def _mentions(self, sentence: str) -> list[Match]:
        return [
            Match(found.group().strip(), _denies(sentence[: found.start()]), found.start())
            for found in self._pattern.finditer(sentence)
        ]


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


def _plain_words(phrase: str) -> list[str]:
    words = re.findall(r"[a-z]+\*?", phrase.replace("<n>", "").replace("<cold>", ""))
    return [word.rstrip("*") for word in words]
