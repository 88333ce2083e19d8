"""One line of a person's words for lists and alerts. Adds nothing of its own."""

from __future__ import annotations

import re
import unicodedata

MOST = 120
_DOTS = "..."
_SENTENCE_ENDS = re.compile(r"[.!?](?= )")
_HELLO = re.compile(
    r"^(?:(?:hi|hello|hey|hola|good (?:morning|afternoon|evening)|buen[oa]s(?: d[ií]as| tardes"
    r"| noches)?)"
    r"(?: (?:there|team|all|everyone))?[\s,.!:;-]+)+",
    re.IGNORECASE,
)


def summary(words: str, *, nothing: str = "Photo only") -> str:
    """The words on one line of at most MOST characters, greeting and control marks left out.

    nothing: what to say where there are no words.
    """
    line = " ".join("".join(each for each in words if _is_shown(each)).split())
    line = _HELLO.sub("", line) or line
    if not line:
        return nothing
    return line if len(line) <= MOST else _cut(line)


def _cut(line: str) -> str:
    """After a sentence where a long one ends in time, else after a word. Three dots stay three: the one sign for them
    would make every text that carries the line twice as dear (3GPP TS 23.038).
    """
    ends = [
        end.end() for end in _SENTENCE_ENDS.finditer(line[: MOST + 1]) if end.end() >= MOST // 2
    ]
    if ends:
        return line[: ends[-1]]
    return line[: MOST - len(_DOTS)].rsplit(" ", 1)[0].rstrip(",;:-") + _DOTS


def _is_shown(letter: str) -> bool:
    """Refuses control and invisible direction marks, which could disguise a line on a page."""
    return letter.isspace() or not unicodedata.category(letter).startswith("C")
