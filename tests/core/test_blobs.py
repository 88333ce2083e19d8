"""Files are kept in pieces and come back whole."""

from __future__ import annotations

import hashlib

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.blobs import PIECE_BYTES, BlobPiece, keep_blob, pieces_of, read_blob


def test_a_file_of_many_pieces_comes_back_whole(session: Session) -> None:
    content = bytes(range(256)) * (PIECE_BYTES * 2 // 256) + b"the end"
    blob = keep_blob(session, pieces_of(content), content_type="image/jpeg")
    kept = session.scalar(select(func.count()).where(BlobPiece.blob_id == blob.id))
    assert kept == 3
    assert read_blob(session, blob.id) == content
    assert blob.size == len(content)
    assert blob.sha256 == hashlib.sha256(content).hexdigest()


def test_an_empty_file_is_a_file(session: Session) -> None:
    blob = keep_blob(session, pieces_of(b""), content_type="text/plain")
    assert read_blob(session, blob.id) == b""
    assert blob.size == 0


@given(st.lists(st.binary(max_size=20), max_size=12))
def test_the_sizes_of_the_pieces_do_not_matter(session: Session, pieces: list[bytes]) -> None:
    blob = keep_blob(session, iter(pieces), content_type="application/octet-stream")
    assert read_blob(session, blob.id) == b"".join(pieces)
