"""How many parts a text message is sent in. Pure; counts as carriers bill (3GPP TS 23.038, GSM 7-bit or UCS-2)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

# Alerts put the same words into thousands of messages.
KEPT_COUNTS = 256

_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED = frozenset("^{}\\[~]|€\f")


class Encoding(StrEnum):
    """How a text travels; one character outside GSM-7 turns the whole text into UCS-2."""

    GSM7 = "GSM-7"
    UCS2 = "UCS-2"


_ROOM = {Encoding.GSM7: (160, 153), Encoding.UCS2: (70, 67)}


@dataclass(frozen=True)
class Segments:
    """count: parts sent and billed; length: in the encoding's own units; room_left: units left in the last part."""

    count: int
    encoding: Encoding
    length: int
    room_left: int


@lru_cache(maxsize=KEPT_COUNTS)
def segments_of(body: str) -> Segments:
    """Count the parts of a text; an empty one counts as one."""
    encoding = Encoding.GSM7 if set(body) <= _BASIC | _EXTENDED else Encoding.UCS2
    widths = [_width(character, encoding) for character in body]
    single, joined = _ROOM[encoding]
    if sum(widths) <= single:
        return Segments(1, encoding, sum(widths), single - sum(widths))
    count, used = 1, 0
    for width in widths:
        if used + width > joined:
            count, used = count + 1, 0
        used += width
    return Segments(count, encoding, sum(widths), joined - used)


def _width(character: str, encoding: Encoding) -> int:
    """Units one character takes; one that takes two is never cut in half between parts."""
    if encoding is Encoding.GSM7:
        return 2 if character in _EXTENDED else 1
    return 2 if ord(character) > 0xFFFF else 1
