"""The cells of the board's day: there are thousands on one page and few kinds, so each kind is written once."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from markupsafe import Markup, escape

from office.board.sheet import Cell
from office.words import plain

# A day has 48 half hours, each of which is free, off or now, for each technician who says why.
MOST_KINDS = 8192


def opening(cell: Cell, day: date) -> Markup:
    """What stands in the cell's tag: how wide it is, when it begins, and why nobody is sent then."""
    return _opening(cell.slots, cell.start, cell.off, cell.now, day)


@lru_cache(maxsize=MOST_KINDS)
def _opening(slots: int, start: str, off: str, now: bool, day: date) -> Markup:  # noqa: FBT001 - as the cell has it
    wide = f' colspan="{slots}"' if slots > 1 else ""
    looks = " ".join(
        name
        for name, is_so in (("off", off), ("now", now), ("half", start.endswith("30")))
        if is_so
    )
    why = f' title="{escape(plain(off))}"' if off else ""
    return Markup(f'{wide} data-day="{day}" data-starts="{start}" class="{looks}"{why}')  # noqa: S704 - escaped above
