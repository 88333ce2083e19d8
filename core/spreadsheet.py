"""Lines of a CSV file (RFC 4180) that a spreadsheet opens as words and numbers, never as a formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence

# What is owed to a customer has a minus before it, and is a number all the same.
_AMOUNT = re.compile(r"-[0-9]{1,12}\.[0-9]{2}")
# How a cell begins that a spreadsheet would run or swallow (OWASP, CSV injection).
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")


def csv_line(cells: Sequence[str | int | None]) -> str:
    """One line with its end. Words that begin like a formula get an apostrophe before them; numbers stay numbers."""
    line = io.StringIO()
    csv.writer(line, lineterminator="\r\n").writerow([_cell(each) for each in cells])
    return line.getvalue()


def _cell(value: str | int | None) -> str | int:
    if value is None:
        return ""
    if isinstance(value, int):
        return value
    words = value.replace("\x00", "")
    if _AMOUNT.fullmatch(words):
        return words
    return f"'{words}" if words.lstrip(" ").startswith(DANGEROUS) else words
