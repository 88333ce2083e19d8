"""Which colleagues a note names, as @Dana or @Dana Ortiz. Pure; a first name that two share names neither."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

# Before the sign no letter, so that an e-mail address names nobody.
_BEFORE = r"(?<![\w@.])@"
_AFTER = r"(?!\w)"


@dataclass(frozen=True)
class Colleague:
    """Who can be named."""

    id: int
    name: str


def named_in(words: str, colleagues: Iterable[Colleague]) -> tuple[Colleague, ...]:
    """Those named, in the order of the list. The longest name counts: @Dana Ortiz is not also another Dana."""
    people = tuple(colleagues)
    left, found = words, set[int]()
    for each in sorted(people, key=lambda one: -len(one.name)):
        left, hits = _pattern(each.name).subn(" ", left)
        if hits:
            found.add(each.id)
    firsts = Counter(_first(each) for each in people)
    for each in people:
        if firsts[_first(each)] == 1 and _pattern(_first(each)).search(left):
            found.add(each.id)
    return tuple(each for each in people if each.id in found)


def _first(colleague: Colleague) -> str:
    return colleague.name.split()[0].casefold() if colleague.name.split() else "\n"


def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(_BEFORE + re.escape(name) + _AFTER, re.IGNORECASE)
