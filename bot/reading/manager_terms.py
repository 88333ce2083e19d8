"""Terms in a manager's words: a spending ceiling, a purchase order. Any other figure is not theirs to mean."""

from __future__ import annotations

import re

from bot.reading.manager_sums import SUM, cents_of, is_money

_NO_MONEY = (
    r"(?!\s*(?:hours?|hrs?|days?|weeks?|months?|minutes?|mins?|units?|people|visits?|pm\b|am\b|%"
    r"|am|horas?|d[ií]as?|semanas?|veces|times|years?|gallons?|feet|ft|inch|/|:))"
)
_BEFORE_A_CEILING = (
    r"up to|upto|(?:not|never) (?:to )?exceed(?:ing)?|nte(?: (?:is|of|at))*"
    r"|no(?:t)? (?:more|higher|over) than|(?:don'?t|do not|not|never)"
    r" (?:to )?(?:spend|go|exceed|bill|charge|top)(?: us| me)?(?: (?:any )?(?:more|over|above|past|beyond))?(?: than)?"
    r"|(?:doesn'?t|does not|won'?t) (?:top|exceed|pass|go (?:over|above|past))"
    r"|max(?:imum)?\.?(?: (?:of|is|amount))?|cap(?:ped)?(?: (?:it|this|of|at|is))*|ceiling(?: (?:of|is))*"
    r"|limit(?:ed)?(?: (?:for \w+(?: \w+){0,4}|of|is|to|it|at))*|budget is|under|below|within|less than"
    r"|stay(?:s|ing)? (?:under|below|within)|keep (?:it|this|the total|everything|them) (?:under|below|at|within|to)"
    r"|anything (?:over|above|beyond|past|more than|higher than)|if (?:it|this)?\s?(?:goes|is|runs|gets)? ?"
    r"(?:over|above|past|more than)|(?:ok(?:ay)?(?:'?d|ed)?|approved|authorized|blessing|cleared) to"
    r"|(?:nothing|not a (?:penny|cent|dollar)) (?:over|above|more than|past)|don'?t want to (?:spend|go"
    r"|pay) (?:over|above"
    r"|past|more than)|(?:may|can|could|will|'ll) go (?:up )?to|go as high as|max(?:imum)? (?:spend"
    r"|for [a-z ]{1,20} is)"
    r"|if (?:it|this|he|she|they)(?: \w+)? (?:hits|creeps past|passes|tops|exceeds|reaches|pasa)"
    r"|ok(?:ay)? if (?:the )?total"
    r"(?: is)?|que no rebasen?(?: los)?|si (?:se )?pasan? de"
    r"|have until|counter(?:-?offer)?(?: is)?|(?:ok(?:ay)?|fine|yes),?"
    r" (?:at|for)(?=[^.]{0,20}not a (?:penny|cent|dollar))"
    r"|hasta|m[aá]ximo(?: de)?|no m[aá]s de|tope(?: (?:de|es|gasto))*|l[ií]mite(?: (?:de|es|son))*"
    r"|sin (?:pasar|exceder|superar)(?: de)?|menos de|lo dejamos en|por debajo de"
    r"|no (?:se )?(?:pase|exceda|gaste|supere)(?:n)?(?: m[aá]s)?(?: de)?"
)
_AFTER_A_CEILING = (
    r"(?: (?:dollars|bucks|d[oó]lares|euros|pesos))?,?(?: (?:max(?:imum)?|limit|cap|tops|or (?:less|under)"
    r"|como m[aá]ximo|m[aá]ximo|o menos|altogether and no more|and no more|not a (?:penny|cent|dollar) more"
    r"|ni un (?:peso|centavo|d[oó]lar|euro) m[aá]s|is (?:my|our|the) (?:limit|max(?:imum)?|ceiling|cap)"
    r"|to play with|[^.!?\n]{0,40} as (?:your|the|a|our) (?:limit|cap|max(?:imum)?)))\b"
)
_CEILING = re.compile(
    rf"\b(?:{_BEFORE_A_CEILING})(?: (?:a )?(?:total|the|los|about|around|un total)(?: of| de)?)?[:\s]*"
    rf"(?P<named>{SUM}){_NO_MONEY}|(?<![\d.,-])(?P<marked>{SUM}){_AFTER_A_CEILING}"
    rf"|\bm[aá]s de (?P<refused>{SUM}) no\b",
    re.IGNORECASE,
)
_ASKING = re.compile(
    r"^\W*(?:¿|(?:is|are|was|can|could|would|will|does|do|did|what|how|why|if|is there)\b)",
    re.IGNORECASE,
)
_SENTENCE_ENDS = re.compile(r"[.!?\n](?=\s|$)")
_PURCHASE_ORDER = re.compile(
    r"\b(?:P\.?\s?O\.?(?! ?box)|purchase order|n[uú]mero de orden|orden de compra|(?:con|falta|a|bajo) la orden"
    r"|O\.?C\.?)(?![a-záéíóú])"
    r"(?:(?:\s*(?:number|num(?:ber)?|no\.?|is|es|n[uú]mero|n[°º]|:|#|of|=|cambi[oó]|(?:has )?changed|to|ahora|now"
    r"|was|will be|for this(?: one| job)?"
    r"|la|el|it'?s|,))*\s*#?\s*|[^.?!\n\d]{1,60}?,? (?:is|it'?s|should be|es|n[uú]mero es)\s+#?)"
    r"((?=[\w/.-]*\d)[A-Z0-9][\w/-]*(?:\.\d+)?)",
    re.IGNORECASE,
)
_DASHED_ORDER = re.compile(r"\b(?:PO|OC)-\d[\w-]*", re.IGNORECASE)
# "PO 3340 is exhausted, use 3351"; "WO-771 as our PO".
_OTHER_ORDER = re.compile(
    r"\b(?:PO|purchase order)\b[^\n]{0,40}?\buse (?P<used>(?:[A-Z]{1,4}-?)?\d[\w/-]*)"
    r"|\b(?P<named>(?:[A-Z]{1,4}-?)?\d[\w/-]*) as (?:our|the|your|my) (?:PO|purchase order)\b",
    re.IGNORECASE,
)


