"""Whether words hold anything a person can see. Blanks, controls, joiners and marks without a letter say nothing."""

from __future__ import annotations

import unicodedata

# Letters and signs by their category, blank by their looks: the fillers of Hangul and the empty cell of Braille.
_BLANKS = frozenset("\u115f\u1160\u2800\u3164\uffa0")
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zs", "Zl", "Zp", "Mn", "Me", "Mc"})


def is_visible(words: str) -> bool:
    """Whether at least one character of the words can be seen."""
    return any(each not in _BLANKS and unicodedata.category(each) not in _UNSEEN for each in words)
