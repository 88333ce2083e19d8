"""A part of an amount as people say it: so much, a percentage, or one of three. Pure; refuses nothing and less."""

from __future__ import annotations

import re
from fractions import Fraction

from core.jobs.quantities import millipercent_of
from core.money import cents_of

WHOLE_MILLIPERCENT = 100_000
_SHARE = re.compile(r"([0-9]{1,3})\s*/\s*([0-9]{1,3})")


def part_of(text: str, whole_cents: int) -> int:
    """The cents of `45.50`, of `40%`, or of `1/3` of a whole, to the nearest cent, half a cent up.

    Raises ValueError for what is none of these, for nothing, and for a share above the whole; an amount is not
    compared with it.
    """
    words = text.strip()
    share = _share(words)
    cents = cents_of(words) if share is None else _rounded(share * whole_cents)
    if cents <= 0:
        raise ValueError("Give an amount above zero.")
    return cents


def _share(words: str) -> Fraction | None:
    if words.endswith("%"):
        return Fraction(millipercent_of(words), WHOLE_MILLIPERCENT)
    match = _SHARE.fullmatch(words)
    if match is None:
        return None
    parts, of = int(match[1]), int(match[2])
    if parts > of or of == 0:
        raise ValueError("Give a share of at most the whole, such as 1/3 or 40%.")
    return Fraction(parts, of)


def _rounded(cents: Fraction) -> int:
    return (2 * cents.numerator + cents.denominator) // (2 * cents.denominator)
