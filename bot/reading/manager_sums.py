"""Sums of money as people write them, in figures ("1,2k", "1 500,00") and words ("six-fifty", "mil doscientos").
Pure; it knows no meaning of a sum.
"""

from __future__ import annotations

import re

from bot.reading.text import fold

CENTS = 100
THOUSAND, HUNDRED = 1000, 100
# Figures below this are counts of something, unless a currency or a "k" stands beside them.
LEAST_BARE_CENTS = 20 * CENTS

_UNITS = """
    one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
    seventeen eighteen nineteen
""".split()  # noqa: SIM905
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()  # noqa: SIM905
_SPANISH = {
    "uno": 1, "dos": 2, "tres": 3, "cuatro": 4, "cinco": 5, "seis": 6, "siete": 7, "ocho": 8,
    "nueve": 9, "diez": 10, "quince": 15, "veinte": 20, "treinta": 30, "cuarenta": 40, "cincuenta": 50,
    "sesenta": 60, "setenta": 70, "ochenta": 80, "noventa": 90, "cien": 100, "ciento": 100,
    "doscientos": 200, "trescientos": 300, "cuatrocientos": 400, "quinientos": 500, "seiscientos": 600,
    "setecientos": 700, "ochocientos": 800, "novecientos": 900,
}  # fmt: skip
_WORTH = {
    **{word: worth for worth, word in enumerate(_UNITS, 1)},
    **{word: 10 * worth for worth, word in enumerate(_TENS, 2)},
    **_SPANISH,
}
_MULTIPLY = {"hundred": HUNDRED, "thousand": THOUSAND, "grand": THOUSAND, "mil": THOUSAND}
_WORD = "|".join(sorted({*_WORTH, *_MULTIPLY}, key=len, reverse=True))
_IN_WORDS = rf"(?:a\s+)?(?:{_WORD})(?:(?:\s+(?:and|y)\s+|[\s-]+)(?:{_WORD}))*"
_IN_FIGURES = (
    r"(?:\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?|\d{1,3}(?:\.\d{3})+(?:,\d{1,2})?"
    r"|\d{1,3}(?:[ \u00a0]\d{3})+(?:[.,]\d{1,2})?|\d{1,6}(?:[.,]\d{1,2})?)(?!\d)(?:\s?k\b)?"
)
_MONEY = r"(?:usd|us\$|us|eur|mxn|\$|€)"
# For use inside other patterns; it holds no groups.
SUM = rf"(?:{_MONEY}\s*)?(?:\b\d{{1,2}} (?:hundred|thousand|grand|mil)\b|{_IN_FIGURES}|\b{_IN_WORDS}\b)(?:\s?[$€])?"
_MIXED = re.compile(r"\b(\d{1,2}) (hundred|thousand|grand|mil)\b")
_FIGURES = re.compile(_IN_FIGURES)
_DECIMALS = re.compile(r"[.,](\d{1,2})$")


def cents_of(written: str) -> int:
    """The cents behind a sum written as `SUM` allows; 0 where it holds none."""
    plain = fold(written)
    mixed = _MIXED.search(plain)
    if mixed:
        return int(mixed[1]) * _MULTIPLY[mixed[2]] * CENTS
    figures = _FIGURES.search(plain)
    return _of_figures(figures.group()) if figures else _of_words(plain) * CENTS


def is_money(written: str) -> bool:
    """Whether it may be a sum at all: a small bare figure counts something else."""
    marked = re.search(r"[$€k]|usd|eur|mxn", written, re.IGNORECASE) is not None
    cents = cents_of(written)
    return marked or cents == 0 or cents >= LEAST_BARE_CENTS


def _of_figures(written: str) -> int:
    times = THOUSAND if written.endswith("k") else 1
    bare = written.removesuffix("k").strip()
    decimals = _DECIMALS.search(bare)
    whole = re.sub(r"\D", "", bare[: decimals.start()] if decimals else bare)
    fraction = decimals[1].ljust(2, "0") if decimals else "0"
    return (int(whole or "0") * CENTS + int(fraction)) * times


def _of_words(plain: str) -> int:
    """Such as "four hundred fifty", "mil doscientos"; "six-fifty" is six hundred and fifty."""
    total = part = 0
    for word in re.findall(r"[a-z]+", plain):
        if word in _MULTIPLY:
            part = max(part, 1) * _MULTIPLY[word]
            total, part = (total + part, 0) if part >= THOUSAND else (total, part)
        elif word in _WORTH:
            worth = _WORTH[word]
            spoken = 0 < part < HUNDRED and worth >= 10 and word not in _SPANISH
            part = part * HUNDRED + worth if spoken and part < 20 else part + worth
    return total + part
