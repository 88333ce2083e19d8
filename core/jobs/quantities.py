"""Quantities and percentages a person wrote: exact thousandths. It refuses signs, exponents and finer fractions."""

from __future__ import annotations

import re

from core.money import in_digits

LARGEST_THOUSANDTHS = 1_000_000_000
LARGEST_MILLIPERCENT = 100_000
_NUMBER = re.compile(r"([0-9]{1,9})(?:\.([0-9]{1,3}))?")


def thousandths_of(text: str) -> int:
    """The thousandths of a quantity such as `2` or `1.25`, above zero; ValueError for anything else."""
    thousandths = _thousandths(text)
    if not 0 < thousandths <= LARGEST_THOUSANDTHS:
        raise ValueError("Give a quantity from 0.001 to 1,000,000.")
    return thousandths


def millipercent_of(text: str) -> int:
    """The thousandths of a percentage such as `8.25`, from 0 to 100; ValueError for anything else."""
    millipercent = _thousandths(text.strip().removesuffix("%"))
    if millipercent > LARGEST_MILLIPERCENT:
        raise ValueError("Give a percentage from 0 to 100.")
    return millipercent


def spelled_thousandths(thousandths: int) -> str:
    """As people write it: 1500 is `1.5`, 2000 is `2`."""
    whole, rest = divmod(thousandths, 1_000)
    return f"{whole}.{rest:03d}".rstrip("0") if rest else str(whole)


def _thousandths(text: str) -> int:
    match = _NUMBER.fullmatch(text.strip())
    if match is None:
        said = in_digits(text)
        raise ValueError(f"{text[:20]!r} is no number; write it like 2 or 1.25{said}.")
    return int(match[1]) * 1_000 + int((match[2] or "").ljust(3, "0"))
