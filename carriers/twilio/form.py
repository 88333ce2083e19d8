"""Twilio's form posts, read from the stored bytes: the same reading verifies and translates."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import parse_qsl

from werkzeug.datastructures import MultiDict

MOST_FIELDS = 500
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)


def read_form(content: bytes, content_type: str) -> MultiDict[str, str]:
    """The fields by the declared charset, else UTF-8, replacing what does not fit.

    A form of more than MOST_FIELDS fields reads as an empty one, which no signature fits.
    """
    declared = _CHARSET.search(content_type)
    charset = declared.group(1) if declared else "utf-8"
    try:
        return _read(content, charset)
    except LookupError:
        return _read(content, "utf-8")


def readings(content: bytes, content_type: str) -> Iterable[MultiDict[str, str]]:
    """The readings a signature may have been made over, likeliest first.

    An undeclared Latin-1 body is signed over its letters, which a UTF-8 reading has lost.
    """
    first = read_form(content, content_type)
    yield first
    if any("\ufffd" in value for value in first.values()):
        yield _read(content, "latin-1")


def _read(content: bytes, charset: str) -> MultiDict[str, str]:
    try:
        pairs = parse_qsl(
            content.decode(charset, "replace"),
            keep_blank_values=True,
            encoding=charset,
            errors="replace",
            max_num_fields=MOST_FIELDS,
        )
    except ValueError:
        return MultiDict()
    return MultiDict(pairs)
