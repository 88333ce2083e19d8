"""One line of a person's words for lists and alerts. Adds nothing of its own."""

from __future__ import annotations

import re
import unicodedata

MOST = 120
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
    return line if len(line) <= MOST else line[: MOST - 1].rsplit(" ", 1)[0].rstrip(",;:-") + "…"


def _is_shown(letter: str) -> bool:
    """Refuses control and invisible direction marks, which could disguise a line on a page."""
    return letter.isspace() or not unicodedata.category(letter).startswith("C")
