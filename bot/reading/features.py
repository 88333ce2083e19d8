"""What a learned reader sees of a text: words, pairs of words, pieces of words, and the situation. Pure.

Pieces make it forgiving of spelling; the situation is crossed with short texts only, whose words say little alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from bot.context import Context, PromptKind, Speaker, Visit
from bot.reading.text import fold

MOST_WORDS = 80
SHORT_TEXT_WORDS = 6
MOST_BETWEEN = 3
# What every feature of the situation begins with; no word does.
SITUATED = "@"
PIECES = (4, 5)
_WORD = re.compile(r"[a-z]+|[0-9]+|[?!]|[^\sa-z0-9.,;:'\"()-]")


def features(text: str, context: Context) -> frozenset[str]:
    """Everything about a tenant's text that a weight may be learned for, each named once."""
    return worded(text) | _situated(text, situation_of(context))


def crew_features(text: str, visits: tuple[Visit, ...]) -> frozenset[str]:
    """The same of a technician's text: the situation is which visits they have, and in which stage."""
    stages = sorted({visit.stage.value for visit in visits})
    several = "several" if len(visits) > 1 else "one"
    situation = "+".join(stages) or "no visit"
    return (
        worded(text)
        | apart(text)
        | _situated(text, situation)
        | {f"has {stage}" for stage in stages}
        | {several}
    )


def worded(text: str) -> frozenset[str]:
    """The words alone, whatever the situation: danger is danger in every state."""
    words = _words(text)
    found = {f"about {len(words) // 4} long", *words}
    found.update(f"{before} {after}" for before, after in pairwise(["<", *words, ">"]))
    for word in words:
        found.update(_pieces(word))
    return frozenset(found)


def apart(text: str) -> frozenset[str]:
    """Pairs of words with one to three others between them: "smell … gas", "not … anymore"."""
    words = _words(text)
    return frozenset(
        f"{word} .. {later}"
        for at, word in enumerate(words)
        for later in words[at + 2 : at + 2 + MOST_BETWEEN]
    )


def _situated(text: str, situation: str) -> frozenset[str]:
    words = _words(text)
    crossed = words if len(words) <= SHORT_TEXT_WORDS else ()
    return frozenset(
        {f"{SITUATED}{situation}", *(f"{SITUATED}{situation}: {word}" for word in crossed)}
    )


def _words(text: str) -> list[str]:
    return [_number(word) for word in _WORD.findall(fold(text))[:MOST_WORDS]]


def situation_of(context: Context) -> str:
    """The situation in a word: the question we wait on, else what is open."""
    if context.prompt is not None and not context.prompt.expired:
        return _WAITING.get(context.prompt.kind, "waiting on a fact")
    if context.speaker is Speaker.STRANGER:
        return "stranger"
    if not context.work:
        return "nothing open"
    return "visit set" if any(each.window for each in context.work) else "work open"


_WAITING = {
    PromptKind.WINDOW: "waiting on a time",
    PromptKind.RESCHEDULE: "waiting on a time",
    PromptKind.ENTRY: "waiting on entry",
    PromptKind.IS_FIXED: "waiting on a rating",
    PromptKind.RATING: "waiting on a rating",
}


def _number(word: str) -> str:
    """A single digit may be an answer; longer numbers are alike, but years of habit make 911 a word."""
    if not word.isdigit() or len(word) == 1 or word == "911":
        return word
    return "0" * min(len(word), 5)


def _pieces(word: str) -> Iterator[str]:
    framed = f"_{word}_"
    for size in PIECES:
        for start in range(len(framed) - size + 1):
            yield f"~{framed[start : start + size]}"
