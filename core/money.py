"""Money: whole cents in the company's currency. It refuses floats, NaN and fractions of a cent."""

from __future__ import annotations

import re

LARGEST_CENTS = 99_999_999_999
_AMOUNT = re.compile(r"\$?\s*([0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.([0-9]{1,2}))?\s*")


def cents_of(text: str) -> int:
    """The cents a person wrote: `450`, `$1,240.50`, `12.5`.

    Raises ValueError for anything else: signs, `1,00`, `0.005`, NaN, exponents, digits of other scripts, or above
    LARGEST_CENTS.
    """
    match = _AMOUNT.fullmatch(text.strip())
    if match is None:
        raise ValueError(
            f"{text!r} is not an amount; write it like 450 or 1,240.50{in_digits(text)}."
        )
    cents = int(match[1].replace(",", "")) * 100 + int((match[2] or "").ljust(2, "0"))
    if cents > LARGEST_CENTS:
        raise ValueError(f"{text!r} is more than Fixline can hold.")
    return cents


def in_digits(text: str) -> str:
    """What to add to a refusal where somebody wrote digits of another script; empty where nobody did."""
    is_other = any(each.isdigit() and not each.isascii() for each in text)
    return ", in the digits 0 to 9" if is_other else ""


def dollars(cents: int) -> str:
    """Cents as people read them: 124000 → `$1,240.00`, -5 → `-$0.05`."""
    sign = "-" if cents < 0 else ""
    whole, rest = divmod(abs(cents), 100)
    return f"{sign}${whole:,}.{rest:02d}"


def bare_amount(cents: int) -> str:
    """An amount as forms and spreadsheets take it, without sign or grouping: `1240.50`."""
    sign = "-" if cents < 0 else ""
    return f"{sign}{abs(cents) // 100}.{abs(cents) % 100:02d}"
