"""Finds the property and the unit a manager's mail names, as written. Guesses none from a figure alone."""

from __future__ import annotations

import re

from bot.reading.slots import unit_of

_STREET = (
    r"(?:st|street|ave|avenue|rd|road|dr|drive|ln|lane|blvd|boulevard|ct|court|pl|place|way|ter"
    r"|terrace|cir|circle|trail|row|square|sq|"
    r"hwy|pkwy|apartments|flats|homes|village|towers?|plaza|manor|commons|arms|gardens|heights|lofts)"
)
_NOT_A_PLACE = (
    r"(?!(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|January|February|March|April|May"
    r"|June|July|August|September|October|November|December|AM|PM|Units?|Apt)\b)"
)
_NAME = rf"{_NOT_A_PLACE}[A-ZÁÉÍÓÚÑ][A-Za-zÁÉÍÓÚÑáéíóúñ'’]+"
# "12 Elm", "214 Oak St"; a name that ends as places do; "calle Olmo 15"; "at Oak".
_PLACE = re.compile(
    rf"(?<![#$\d.,-])\b(\d{{1,5}} (?:[NSEW]\.? )?{_NAME}(?: {_NAME})?(?: {_STREET}\b)?)"
    rf"|\b((?:calle|avenida|av\.?|c/|calzada) {_NAME}(?: (?:de |la |del |los )*{_NAME})*(?: #?\d{{1,5}})?)"
    rf"|\b((?:{_NAME} ){{1,3}}{_STREET})\b"
    rf"|\b(?:at|en|for) ({_NAME}(?: {_NAME}){{0,2}})(?=[\s,.;:?!]|$)",
)
_STREET_ENDS_ANY_CASE = re.compile(
    rf"\b(\d{{1,5}} (?:[a-z]+ ){{1,2}}{_STREET})\b|\b((?:calle|avenida) \w+(?: \d{{1,5}})?)",
    re.IGNORECASE,
)
_SHOUTED = re.compile(r"(?<!#)\b\d{1,5} [A-Z]{3,}\b")
_PEOPLE_AND_PAPER = re.compile(
    r"(?:the|this|that|hi|hello|good|dear|thanks|thank|please|our|your|best|regards)\b",
    re.IGNORECASE,
)
_UNIT_AT = re.compile(
    r"\b(?:on site at|over at|there at|at|in|for) #?([1-9]\d{2,3}[A-Za-z]?)\b(?!\s*[A-Z$:%])"
)
_UNIT_LETTERED = re.compile(r"(?<![$#\w-])(\d{1,3}[A-F])\b(?! ?(?:am|pm))")


def property_hint(text: str) -> str:
    """The property as written, or ""."""
    for found in _PLACE.finditer(text):
        named = next(group for group in found.groups() if group).strip()
        if not _PEOPLE_AND_PAPER.match(named):
            return named
    loose = _STREET_ENDS_ANY_CASE.search(text) or _SHOUTED.search(text)
    return loose.group().strip() if loose else ""


def unit_named(text: str) -> str | None:
    """The unit as written, without apt or #; also "at 305" and a lettered number such as 9B."""
    told = unit_of(text)
    if told:
        return told
    for pattern in (_UNIT_AT, _UNIT_LETTERED):
        found = pattern.search(text)
        if found:
            return found[1]
    return None
