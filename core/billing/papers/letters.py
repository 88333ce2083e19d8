"""What of people's words can be set in the fonts that come with the typesetter. Pure; refuses nothing, marks the rest.

A paper goes to a bank or a bookkeeper: boxes on it look broken, and turned letters could lie about a name or a sum.
"""

from __future__ import annotations

import re
import unicodedata

# In place of letters no font here has: the reader sees that something stands there.
MARK = "[?]"
# Written over by signs that turn the reading direction round, a name could read as another: they are left out, as are
# joiners and variants of signs that cannot be shown (Unicode UAX #9 §2, UTS #51).
_LEFT_OUT = frozenset({"Cf", "Cc", "Cs", "Co", "Cn"})
_VARIANTS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_LINES = re.compile("\r\n|[\r\u0085\u2028\u2029]")
# First and last letter of the blocks that Libertinus Serif and the fonts beside it in typst have wholly.
_HAD = (
    (0x0020, 0x04FF),  # Latin, IPA, Greek, Cyrillic
    (0x0531, 0x05F4),  # Armenian, Hebrew
    (0x0621, 0x063A),  # Arabic
    (0x0640, 0x0655),
    (0x10D0, 0x10FF),  # Georgian
    (0x1D00, 0x2027),  # more Latin and Greek, punctuation
    (0x202F, 0x2151),  # currencies, letter-like signs
    (0x2153, 0x2184),
    (0x2190, 0x23FF),  # arrows, mathematics, technical signs
    (0x2460, 0x262F),
    (0x2C60, 0x2C7F),
    (0xFB00, 0xFB4F),
)


def printable(words: str) -> str:
    """The words as a paper can show them: composed, without turning signs, MARK once for each run it cannot show."""
    plain = _VARIANTS.sub("", unicodedata.normalize("NFC", _LINES.sub("\n", words)))
    shown: list[str] = []
    for letter in plain:
        told = _told(letter)
        if told and not (told == MARK and shown[-1:] == [MARK]):
            shown.append(told)
    return "".join(shown)


def marks_in(words: str) -> int:
    """How often something had to be marked that was not written as the mark itself."""
    return printable(words).count(MARK) - words.count(MARK)


def _told(letter: str) -> str:
    """The letter, what it stands for where only that can be shown, nothing, or MARK."""
    if letter in "\n\t":
        return letter
    if unicodedata.category(letter) in _LEFT_OUT:
        return ""
    if _is_had(letter):
        return letter
    meant = unicodedata.normalize("NFKC", letter)
    return meant if meant != letter and all(map(_is_had, meant)) else MARK


def _is_had(letter: str) -> bool:
    return any(first <= ord(letter) <= last for first, last in _HAD)
