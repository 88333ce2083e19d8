"""Bytes into words, whatever a sender declared. Never raises: what cannot be read is replaced."""

from __future__ import annotations

import re

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"

# Python "charsets" that are no charsets of mail: escapes, host names, this machine's own.
_NO_CHARSETS = frozenset(
    {"idna", "mbcs", "oem", "punycode", "raw_unicode_escape", "undefined", "unicode_escape"}
)
# PostgreSQL keeps neither, and no person types them.
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_LABEL_NOISE = re.compile(
    "[\x01-\x08\x0b\x0c\x0e-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)


def decoded(content: bytes, charset: str | None) -> str:
    """Read bytes by their declared charset, else as UTF-8, replacing what does not fit."""
    name = (charset or "utf-8").strip().strip("\"'").lower().replace("-", "_")
    if name in _NO_CHARSETS:
        name = "utf-8"
    try:
        return clean(content.decode(name, "replace"))
    except (LookupError, UnicodeError, ValueError):
        return clean(content.decode("utf-8", "replace"))


def clean(text: str) -> str:
    """The same words without NUL and lone surrogates, which no database stores."""
    return _UNSTORABLE.sub(REPLACEMENT, text)


def label(text: str, *, longest: int) -> str:
    """One line fit for a list: no control, bidi or zero-width characters, cut to `longest`."""
    return " ".join(_LABEL_NOISE.sub("", clean(text)).split())[:longest]
