"""What a learned reader of facts sees of a place in a text: the words around it, its shape, and the situation. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from bot.reading.features import worded
from bot.reading.mentions import Mention, Word, times_in, words_of

# So many words on either side tell what a place means; the rest of its clause tells the mood.
REACH = 3
SHORT_TEXT_WORDS = 6
_ENDS = frozenset(".!?;\n")
_NUMBER = re.compile(r"\d")
_DAY = re.compile(
    r"(?:mon|tue|tues|wed|weds|thu|thur|thurs|fri|sat|sun)(?:day|nesday|sday|rsday|urday)?s?"
    r"|lunes|martes|miercoles|jueves|viernes|sabados?|domingos?"
)


def place_features(text: str, mention: Mention, situation: str) -> Iterator[str]:
    """The words around a mention by their distance, those of its clause, the mention itself, and the situation."""
    words = words_of(text)
    before = [_shaped(each.plain) for each in words[max(0, mention.first - REACH) : mention.first]]
    after = [_shaped(each.plain) for each in words[mention.beyond : mention.beyond + REACH]]
    before, after = ["<", *before][-REACH:], [*after, ">"][:REACH]
    yield from (f"{n}< {word}" for n, word in enumerate(reversed(before), 1))
    yield from (f"{n}> {word}" for n, word in enumerate(after, 1))
    yield f"<< {' '.join(before[-2:])}"
    yield f">> {' '.join(after[:2])}"
    yield f"<> {before[-1]} {after[0]}"
    yield from (f"beside {word}" for word in set(before) | set(after))
    yield from _of_clause(words, mention)
    yield from _of_mention(words, mention)
    yield f"@{situation}"
    if len(words) <= SHORT_TEXT_WORDS:
        yield f"@{situation} short"


def wish_features(text: str, mention: Mention, situation: str, ruled: str | None) -> frozenset[str]:
    """Of a phrase of time: also what the rules took for the wish, and whether other times stand in the text."""
    found = set(place_features(text, mention, situation))
    plain = [each.plain for each in words_of(text)[mention.first : mention.beyond]]
    kinds = sorted({_kind_of_time(word) for word in plain} - {""})
    found.update(f"time {kind}" for kind in kinds)
    found.add(f"@{situation} time {'+'.join(kinds)}")
    others = times_in(text)
    found.add(
        "only time" if len(others) == 1 else "first time" if mention == others[0] else "later time"
    )
    found.add(
        "ruled"
        if ruled and same_words(ruled, mention.written)
        else "ruled other"
        if ruled
        else "not ruled"
    )
    return frozenset(found)


def unit_features(text: str, mention: Mention, situation: str, ruled: str | None) -> frozenset[str]:
    """Of a number: also whether the rules took it for the unit."""
    found = set(place_features(text, mention, situation))
    is_ruled = ruled is not None and ruled.lower() == mention.written.lower()
    found.add("ruled" if is_ruled else "ruled other" if ruled else "not ruled")
    found.add(f"shape {_shaped(mention.written.lower())} {'ruled' if is_ruled else ''}")
    return frozenset(found)


def rating_features(
    text: str, mention: Mention, others: int, ruled: int | None, value: int
) -> frozenset[str]:
    """Of a number that may be a rating: also how many more stand there, and what the rules took."""
    took = "ruled" if ruled == value else "ruled other" if ruled else "not ruled"
    return frozenset({*place_features(text, mention, "rating"), took, f"{min(others, 3)} others"})


def entry_features(text: str, situation: str, ruled: str | None) -> frozenset[str]:
    """Of leave to enter: the whole text, the situation, and what the rules made of it."""
    words = [each.plain for each in words_of(text)]
    crossed = words if len(words) <= SHORT_TEXT_WORDS else words[:1]
    return worded(text) | {
        f"@{situation}",
        f"ruled {ruled}",
        f"@{situation} ruled {ruled}",
        *(f"@{situation}: {word}" for word in crossed),
    }


def animal_features(
    text: str, mentions: Sequence[Mention], situation: str, ruled: str
) -> frozenset[str]:
    """Of all animals named: the words around each, and what the rules made of them."""
    around = {each for mention in mentions for each in place_features(text, mention, situation)}
    return frozenset(around | {f"ruled {ruled}", f"animals {min(len(mentions), 3)}"})


def same_words(one: str, other: str) -> bool:
    """Whether two phrases have a word in common."""
    return bool(set(re.findall(r"\w+", one.lower())) & set(re.findall(r"\w+", other.lower())))


def _of_clause(words: Sequence[Word], mention: Mention) -> Iterator[str]:
    start, end = mention.first, mention.beyond
    while start > 0 and words[start - 1].plain not in _ENDS:
        start -= 1
    while end < len(words) and words[end].plain not in _ENDS:
        end += 1
    yield "asked" if end < len(words) and words[end].plain == "?" else "told"
    if start == mention.first and end == mention.beyond:
        yield "alone"
    left = ["(", *(_shaped(each.plain) for each in words[start : mention.first]), "_"]
    right = ["_", *(_shaped(each.plain) for each in words[mention.beyond : end]), ")"]
    yield from (f"near {word}" for word in {*left, *right})
    yield from (f"near {one} {two}" for one, two in pairwise([*left, *right[1:]]))


def _of_mention(words: Sequence[Word], mention: Mention) -> Iterator[str]:
    inner = [_shaped(each.plain) for each in words[mention.first : mention.beyond]]
    yield from (f"= {word}" for word in inner)
    yield from (f"= {one} {two}" for one, two in pairwise(["(", *inner, ")"]))
    yield f"{min(mention.beyond - mention.first, 5)} long"
    yield "opens" if mention.first == 0 else "closes" if mention.beyond == len(words) else "within"


def _shaped(word: str) -> str:
    """Figures are alike by their number; letters beside them matter."""
    if not _NUMBER.search(word):
        return word
    return re.sub(r"[a-z]", "a", re.sub(r"\d", "0", word)) if len(word) < MOST_FIGURES else "00000"


MOST_FIGURES = 6


def _kind_of_time(word: str) -> str:
    if _DAY.fullmatch(word):
        return "day"
    if word in _NEAR:
        return "near"
    if _NUMBER.search(word):
        return "clock"
    return "part" if word in _PARTS else ""


_SAID_NEAR = """
    today tonight tomorrow tmrw tmr tmw tomorow hoy manana ahorita ahora
"""
_NEAR = frozenset(_SAID_NEAR.split())
_SAID_PARTS = """
    morning mornings afternoon afternoons evening evenings night tarde tardes noche noches mananas
    noon mediodia temprano tempranito
"""
_PARTS = frozenset(_SAID_PARTS.split())
