"""Lists brought in, as their pages show them."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.blobs import BlobPiece
from core.directory.model import DirectoryImport

MOST_IMPORTS = 20
MOST_PROBLEMS = 50


@dataclass(frozen=True)
class ProblemLine:
    """One problem. line: as the file counts it, the head being 1."""

    line: str
    column: str
    message: str


def last_imports(session: Session) -> Sequence[DirectoryImport]:
    """The newest MOST_IMPORTS."""
    newest = select(DirectoryImport).order_by(DirectoryImport.id.desc()).limit(MOST_IMPORTS)
    return session.scalars(newest).all()


def first_problems(session: Session, row: DirectoryImport) -> tuple[ProblemLine, ...]:
    """The first MOST_PROBLEMS; the file of problems has all of them."""
    pieces = session.scalars(
        select(BlobPiece.content)
        .where(BlobPiece.blob_id == row.problems_blob_id)
        .order_by(BlobPiece.n)
        .limit(1)
    )
    lines = "".join(piece.decode() for piece in pieces).splitlines()
    cells = (each for each in csv.reader(lines) if len(each) == 3)
    return tuple(ProblemLine(*each) for each in islice(cells, 1, MOST_PROBLEMS + 1))
