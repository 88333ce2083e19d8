"""Bring a list in: first a dry run that says every problem by line, then the lines without one. LOT lines at a time,
each lot a promise of its own, so that neither a long list nor a killed process loses or doubles anything.
"""

from __future__ import annotations

import codecs
import csv
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import chain, islice

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from core.blobs import Blob, BlobPiece
from core.directory.actions.list_writing import plan_line, unknown_in, write_plan
from core.directory.list_lines import Problem, head_problems, plain_cell, read_line
from core.directory.model import DirectoryImport, ImportState, ListKind
from core.errors import FieldRefused, NotFound, Refused
from core.events.actions import Actor
from core.outbox import Kind
from core.outbox.actions import promise
from core.spreadsheet import csv_line

LOT = 500
MOST_LINES = 200_000
UNREADABLE = "This is no list we can read. Save it as CSV with UTF-8, with commas or semicolons."


class QuoteLeftOpen(csv.Error):
    """A quote is opened in this line and never closed, so that the rest of the file is one cell."""

    def __init__(self, line: int) -> None:
        super().__init__(
            f"A quote opened in line {line} is never closed, so that all after it reads as one cell."
            " Close it, or write it twice where it belongs to the words, and bring the list again."
        )


def open_import(
    session: Session, kind: ListKind, blob: Blob, *, file_name: str, staff_id: int
) -> DirectoryImport:
    """Take a list in and promise its dry run; nothing of it is written before somebody says so."""
    opened = DirectoryImport(
        kind=kind, blob_id=blob.id, file_name=file_name[:200], started_by_id=staff_id
    )
    session.add(opened)
    session.flush()
    _promise(session, opened, 0)
    return opened


def run_import(session: Session, import_id: int) -> DirectoryImport:
    """Write the lines that had no problem. Refused before the dry run has ended, and a second time."""
    row = session.get(DirectoryImport, import_id, with_for_update=True)
    if row is None:
        raise NotFound("import", import_id)
    if row.state is not ImportState.CHECKED:
        raise Refused("This list cannot be brought in now.")
    row.state, row.problems_blob_id, row.finished_at = ImportState.RUNNING, None, None
    row.lines = row.wrong = row.made = row.changed = row.same = 0
    session.flush()
    _promise(session, row, 0)
    return row


def work_lot(
    session: Session,
    import_id: int,
    start: int,
    *,
    zone: str,
    actor: Actor,
    own: Collection[str] = (),
) -> None:
    """Go through LOT lines from `start`, and promise the next lot. A lot that was worked already is passed over.

    own: the company's numbers and addresses, which are nobody else's.
    """
    row = session.get(DirectoryImport, import_id, with_for_update=True)
    if row is None or row.lines != start:
        return
    if row.state not in (ImportState.CHECKING, ImportState.RUNNING):
        return
    try:
        is_last = _work(session, row, start, _Around(zone, actor, frozenset(own)))
    except QuoteLeftOpen as open_quote:
        is_last, row.state, row.reason = True, ImportState.FAILED, str(open_quote)
    except (UnicodeDecodeError, csv.Error):
        is_last, row.state, row.reason = True, ImportState.FAILED, UNREADABLE
    if not is_last:
        session.flush()
        _promise(session, row, row.lines)
        return
    done = {ImportState.CHECKING: ImportState.CHECKED, ImportState.RUNNING: ImportState.DONE}
    row.state = done.get(row.state, row.state)
    row.finished_at = func.clock_timestamp()
    session.flush()


@dataclass(frozen=True)
class _Around:
    """What is the same for every line."""

    zone: str
    actor: Actor
    own: frozenset[str]


