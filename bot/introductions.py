"""Name and address as a stranger gives them within a text. Pure; guesses no name that is not introduced."""

from __future__ import annotations

import re

_NAME = re.compile(
    r"(?:\b(?i:my name is|name:|this is|it'?s|i'?m|i am|me llamo|mi nombre es|soy|habla))\s+"
    r"([A-ZÁÉÍÓÚÑ][\w'’-]+(?:\s+[A-ZÁÉÍÓÚÑ][\w'’-]+){0,2})"
)
_NAME_IN_SMALL = re.compile(
    r"\b(?:my name is|me llamo|mi nombre es)\s+([\w'’-]+(?:\s+(?!(?:and|at|in|from|y|en|de)\b)[\w'’-]+)?)",
    re.IGNORECASE,
)
_STREETS = r"st|street|ave|avenue|rd|road|dr|drive|ln|lane|way|blvd|boulevard|ct|court|pl|place|ter|terrace|hwy"
_UNIT = r"(?:[ ,.]*(?:#|apt\.?|apartment|unit|suite|apto\.?|depto\.?|departamento)\s*#?\s*\w+)?"
_ADDRESS = re.compile(
    rf"\b\d{{1,5}}\s+(?:[NSEW]\.?\s+)?(?:[\w'.-]+\s+){{1,3}}?(?:{_STREETS})\b\.?{_UNIT}"
    rf"|\b(?:calle|avenida|av)\.?\s+(?:[\w'.-]+\s+){{1,4}}?\d{{1,5}}\b{_UNIT}",
    re.IGNORECASE,
)
# "I'm Sick of this": capital letters alone make no name.
_NO_NAMES = frozenset(
    ("the", "a", "an", "my", "no", "not", "so", "sick", "still", "at", "in", "on", "here", "home", "calling",
     "un", "una", "la", "el", "de", "inquilino", "inquilina", "tenant", "unit", "apt", "apartment")
)  # fmt: skip


def name_in(text: str) -> str:
    """The name they introduce themselves by, or nothing."""
    found = _NAME.search(text) or _NAME_IN_SMALL.search(text)
    if found is None or found.group(1).split()[0].lower() in _NO_NAMES:
        return ""
    return found.group(1).strip()


def address_in(text: str) -> str:
    """A street address as written, or nothing."""
    found = _ADDRESS.search(text)
    return " ".join(found.group().split()) if found else ""
