"""Any list as a CSV file, sent line after line while it is read: a page's filter, and all that it finds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeAlias

from flask import stream_with_context
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from core.spreadsheet import Cell, csv_line
from office.door import office, snapshot

Lines: TypeAlias = Callable[[Session], Iterator[Sequence[Cell]]]
# Spreadsheets take a file without this mark for one of another century's encoding.
BYTE_ORDER_MARK = "\ufeff"
LINES_AT_ONCE = 200


def csv_file(name: str, lines: Lines) -> Response:
    """A download called `name`.csv; `lines` gives its head and then a line a row, and is read while it is sent.

    It tells of one moment: nothing is missed or written twice while others work. Times stand on the company's clock,
    with its distance from UTC.
    """
    answer = Response(stream_with_context(_sent(lines)), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _sent(lines: Lines) -> Iterator[str]:
    yield BYTE_ORDER_MARK
    waiting: list[str] = []
    zone = office().settings.company_timezone
    with snapshot() as session:
        for cells in lines(session):
            waiting.append(csv_line(cells, zone=zone))
            if len(waiting) >= LINES_AT_ONCE:
                yield "".join(waiting)
                waiting.clear()
    yield "".join(waiting)