def _work(session: Session, row: DirectoryImport, start: int, around: _Around) -> bool:
    """Whether the list has ended."""
    lines = _records(_text(session, row.blob_id))
    head = [name.strip().lower() for name in next(lines, (0, []))[1]]
    wrong_head = head_problems(row.kind, head)
    if wrong_head:
        row.state, row.reason = ImportState.FAILED, _said(wrong_head)[:300]
        return True
    at = head.index("key")
    seen = {plain_cell(cells[at]) for _, cells in islice(lines, start) if len(cells) > at}
    told: list[str] = []
    count = 0
    for line, cells in islice(lines, LOT):
        count += 1
        problems = _line(session, row, dict(zip(head, cells, strict=False)), seen, around)
        row.wrong += bool(problems)
        told += (csv_line((line, each.column, each.message)) for each in problems)
    row.lines = start + count
    if told:
        _tell(session, row, start, "".join(told))
    return count < LOT or row.lines >= MOST_LINES


def _line(
    session: Session,
    row: DirectoryImport,
    cells: dict[str, str],
    seen: set[str],
    around: _Around,
) -> tuple[Problem, ...]:
    values, problems = read_line(row.kind, cells)
    key = values.get("key", "")
    if key and key in seen:
        problems = (*problems, Problem("key", "This key stands in a line above already."))
    seen.add(key)
    ours = (name for name in ("phone", "email") if values.get(name) in around.own)
    problems += tuple(Problem(name, "This is the company's own; give theirs.") for name in ours)
    if problems:
        return problems + unknown_in(session, row.kind, values)
    try:
        plan = plan_line(session, row.kind, values, zone=around.zone)
        if row.state is ImportState.RUNNING:
            write_plan(session, plan, file_name=row.file_name, actor=around.actor)
    except FieldRefused as refusal:
        first = Problem(refusal.field, refusal.message)
        return unknown_in(session, row.kind, values) or (first,)
    setattr(row, plan.outcome, getattr(row, plan.outcome) + 1)
    return ()


def _text(session: Session, blob_id: int) -> Iterator[str]:
    """The file in lines, a piece of it in memory at a time."""
    decode = codecs.getincrementaldecoder("utf-8-sig")()
    rest = ""
    numbers = session.scalars(
        select(BlobPiece.n).where(BlobPiece.blob_id == blob_id).order_by(BlobPiece.n)
    ).all()
    for n in numbers:
        piece = session.scalars(
            select(BlobPiece.content).where(BlobPiece.blob_id == blob_id, BlobPiece.n == n)
        ).one()
        *whole, rest = (rest + decode.decode(piece)).split("\n")
        yield from (f"{line}\n" for line in whole)
    rest += decode.decode(b"", final=True)
    if rest:
        yield rest


def _records(lines: Iterator[str]) -> Iterator[tuple[int, list[str]]]:
    """Records of cells with the line they end in; the first line tells whether commas or semicolons part them. Empty
    ones are passed over.
    """
    first = next(lines, "")
    mark = ";" if first.count(";") > first.count(",") else ","
    source = _Lines(chain((first,), lines))
    reader = csv.reader(source, delimiter=mark)
    while True:
        begins = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise (QuoteLeftOpen(begins) if "field larger" in str(error) else error) from error
        if source.has_ended:
            # A whole record is there without a look at what follows; only within a quote the reader asks for more.
            raise QuoteLeftOpen(begins)
        if any(cell.strip() for cell in cells):
            yield reader.line_num, cells


class _Lines:
    """Lines that remember whether somebody asked beyond the last."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self.has_ended = False

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        for line in self._lines:
            return line
        self.has_ended = True
        raise StopIteration


def _said(problems: tuple[Problem, ...]) -> str:
    return " ".join(f"{each.column}: {each.message}" for each in problems)


def _tell(session: Session, row: DirectoryImport, start: int, told: str) -> None:
    """Put more problems behind those that stand in the file of problems."""
    head = ""
    if row.problems_blob_id is None:
        blob = Blob(content_type="text/csv", size=0, sha256="")
        session.add(blob)
        session.flush()
        row.problems_blob_id = blob.id
        head = csv_line(("line", "column", "problem"))
    content = (head + told).encode()
    session.execute(
        insert(BlobPiece).values(blob_id=row.problems_blob_id, n=start // LOT, content=content)
    )
    blob = session.get_one(Blob, row.problems_blob_id)
    blob.size += len(content)


def _promise(session: Session, row: DirectoryImport, start: int) -> None:
    promise(session, Kind.BRING_IN, {"import_id": row.id, "start": start})
