"""Reads a transcript: a conversation a client can write. Refuses a line whose mark it does not know.

The marks are explained in README.md beside the transcripts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

WILDCARD = "…"
_MARKED = re.compile(r"(company:|as|[<>!*])(?:\s+(.*))?")


class Mark(StrEnum):
    """What a line is."""

    COMPANY = "company:"
    AS = "as"
    SAYS = "<"
    HEARS = ">"
    HOLDS = "!"
    HAPPENS = "*"


@dataclass(frozen=True)
class Line:
    """One line with those that continue it. number: where it stands in its file, from 1."""

    number: int
    mark: Mark
    words: str


class NotATranscript(ValueError):
    """A line that no reader would understand."""


def read_script(path: Path) -> tuple[Line, ...]:
    """The lines of a transcript, comments and empty ones left out."""
    lines: list[Line] = []
    gap = ""
    for number, written in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not written.strip():
            gap = "\n"
        elif written.startswith("  ") and lines:
            last = lines.pop()
            lines.append(Line(last.number, last.mark, f"{last.words}\n{gap}{written[2:]}"))
            gap = ""
        elif not written.startswith("#"):
            lines.append(_line(path.name, number, written))
            gap = ""
    return tuple(lines)


def _line(name: str, number: int, written: str) -> Line:
    marked = _MARKED.fullmatch(written.rstrip())
    if marked is None:
        raise NotATranscript(f"{name}, line {number}: {written!r} begins with no known mark")
    return Line(number, Mark(marked[1]), marked[2] or "")


def fits(expected: str, said: str) -> bool:
    """Whether the words are those expected; … stands for any, and line breaks do not count."""
    parts = [re.escape(part) for part in _flat(expected).split(WILDCARD)]
    return re.fullmatch(".*".join(parts), _flat(said)) is not None


def _flat(words: str) -> str:
    return " ".join(words.split())