def ceiling_cents(words: str) -> int | None:
    """The most they allow to be spent, in cents, where they set a ceiling ("up to 450"); else None."""
    for found in _CEILING.finditer(words):
        written = next(each for each in found.groups() if each)
        if is_money(written) and not _is_asked(words, found.start(), found.end()):
            return cents_of(written)
    return None


def _is_asked(words: str, start: int, end: int) -> bool:
    """Whether the ceiling stands inside a question: "is it under 600?" sets none."""
    before = [each.end() for each in _SENTENCE_ENDS.finditer(words, 0, start)]
    after = _SENTENCE_ENDS.search(words, end)
    asked = after is not None and after.group() == "?"
    return asked and _ASKING.match(words[before[-1] if before else 0 :]) is not None


def purchase_order(words: str) -> str | None:
    """The PO number as written, or None."""
    other = _OTHER_ORDER.search(words)
    if other:
        return str(other["used"] or other["named"])
    dashed = _DASHED_ORDER.search(words)
    if dashed:
        return dashed.group()
    found = _PURCHASE_ORDER.search(words)
    return found[1].rstrip(".") if found else _only_code(words)


def _only_code(words: str) -> str | None:
    """The one figure in words that speak of an order, where it can be nothing else."""
    if not _ORDER_WORD.search(words):
        return None
    codes = [found.group() for found in _CODE.finditer(words)]
    return codes[0] if len(codes) == 1 else None


_ORDER_WORD = re.compile(
    r"\b(?:P\.?O\.?(?! ?box)s?|purchase orders?|OC|orden de compra)(?!\w)", re.IGNORECASE
)
_CODE = re.compile(
    r"(?<![$€#\w.,/-])(?!\d{1,2}(?:am|pm|st|nd|rd|th|%)\b|\d{3}-\d{4}\b"
    r"|\d{1,2}/\d)(?:[A-Z]{1,4}-)?(?=\d)[\w/-]{3,}(?![\w$€%]|[.,:]\d)",
    re.IGNORECASE,
)


def without_orders(words: str) -> str:
    """The words with every order number taken out, so that none is taken for a home."""
    return _PURCHASE_ORDER.sub(" ", _DASHED_ORDER.sub(" ", words))


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
