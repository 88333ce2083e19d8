"""Terms in a manager's words: a spending ceiling, a purchase order. Any other figure is not theirs to mean."""

from __future__ import annotations

import re

_AMOUNT = r"(?:usd|us)?\s*\$?\s*(\d{1,3}(?:,\d{3})+|\d{1,6})(?:\.(\d{2}))?(\s?k)?\b"
_NO_MONEY = (
    r"(?!\s*(?:hours?|hrs?|days?|weeks?|months?|minutes?|mins?|units?|people|visits?|pm\b|am\b|%"
    r"|am|horas?|d[ií]as?|semanas?|veces|times|years?|gallons?|feet|ft|inch|/|:))"
)
_CEILING = re.compile(
    r"(?:\b(?:up to|upto|not (?:to )?exceed(?:ing)?|nte(?: (?:is|of|at))*"
    r"|no (?:more|higher) than|(?:don'?t|do not|not|never)"
    r" (?:to )?(?:spend|go|exceed|bill|charge)(?: us| me)?(?: (?:any )?(?:more|over|above|past|beyond))?(?: than)?"
    r"|max(?:imum)?(?: (?:of|is|amount))?|cap(?:ped)?(?: (?:it|this|of|at|is))*|ceiling(?: (?:of|is))*"
    r"|limit(?:ed)?(?: (?:of|is|to|it|at))*|under|below|within|less than|stay(?:s|ing)? (?:under|below|within)"
    r"|keep (?:it|this|the total|everything|them) (?:under|below|at|within|to)"
    r"|anything (?:over|above|beyond|past|more than|higher than)|if (?:it|this)?\s?(?:goes|is|runs|gets)? ?"
    r"(?:over|above|past|more than)"
    r"|hasta|m[aá]ximo(?: de)?|no m[aá]s de|tope(?: (?:de|es))*|l[ií]mite(?: (?:de|es))*|sin (?:pasar|exceder)(?: de)?"
    r"|menos de|no (?:pase|exceda|gasten?)(?:n)?(?: m[aá]s)?(?: de)?|por debajo de)"
    r"(?: (?:a )?(?:total|the|about|around|un total)(?: of| de)?)?[:\s]*)"
    rf"{_AMOUNT}{_NO_MONEY}|\$\s?(\d[\d,]*)(?:\.(\d\d))? (?:max(?:imum)?|limit|cap|tops|or less|m[aá]ximo)\b"
    r"|\b(\d[\d,]*)(?:\.(\d\d))? (?:max(?:imum)?|tops|or less|m[aá]ximo|dollars? max)\b",
    re.IGNORECASE,
)
_PURCHASE_ORDER = re.compile(
    r"\b(?:P\.?\s?O\.?(?! ?box)|purchase order|orden de compra|O\.?C\.?)"
    r"(?:\s*(?:number|num(?:ber)?|no\.?|is|es|n[uú]mero|n[°º]|:|#|of|=))*\s*#?\s*"
    r"((?=[\w/.-]*\d)[A-Z0-9][\w/-]*(?:\.\d+)?)",
    re.IGNORECASE,
)
_DASHED_ORDER = re.compile(r"\bPO-\d[\w-]*", re.IGNORECASE)
THOUSAND = 1000


def ceiling_cents(words: str) -> int | None:
    """The most they allow to be spent, in cents, where they set a ceiling ("up to 450"); else None."""
    found = _CEILING.search(words)
    if found is None:
        return None
    whole = next(part for part in (found[1], found[4], found[6]) if part)
    cents = found[2] or found[5] or found[7] or "0"
    times = THOUSAND if found[3] else 1
    return int(whole.replace(",", "")) * times * 100 + int(cents)


def purchase_order(words: str) -> str | None:
    """The PO number as written, or None."""
    dashed = _DASHED_ORDER.search(words)
    if dashed:
        return dashed.group()
    found = _PURCHASE_ORDER.search(words)
    return found[1].rstrip(".") if found else None


_SUM = re.compile(
    r"\$\s?(\d[\d,]*)(?:\.(\d\d))?|\b(\d[\d,]*)(?:\.(\d\d))? ?(?:dollars|bucks|d[oó]lares|usd)\b",
    re.IGNORECASE,
)
_JOB_NUMBER = re.compile(
    r"(?:#|\b(?:job|trabajo|work order|wo)\b[ #:.no]{0,5})(\d{3,7})\b", re.IGNORECASE
)


def sums_cents(words: str) -> tuple[int, ...]:
    """Every sum of money they name, in cents: an approval of another sum approves nothing."""
    found = ((one[1] or one[3], one[2] or one[4] or "0") for one in _SUM.finditer(words))
    return tuple(int(whole.replace(",", "")) * 100 + int(cents) for whole, cents in found)


def job_numbers(words: str) -> tuple[int, ...]:
    """Every job they name by number: an approval of another job approves nothing here."""
    return tuple(int(number) for number in _JOB_NUMBER.findall(words))
