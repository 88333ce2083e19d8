"""Lines of a CSV file (RFC 4180) that a spreadsheet opens as words, numbers and days, never as a formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import TypeAlias

from core.clock import local

# A moment is told on the clock of whoever reads the file.
Cell: TypeAlias = str | int | date | datetime | None
UTC = "UTC"
# What is owed to a customer has a minus before it, and is a number all the same.
_AMOUNT = re.compile(r"-[0-9]{1,12}\.[0-9]{2}")
# How a cell begins that a spreadsheet would run or swallow (OWASP, CSV injection).
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")


def csv_line(cells: Sequence[Cell], *, zone: str = UTC) -> str:
    """One line with its end. Words that begin like a formula get an apostrophe before them; numbers stay numbers.

    zone: the IANA zone on whose clock moments are written.
    """
    line = io.StringIO()
    csv.writer(line, lineterminator="\r\n").writerow([_cell(each, zone) for each in cells])
    return line.getvalue()


def moment_words(moment: datetime, zone: str) -> str:
    """A moment on a zone's clock with its distance from UTC (ISO 8601): `2026-11-22T14:30-06:00`."""
    return local(moment, zone).isoformat(timespec="minutes")


def _cell(value: Cell, zone: str) -> str | int:
    if value is None:
        return ""
    if isinstance(value, int):
        return value
    if isinstance(value, datetime):
        return moment_words(value, zone)
    if isinstance(value, date):
        return value.isoformat()
    words = value.replace("\x00", "")
    if _AMOUNT.fullmatch(words):
        return words
    return f"'{words}" if words.lstrip(" ").startswith(DANGEROUS) else words
