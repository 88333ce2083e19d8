"""Twilio's form posts, read from the stored bytes: the same reading verifies and translates."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from urllib.parse import parse_qsl

MOST_FIELDS = 500
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)


class PostedForm:
    """Fields by name. Light, and spelled so that Twilio's validator reads it without detours."""

    def __init__(self, pairs: Iterable[tuple[str, str]] = ()) -> None:
        self._values: dict[str, list[str]] = {}
        for name, value in pairs:
            self._values.setdefault(name, []).append(value)

    def get(self, name: str, default: str = "") -> str:
        """The first value of a field."""
        return self._values[name][0] if name in self._values else default

    def getall(self, name: str) -> list[str]:
        """Every value of a field; the validator asks by this name."""
        return self._values[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)


def read_form(content: bytes, content_type: str) -> PostedForm:
    """The fields by the declared charset, else UTF-8, replacing what does not fit.

    A form of more than MOST_FIELDS fields reads as an empty one, which no signature fits.
    """
    declared = _CHARSET.search(content_type)
    charset = declared.group(1) if declared else "utf-8"
    try:
        return _read(content, charset)
    except LookupError:
        return _read(content, "utf-8")


def readings(content: bytes, content_type: str) -> Iterable[PostedForm]:
    """The readings a signature may have been made over, likeliest first.

    An undeclared Latin-1 body is signed over its letters, which a UTF-8 reading has lost.
    """
    first = read_form(content, content_type)
    yield first
    if any("\ufffd" in value for name in first for value in first.getall(name)):
        yield _read(content, "latin-1")


def _read(content: bytes, charset: str) -> PostedForm:
    try:
        pairs = parse_qsl(
            content.decode(charset, "replace"),
            keep_blank_values=True,
            encoding=charset,
            errors="replace",
            max_num_fields=MOST_FIELDS,
        )
    except ValueError:
        return PostedForm()
    return PostedForm(pairs)
