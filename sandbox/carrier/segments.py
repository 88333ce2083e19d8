"""How many parts a text is carried in. Pure."""

from enum import StrEnum

_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_ESCAPED = frozenset("\f^{}\\[~]|€")


class Encoding(StrEnum):
    """The two alphabets of a text message (3GPP TS 23.038)."""

    GSM_7 = "GSM-7"
    UCS_2 = "UCS-2"


_WHOLE = {Encoding.GSM_7: 160, Encoding.UCS_2: 70}
_PART = {Encoding.GSM_7: 153, Encoding.UCS_2: 67}


def encoding_of(body: str) -> Encoding:
    """Return GSM-7 when every character is in its basic or escaped table, else UCS-2."""
    fits = _BASIC.issuperset(body) or (_BASIC | _ESCAPED).issuperset(body)
    return Encoding.GSM_7 if fits else Encoding.UCS_2


def segments_of(body: str) -> int:
    """Return the number of parts: 160/153 septets in GSM-7, 70/67 UTF-16 units in UCS-2.

    An escape pair or a surrogate pair is never split between two parts. Empty counts as one.
    """
    encoding = encoding_of(body)
    if len(body) <= _WHOLE[encoding] // 2:
        return 1
    widths = [_width(character, encoding) for character in body]
    if sum(widths) <= _WHOLE[encoding]:
        return 1
    return _parts(widths, _PART[encoding])


def _width(character: str, encoding: Encoding) -> int:
    if encoding is Encoding.GSM_7:
        return 2 if character in _ESCAPED else 1
    return 2 if ord(character) > 0xFFFF else 1


def _parts(widths: list[int], room: int) -> int:
    parts, used = 1, 0
    for width in widths:
        if used + width > room:
            parts, used = parts + 1, 0
        used += width
    return parts
