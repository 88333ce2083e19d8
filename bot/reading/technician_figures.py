"""Minutes and money in a technician's text. A road, a clock time or a job number is neither."""

from __future__ import annotations

import re

from bot.context import Visit
from bot.reading.text import fold

_MINUTES = re.compile(r"\b(\d{1,3}) ?(?:m|min|mins|minutes?|minutos?)\b")
_RANGE = re.compile(
    r"\b(\d{1,3}) ?(?:-|to|or|a|o) ?\d{1,3} ?(?:m|min|mins|minutes|minutos|more|mas)\b"
)
_HOURS = re.compile(r"\b(?:(\d{1,2})(?: more)?|an?|una|one) ?(?:h|hr|hrs|hours?|horas?)\b")
_SPOKEN = (
    (re.compile(r"\b(?:half (?:an )?h(?:our|r)|media hora)\b"), 30),
    (re.compile(r"\b(?:quarter (?:of an )?hour|un cuarto de hora)\b"), 15),
    (re.compile(r"\b(?:hour and a half|hora y media)\b"), 90),
)
_BARE_ETA = re.compile(
    r"\b(?:omw|otw|late|way|in|out|another|prob|about|traffic|behind|camino|en|eta|like|como|unos"
    r"|tarde)\b[ ,]*(?:in |like |about |prob |is |around |~ ?)?(\d{1,3})\b(?![:.\d])"
    r"(?! ?(?:hr|hour|h\b|am\b|pm\b|ft\b|th\b|%))"
)
_AFTER = re.compile(r"\b(\d{1,3}) (?:more )?(?:behind|out|late|away)\b")
_PRICE = re.compile(
    r"\$ ?(\d[\d,]*(?:\.\d\d)?)|\b(\d[\d,]{1,7}(?:\.\d\d)?)(?= ?(?:installed|total|bucks|dollars"
    r"|dolares|dólares|usd|in parts|in materials?|en partes|en material))",
    re.IGNORECASE,
)
# Where money is asked for, a bare number is money; "3 hrs", "40 ft" and "2 pm" are not.
_ASKED = re.compile(
    r"(?<![\d#.:/-])(\d[\d,]{1,7}(?:\.\d\d)?)\b(?! ?(?:min|hr|hour|ft|feet|pm|am|amp|psi|gal|lb|year|yr|%|in\b|:|/))",
    re.IGNORECASE,
)
_TYPED = re.compile(r"^\s*nte\s+#?\d{4,7}\s+\$?(\d[\d,]*(?:\.\d\d)?)", re.IGNORECASE)
_LIMIT_NOW = re.compile(r"\b(?:nte|limit|budget) (?:is|was|of|at|es) \$?\d[\d,]*", re.IGNORECASE)
MOST_MINUTES = 600


def minutes(text: str) -> int | None:
    """Minutes until they are there or back, or minutes late; at most MOST_MINUTES."""
    plain = fold(text)
    found = _MINUTES.search(plain) or _RANGE.search(plain)
    if found:
        return int(found.group(1))
    for pattern, meant in _SPOKEN:
        if pattern.search(plain):
            return meant
    hours = _HOURS.search(plain)
    if hours:
        return 60 * int(hours.group(1) or 1)
    return _loose_minutes(plain)


def _loose_minutes(plain: str) -> int | None:
    """A bare number beside a word of time, without the job's number and without roads ("on 95")."""
    loose = re.sub(r"\b\d{4,7}\b", "", re.sub(r"\bon (?:the )?i?-?\d+\b", "", plain))
    near = _BARE_ETA.search(loose) or _AFTER.search(loose)
    found = int(near.group(1)) if near else None
    return found if found is not None and found <= MOST_MINUTES else None


def price_named(text: str, visit: Visit | None) -> float | None:
    """Dollars that stand there as dollars; the job's own number is none."""
    return _first_figure(_PRICE, text, visit)


def price_asked(text: str, visit: Visit | None) -> float | None:
    """The dollars an approval is wanted for; a limit that is only quoted is not."""
    typed = _TYPED.match(text)
    if typed:
        return float(typed.group(1).replace(",", ""))
    without = _LIMIT_NOW.sub(" ", text)
    return _first_figure(_PRICE, without, visit) or _first_figure(_ASKED, without, visit)


def _first_figure(pattern: re.Pattern[str], text: str, visit: Visit | None) -> float | None:
    job = str(visit.job_number) if visit and _has_another_number(text, visit) else ""
    for found in pattern.finditer(text):
        figure = next(group for group in found.groups() if group)
        if figure != job:
            return float(figure.replace(",", ""))
    return None


def _has_another_number(text: str, visit: Visit) -> bool:
    """A number alone may be both a price and, by chance, the job's."""
    numbers = re.findall(r"\d[\d,]+", text)
    return any(each != str(visit.job_number) for each in numbers)


def number_after_ack(text: str) -> int | None:
    """The first number, whatever it is the number of."""
    found = re.search(r"\d{1,9}", text)
    return int(found.group()) if found else None
