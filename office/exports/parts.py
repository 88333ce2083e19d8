"""How a long list becomes lines of a file: part after part, so that it needs the memory of one part."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import TypeAlias, TypeVar

from sqlalchemy.orm import Session

from core.clock import local
from core.spreadsheet import Cell
from office.door import office

# Read at once, and how often: a list of more lines than a spreadsheet takes is cut.
PART = 500
MOST_PARTS = 2_000
YES: Mapping[bool, str] = {True: "yes", False: "no"}

Entry = TypeVar("Entry")
Line: TypeAlias = tuple[Cell, ...]


def in_parts(
    session: Session,
    part: Callable[[int, Entry | None], Sequence[Entry]],
    line: Callable[[Entry], Line],
) -> Iterator[Line]:
    """A line an entry. part: the next PART entries, told how many there were and the last of them."""
    last: Entry | None = None
    for nth in range(MOST_PARTS):
        rows = part(nth * PART, last)
        yield from map(line, rows)
        if len(rows) < PART:
            return
        last = rows[-1]
        # What was written out is forgotten, so that a long list needs the memory of one part.
        session.expunge_all()


def day_here(moment: datetime | None) -> date | None:
    """The company's day of a moment."""
    return local(moment, office().settings.company_timezone).date() if moment else None
