"""A taught message as a labelled case: its words without what could lead to a person. Pure.

Takes out phone numbers, mail addresses, links and door codes; names of people stay, as readings depend on them.
"""

from __future__ import annotations

import re

from core.db import JsonObject

SOME_PHONE = "555-0100"
SOME_ADDRESS = "person@example.com"
SOME_LINK = "https://example.com"
SOME_CODE = "0000"
ID_PREFIX = "taught-"

_LINK = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
# Seven digits or more, however they are grouped; a day written year first is none.
_PHONE = re.compile(r"(?<![\w$])(?!\d{4}-\d\d-\d\d\b)\+?\(?\d(?:[ .()-]{0,3}\d){6,14}(?!\w)")
_CODE = re.compile(
    r"\b(codes?|c[oó]digo|clave|pin|lock ?box|contraseña|password)\b([^\d\n]{0,20}?)\b\d{3,8}\b",
    re.IGNORECASE,
)


def nameless(words: str) -> str:
    """The words with neutral numbers, addresses, links and codes in the place of real ones."""
    words = _LINK.sub(SOME_LINK, words)
    words = _ADDRESS.sub(SOME_ADDRESS, words)
    words = _PHONE.sub(SOME_PHONE, words)
    return _CODE.sub(rf"\g<1>\g<2>{SOME_CODE}", words)


def nameless_values(value: object) -> object:
    """The same for all words within: of an object, a list or a text; other values stay."""
    match value:
        case str():
            return nameless(value)
        case dict():
            return {str(name): nameless_values(each) for name, each in value.items()}
        case list():
            return [nameless_values(each) for each in value]
        case _:
            return value


def case_of(teaching_id: int, said: JsonObject, labels: JsonObject, note: str) -> JsonObject:
    """One case, in the shape that evaluation reads."""
    return {"id": f"{ID_PREFIX}{teaching_id}", **said, **labels, "note": note}
