"""Cuts a stored multipart/form-data body into its parts, byte for byte (RFC 7578).

Web form parsers decode each field as UTF-8, but a mail's fields come in the charsets their senders
chose. A body without its closing boundary is refused: it was cut on the way.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from werkzeug.http import parse_options_header

from carriers.base import Unreadable
from carriers.charsets import decoded, label

MOST_PARTS = 5_000
LONGEST_NAME = 200
_LONGEST_BOUNDARY = 200
_BLANK_LINE = re.compile(rb"\r?\n\r?\n")
_HEADER_LINE = re.compile(rb"\r?\n(?![ \t])")


@dataclass(frozen=True)
class FormFile:
    """One uploaded file of the form."""

    name: str
    filename: str
    content_type: str
    content: bytes = field(repr=False)


@dataclass(frozen=True)
class Form:
    """The first value of each field, as bytes, and the files in order."""

    fields: Mapping[str, bytes] = field(repr=False)
    files: tuple[FormFile, ...] = ()


def read_form(content: bytes, content_type: str) -> Form:
    """Cut a whole body. Raises Unreadable for a wrong or missing boundary, or a truncated body."""
    fields: dict[str, bytes] = {}
    files: list[FormFile] = []
    for start, end in _spans(content, boundary_of(content_type)):
        head, body = _split(content, start, end)
        disposition = parse_options_header(head.get("content-disposition", ""))[1]
        name = disposition.get("name", "")
        filename = disposition.get("filename")
        if filename is None:
            fields.setdefault(name, body)
        else:
            short = label(filename, longest=LONGEST_NAME)
            kind = head.get("content-type", "application/octet-stream")
            files.append(FormFile(name, short, kind, body))
    return Form(fields, tuple(files))


def boundary_of(content_type: str) -> bytes:
    """The boundary a Content-Type declares. Raises Unreadable when it declares none."""
    kind, options = parse_options_header(content_type)
    boundary = options.get("boundary", "")
    if kind != "multipart/form-data" or not 0 < len(boundary) <= _LONGEST_BOUNDARY:
        raise Unreadable("The body is no multipart form with a boundary.")
    return boundary.encode("latin-1", "replace")


def is_whole(beginning: bytes, end: bytes, boundary: bytes) -> bool:
    """Whether a body was cut nowhere. end: at least its last few hundred bytes."""
    return b"--" + boundary in beginning and b"--" + boundary + b"--" in end


def _spans(content: bytes, boundary: bytes) -> list[tuple[int, int]]:
    delimiter = re.compile(rb"(?:^|\r?\n)--" + re.escape(boundary) + rb"(--)?[ \t]*(?=\r?\n|\Z)")
    spans: list[tuple[int, int]] = []
    start: int | None = None
    for match in delimiter.finditer(content):
        if start is not None:
            spans.append((start, match.start()))
        if match.group(1):
            return spans
        if len(spans) >= MOST_PARTS:
            raise Unreadable("The form has too many parts.")
        start = match.end()
    raise Unreadable("The form has no closing boundary: it was cut on the way.")


def _split(content: bytes, start: int, end: int) -> tuple[dict[str, str], bytes]:
    blank = _BLANK_LINE.search(content, start, end)
    if blank is None:
        return {}, b""
    head: dict[str, str] = {}
    for line in _HEADER_LINE.split(content[start : blank.start()]):
        name, _, value = line.partition(b":")
        head[name.strip().lower().decode("latin-1")] = decoded(value.strip(), None)
    return head, content[blank.end() : end]
