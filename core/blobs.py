"""Bytes people sent us, kept in PostgreSQL in pieces so that neither side holds a large one whole."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator

from sqlalchemy import BigInteger, ForeignKey, Integer, LargeBinary, String, insert, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from core.db import Base, Row

PIECE_BYTES = 512 * 1024


class Blob(Row):
    """A kept file. sha256: hex digest of the whole; size: in bytes."""

    __tablename__ = "blobs"

    content_type: Mapped[str] = mapped_column(String(120))
    size: Mapped[int] = mapped_column(BigInteger)
    sha256: Mapped[str] = mapped_column(String(64))


class BlobPiece(Base):
    """One run of bytes of a blob, in order of `n`."""

    __tablename__ = "blob_pieces"

    blob_id: Mapped[int] = mapped_column(
        ForeignKey("blobs.id", ondelete="CASCADE"), primary_key=True
    )
    n: Mapped[int] = mapped_column(Integer, primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)


def keep_blob(session: Session, pieces: Iterable[bytes], *, content_type: str) -> Blob:
    """Store a file given in pieces of any size, each written before the next is read."""
    blob = Blob(content_type=content_type, size=0, sha256="")
    session.add(blob)
    session.flush()
    digest = hashlib.sha256()
    for n, piece in enumerate(pieces):
        digest.update(piece)
        blob.size += len(piece)
        session.execute(insert(BlobPiece).values(blob_id=blob.id, n=n, content=piece))
    blob.sha256 = digest.hexdigest()
    session.flush()
    return blob


def pieces_of(content: bytes) -> Iterator[bytes]:
    """Cut bytes already in memory into pieces fit for `keep_blob`."""
    for start in range(0, len(content), PIECE_BYTES):
        yield content[start : start + PIECE_BYTES]


def read_blob(session: Session, blob_id: int) -> bytes:
    """The whole file. Callers know it is small enough: every way in has a cap."""
    rows = session.scalars(
        select(BlobPiece.content).where(BlobPiece.blob_id == blob_id).order_by(BlobPiece.n)
    )
    return b"".join(rows)
