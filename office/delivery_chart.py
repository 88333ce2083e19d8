"""Draws what was sent and what failed as bars in an SVG: geometry alone, words and colours are the template's. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, log10

from core.operations.queries.throughput import Slot

HEIGHT = 190.0
TOP, BOTTOM, LEFT, RIGHT = 14.0, 24.0, 46.0, 14.0
GAP_SHARE = 0.28
# A failure among thousands must still be seen.
LEAST_BAR = 2.0
LINES = 4
NICE = (1, 2, 2.5, 5, 10)


@dataclass(frozen=True)
class Bar:
    """A rectangle of the drawing."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Column:
    """One slot: its bars, absent where there is nothing to show. middle: where its mark belongs."""

    slot: Slot
    sent: Bar | None
    failed: Bar | None
    middle: float
    marked: bool


@dataclass(frozen=True)
class Line:
    """A line across, with the number it stands for."""

    y: float
    number: int


@dataclass(frozen=True)
class Chart:
    """A drawing of this width and height, in its own units."""

    width: float
    height: float
    left: float
    right: float
    foot: float
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]


def chart(slots: Sequence[Slot], *, width: float, marks: int) -> Chart:
    """The drawing of these slots. marks: every how many of them bears its time, counted from the last."""
    top = nice_top(max((slot.sent + slot.failed for slot in slots), default=0))
    foot = HEIGHT - BOTTOM
    scale = (foot - TOP) / top
    step = (width - LEFT - RIGHT) / max(len(slots), 1)
    columns = tuple(
        _column(
            slot, LEFT + step * nth, step, foot, scale, marked=(len(slots) - 1 - nth) % marks == 0
        )
        for nth, slot in enumerate(slots)
    )
    lines = tuple(
        Line(foot - top * nth / LINES * scale, round(top * nth / LINES)) for nth in range(LINES + 1)
    )
    return Chart(width, HEIGHT, LEFT, width - RIGHT, foot, columns, lines)


def _column(
    slot: Slot, x: float, step: float, foot: float, scale: float, *, marked: bool
) -> Column:
    gap = step * GAP_SHARE
    sent = _bar(slot.sent, x + gap / 2, step - gap, foot, scale)
    failed = _bar(slot.failed, x + gap / 2, step - gap, sent.y if sent else foot, scale)
    return Column(slot, sent, failed, x + step / 2, marked)


def _bar(count: int, x: float, width: float, foot: float, scale: float) -> Bar | None:
    if not count:
        return None
    height = max(count * scale, LEAST_BAR)
    return Bar(round(x, 2), round(foot - height, 2), round(width, 2), round(height, 2))


def nice_top(most: int) -> int:
    """The end of the scale: a round number that LINES divides, not below the highest column."""
    if most <= LINES:
        return LINES
    power = int(10 ** int(log10(most)))
    reached = next(share for share in NICE if share * power >= most)
    return LINES * ceil(reached * power / LINES)
