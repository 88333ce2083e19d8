"""Draws what is owed by age as one bar in an SVG: geometry alone, words and colours are the template's. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from core.billing.buckets import Ageing, Bucket

WIDTH, HEIGHT = 1000.0, 28.0
# A few dollars among millions must still be seen.
LEAST_PART = 8.0
GAP = 2.0


@dataclass(frozen=True)
class Part:
    """One bucket: its cents, its share of all in percent, and where it lies. width: 0 where nothing is owed."""

    bucket: Bucket
    cents: int
    percent: int
    x: float
    width: float


def ageing_bar(ageing: Ageing) -> tuple[Part, ...]:
    """The five parts in their order, filling WIDTH together; all of width 0 when nothing is owed."""
    widths = _widths([ageing.of(bucket) for bucket in Bucket])
    parts: list[Part] = []
    x = 0.0
    for bucket, width in zip(Bucket, widths, strict=True):
        cents = ageing.of(bucket)
        percent = round(100 * cents / ageing.owed) if ageing.owed else 0
        parts.append(Part(bucket, cents, percent, round(x, 1), round(width, 1)))
        x += width + (GAP if width else 0)
    return tuple(parts)


def _widths(cents: list[int]) -> list[float]:
    """In proportion, but none too small to be seen: what those take more, the others give."""
    shown = [each for each in cents if each > 0]
    if not shown:
        return [0.0] * len(cents)
    room = WIDTH - GAP * (len(shown) - 1)
    whole = sum(shown)
    small = [each for each in shown if each * room / whole < LEAST_PART]
    left = room - LEAST_PART * len(small)
    large = whole - sum(small)
    return [_width(each, small, left, large) for each in cents]


def _width(cents: int, small: list[int], left: float, large: int) -> float:
    if cents <= 0:
        return 0.0
    return LEAST_PART if cents in small else cents * left / large
