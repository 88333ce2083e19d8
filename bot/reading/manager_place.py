"""Finds the property and the unit a manager's mail names, as written. Guesses none from a figure alone."""

from __future__ import annotations

import re

from bot.reading.manager_named import home_named
from bot.reading.manager_sums import SUM
from bot.reading.manager_terms import without_orders
from bot.reading.slots import unit_of

_STREET = (
    r"(?:st|street|ave|avenue|rd|road|dr|drive|ln|lane|blvd|boulevard|ct|court|pl|place|way|ter"
    r"|terrace|cir|circle|trail|row|square|sq|"
    r"hwy|pkwy|apartments|flats|homes|village|towers?|plaza|manor|commons|arms|gardens|heights|lofts)"
)
_NOT_A_PLACE = (
    r"(?!(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|January|February|March|April|May"
    r"|June|July|August|September|October|November|December|AM|PM|ACH|TVs?|USD|EUR|NTE|PO|OC|Units?|Apt)\b)"
)
_NAME = rf"{_NOT_A_PLACE}[A-ZÁÉÍÓÚÑ][A-Za-zÁÉÍÓÚÑáéíóúñ'’]+"
_TOWN = rf"{_NOT_A_PLACE}[A-ZÁÉÍÓÚÑ][a-záéíóúñ'’]+"
# "12 Elm", "214 Oak St"; a name that ends as places do; "calle Olmo 15"; "at Oak".
_PLACE = re.compile(
    rf"(?<![#$\d.,-])\b(\d{{1,5}} (?:[NSEW]\.? )?{_NAME}(?: {_NAME})?(?: {_STREET}\b)?)"
    rf"|\b((?:calle|avenida|av\.?|c/|calzada) {_NAME}(?: (?:de |la |del |los )*{_NAME})*(?: #?\d{{1,5}})?)"
    rf"|\b((?:{_NAME} ){{1,3}}{_STREET})\b"
    rf"|\b(?:at|en|for) ({_NAME}(?: {_NAME}){{0,2}})(?=[\s,.;:?!]|$)"
    rf"|\b(?:building|edificio|property|propiedad) ({_NAME}(?: {_NAME}){{0,2}})",
)
# "Casa Norte 3": a name of two words and its unit, or of one after "at", "de".
_NAME_AND_UNIT = re.compile(
    rf"(?:(?<!\d )\b({_TOWN} {_TOWN})|\b(?:at|in|en|for|de) ({_TOWN}))"
    rf" #?(\d{{1,4}}[A-Za-z]?)\b(?![/%-]|[.:]\d| ?(?:am|pm)\b)"
)
_NO_STREET = r"(?!\s+(?-i:(?:[NSEW]\.? )?[A-Z][a-z]))"
# A figure behind a street is its house.
_HOUSE_NUMBER = re.compile(
    rf"\b(?:{_TOWN} (?:St|Street|Ave|Rd|Road|Dr|Drive|Ln|Lane|Way|Ct|Mews|Row|Close)|(?:Calle|Privada|Avenida"
    rf"|Av\.?) {_TOWN})"
    r" \d{1,5}\b"
)
# Figures that are no home: sums, order numbers, years, forms.
_NO_HOME = re.compile(
    rf"(?:[$€]\s?|\b(?:usd|eur) ){SUM}|{SUM} (?:usd|eur|mxn)\b|\d{{1,3}}(?:[.,]\d{{3}})+(?:[.,]\d\d)?|\b\d+[.,]\d\d\b"
    rf"|\b(?:ok(?:ay)?(?:'?d)?|fine|good|approved?|done|do it|go|limit|[a-z]+'re|yes|not|it|price|charged)"
    rf" (?:at|for|in|to) {SUM}{_NO_STREET}|\b(?:even|card|bill(?:ed)?|charge[ds]?) (?:at|for) {SUM}"
    rf"|^\W*(?:at|for|por) {SUM}{_NO_STREET}|(?:\b(?:of|about|other|estimate|quote|doing|cancel|order)|^) ?#\d{{3,}}"
    rf"|\bunit is \d+ ?sq|\bfor {SUM} or less|\b(?:W-?9|W-?2|1099)\b|\b(?:in|since) (?:19|20)\d\d\b",
    re.IGNORECASE,
)
_STREET_ENDS_ANY_CASE = re.compile(
    rf"\b(\d{{1,5}} (?!min|hour|hr|day|week)(?:[a-z]+ ){{1,2}}{_STREET})\b|\b((?:calle|avenida) \w+(?: \d{{1,5}})?)",
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
_UNIT_OF_TENANT = re.compile(
    r"\b(?:tenants?|residents?|inquilin[oa]|lady|guy|family) (?:in|at|en|del?) (\d{1,4}[A-Za-z]?)\b(?! [A-Z])",
    re.IGNORECASE,
)
_UNIT_SAID = re.compile(
    r"\b(?:unit|apt\.?|apartment|suite|deptos?|room|rm|lot|loft|local|casa|space)[ .#]{1,2}"
    r"((?:\d{1,4}[A-Za-z]?-\d{1,4})|\d{1,4}[A-Za-z]?(?=:)|[A-Z]?-?\d{1,4}[A-Za-z]?)\b(?! ?(?:sq|%|ft|am|pm)\b)"
    r"|\b[A-Z][a-z]+ (\d{1,2}-\d{2})\b",
    re.IGNORECASE,
)
# "Dryer in 6 takes ages", "stuck again in 1,".
_UNIT_IN = re.compile(
    r"\b(?:in|of|del) (\d{1,3})(?=\s+(?:at|is|has|had|whistles|trips|takes|won|does|says|reports|keeps|leaks|ya"
    r"|me|tiene)\b"
    r"|,|\.(?!\d)|;|$)",
    re.MULTILINE,
)
_UNIT_LETTERED = re.compile(r"(?<![$#\w-])(\d{1,3}[A-F])\b(?! ?(?:am|pm))")


def property_hint(text: str) -> str:
    """The property as written, or ""."""
    together = _NAME_AND_UNIT.search(text)
    if together:
        return str(together[1] or together[2])
    for found in _PLACE.finditer(_NO_HOME.sub(" ", text)):
        named = next(group for group in found.groups() if group).strip()
        if not _PEOPLE_AND_PAPER.match(named):
            return named
    bare = _NO_HOME.sub(" ", text)
    loose = _STREET_ENDS_ANY_CASE.search(bare) or _SHOUTED.search(bare)
    return loose.group().strip() if loose else home_named(bare)


def unit_named(text: str) -> str | None:
    """The unit as written, without apt or #; also "at 305" and a lettered number such as 9B."""
    homes = _NO_HOME.sub(" ", without_orders(text))
    said = _UNIT_SAID.search(homes)
    told = str(said[1] or said[2]) if said else unit_of(_HOUSE_NUMBER.sub(" ", homes))
    if told:
        return told
    together = _NAME_AND_UNIT.search(_HOUSE_NUMBER.sub(" ", homes))
    if together and together[1]:
        return together[3]
    patterns = (_UNIT_AT, _UNIT_LETTERED, _UNIT_OF_TENANT, _UNIT_IN)
    found = next((match for match in (each.search(homes) for each in patterns) if match), None)
    return found[1] if found else None
