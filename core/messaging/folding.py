"""The typography of a text put plainly, since one curly quote makes all its parts dear. Pure; what it says stays.

Accents, emoji, other scripts, letters that only look like quotes, and web addresses are never touched; nor is a mail.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from core.messaging.segments import Segments, segments_of

_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"
# What word processors and phones put in by themselves, by its twin in GSM-7 (3GPP TS 23.038).
_TWINS: Mapping[str, str] = {
    # Single quotes, the accents typed in their place, and the sign for feet.
    "'": "\u2018\u2019\u201a\u201b\u2032\u00b4`",
    # Double quotes, those of Spanish print, and the sign for inches.
    '"': "\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb",
    # Dashes and the minus sign, then the bullets of a list.
    "-": f"{_DASHES}\u2022\u2023\u2043\u25aa\u25cf\u25e6",
    "...": "\u2026",
    # No-break and narrow spaces, and the tab of a spreadsheet's cell.
    " ": "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\t",
    "\n": "\u2028\u2029",
    # What nobody sees: a soft hyphen, a break of no width, a joiner of words, a mark of byte order.
    "": "\u00ad\u200b\u2060\ufeff",
}
_PLAIN = str.maketrans({each: twin for twin, several in _TWINS.items() for each in several})
_TYPOGRAPHIC = re.escape("".join(map(chr, _PLAIN)))
_BREAKING = re.escape("".join(chr(each) for each in _PLAIN if chr(each) not in _DASHES))
# A dash may be part of an address; a quote, or anything of the kind at its end, is of the words around it.
_ADDRESS = re.compile(rf"((?:https?://|www\.)[^\s{_BREAKING}]*[^\s{_TYPOGRAPHIC}])", re.IGNORECASE)


def folded(words: str) -> str:
    """The words of a text as they leave; folding them again changes nothing."""
    parts = _ADDRESS.split(words)
    return "".join(part if at % 2 else part.translate(_PLAIN) for at, part in enumerate(parts))


def size_folded(words: str) -> Segments:
    """The parts that typed words are sent in: what every page that counts should show."""
    return segments_of(folded(words))
