"""Brings a person's words into one plain spelling, so that lexicons need say each thing once.
Never loses a word.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Longer messages are cut here: what matters stands early, and time to read stays bounded.
MOST_CHARACTERS = 6_000
# One message and its parts are asked for again and again while it is read.
MOST_REMEMBERED = 32

_APOSTROPHES = str.maketrans("", "", "'’‘`´ʼ")
# Letters of other alphabets that look like ours, as copied text and phones' keyboards mix them in.
_ALIKE = str.maketrans("аеорсухіѕјԁɡոмткнвαοικτνρυηε", "aeopcyxisjdgnmtkhbaoiktvpune")
_LATIN, _ALIEN = re.compile("[a-z]"), re.compile("[\u0370-\u03ff\u0400-\u052f\u0531-\u0587ɡ]")
# "G A S" and "g.a.s": a word spelled out, three letters at least.
# What people write as a letter and mean as a word, in either language, and the letters of a/c, c/o and the like.
_ALONE = frozenset("abcdeiknoqruwxy")
_SPELLED = re.compile(r"\b(?:[a-z][ .*_-]{1,2}){2,}[a-z]\b")
_THUMB = re.compile("[\U0001f44d\U0001f44c]")
_TOKEN = re.compile(r"[a-z0-9]+(?:[.:/][0-9]+)*|,")
# A full stop inside 2.5 or 9.30 ends nothing.
_ENDS = re.compile(r"[!?;\n\r…—–|()]+|(?<!\d)\.|\.(?!\d)|\s-\s|\.$")
_TURNS = re.compile(
    r"\b(?:but|though|although|however|except|pero|aunque|period|sin embargo|also)\b"
)
# "Poop. In. My. Tub." is one sentence.
_STACCATO = re.compile(r"\b([a-z]+)\. (?=[a-z]+\.(?: |$))")
_LONG = (
    ("cannot", "cant"),
    ("can not", "cant"),
    ("do not", "dont"),
    ("does not", "doesnt"),
    ("did not", "didnt"),
    ("is not", "isnt"),
    ("are not", "arent"),
    ("was not", "wasnt"),
    ("will not", "wont"),
    ("thru", "through"),
    ("threw the", "through the"),
    ("w", "with"),
    ("wo", "without"),
    ("rly", "really"),
    ("ur", "your"),
    ("u r", "you are"),
    ("r u", "are you"),
    ("c o", "co"),
    ("q", "que"),
    ("xq", "porque"),
    *((slip, "toilet") for slip in ("toliet", "tolet", "toilit", "toielt", "tiolet", "toilt")),
    *((slip, "refrigerator") for slip in ("refridgerator", "refrigirator", "refrigerater")),
    *((slip, "dishwasher") for slip in ("dishwaser", "diswasher", "dishwahser", "dishwashr")),
    *((slip, "faucet") for slip in ("faucit", "fawcet", "faucett", "facuet")),
    *((slip, "ceiling") for slip in ("celing", "cieling", "ceilling", "cealing")),
    *((slip, "leaking") for slip in ("leeking", "leakin", "leking", "leaknig")),
    *((slip, "water") for slip in ("watter", "wter", "watr", "wateer", "wather")),
    *((slip, "elevator") for slip in ("elevater", "elavator", "elivator")),
    *((slip, "sewage") for slip in ("sewege", "sewedge", "suage")),
    *((slip, "alarm") for slip in ("alram", "alrm", "alarn")),
    *((slip, "smell") for slip in ("smel", "smeel", "smll")),
    *((slip, "outlet") for slip in ("oulet", "outlit", "outler", "outelt")),
)
_SHORTHAND = re.compile(r"\b(" + "|".join(re.escape(long) for long, _ in _LONG) + r")\b")
_PLAIN = dict(_LONG)


@lru_cache(maxsize=MOST_REMEMBERED)
def fold(text: str) -> str:
    """Lower case, no accents, no apostrophes, nothing unseen; odd letters made plain, spelled words put together."""
    plain = unicodedata.normalize("NFKD", text[:MOST_CHARACTERS])
    bare = "".join(letter for letter in plain if not _is_mark(letter))
    spoken = _THUMB.sub(" ok ", bare)
    joined = (
        spoken.translate(_APOSTROPHES)
        .lower()
        .replace("&", " and ")
        .replace("a/c", "ac")
        .replace("c.o.", "co ")
    )
    joined = _SPELLED.sub(_put_together, _in_our_letters(joined))
    joined = _STACCATO.sub(r"\1 ", joined)
    return _SHORTHAND.sub(lambda found: _PLAIN[found.group(1)], joined)


def _is_mark(letter: str) -> bool:
    """What stands on a letter, or stands between letters unseen: accents, joiners, soft hyphens, turns of direction."""
    return unicodedata.combining(letter) != 0 or unicodedata.category(letter) == "Cf"


def _in_our_letters(text: str) -> str:
    """Lookalikes replaced in a text that is written in our letters; one in another alphabet stays as it is."""
    alien = len(_ALIEN.findall(text))
    return text.translate(_ALIKE) if 0 < alien <= len(_LATIN.findall(text)) else text


def _put_together(spelled: re.Match[str]) -> str:
    """One word, unless every letter is a word by itself: "u r a lifesaver", "c o i think"."""
    letters = re.sub("[^a-z]", "", spelled.group())
    return spelled.group() if _ALONE.issuperset(letters) else letters


@lru_cache(maxsize=MOST_REMEMBERED)
def sentences(text: str) -> tuple[str, ...]:
    """The message cut where a sentence ends or turns ("but"), tokens joined by one space."""
    cut = _TURNS.sub(";", _ENDS.sub(";", fold(text)))
    found = (" ".join(_TOKEN.findall(part)) for part in cut.split(";"))
    return tuple(part for part in found if part)


def tokens(text: str) -> tuple[str, ...]:
    """Every word of the message, folded, without punctuation."""
    return tuple(word for word in _TOKEN.findall(fold(text)) if word != ",")


def bare(text: str) -> str:
    """The message as one line of folded words: how whole-message words are compared."""
    return " ".join(tokens(text))
