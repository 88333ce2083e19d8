"""Bring a list in: first a dry run that says every problem by line, then the lines without one. LOT lines at a time,
each lot a promise of its own, so that neither a long list nor a killed process loses or doubles anything.
"""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator
from itertools import islice

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from core.blobs import Blob, BlobPiece
from core.directory.actions.list_writing import plan_line, write_plan
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


def work_lot(session: Session, import_id: int, start: int, *, zone: str, actor: Actor) -> None:
    """Go through LOT lines from `start`, and promise the next lot. A lot that was worked already is passed over."""
    row = session.get(DirectoryImport, import_id, with_for_update=True)
    if row is None or row.lines != start:
        return
    if row.state not in (ImportState.CHECKING, ImportState.RUNNING):
        return
    try:
        is_last = _work(session, row, start, zone=zone, actor=actor)
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


def _work(session: Session, row: DirectoryImport, start: int, *, zone: str, actor: Actor) -> bool:
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
        problems = _line(session, row, dict(zip(head, cells, strict=False)), seen, zone, actor)
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
    zone: str,
    actor: Actor,
) -> tuple[Problem, ...]:
    values, problems = read_line(row.kind, cells)
    key = values.get("key", "")
    if key and key in seen:
        problems = (*problems, Problem("key", "This key stands in a line above already."))
    seen.add(key)
    if problems:
        return problems
    try:
        plan = plan_line(session, row.kind, values, zone=zone)
        if row.state is ImportState.RUNNING:
            write_plan(session, plan, file_name=row.file_name, actor=actor)
    except FieldRefused as refusal:
        return (Problem(refusal.field, refusal.message),)
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
    reader = csv.reader(_after(first, lines), delimiter=mark)
    for cells in reader:
        if any(cell.strip() for cell in cells):
            yield reader.line_num, cells


def _after(first: str, lines: Iterator[str]) -> Iterator[str]:
    yield first
    yield from lines


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
