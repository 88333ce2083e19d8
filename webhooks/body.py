"""Reads a request's raw body before anything parses it, within limits, whole or not at all."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from tempfile import SpooledTemporaryFile
from typing import IO

from flask import Request
from werkzeug.exceptions import ClientDisconnected
from werkzeug.wsgi import get_input_stream

from core.blobs import PIECE_BYTES
from core.messaging.actions.inbox import MOST_INLINE_BYTES
from webhooks.counts import Verdict

# What a body's beginning and end must show of it being whole: far more than any boundary.
EDGE_BYTES = 4096


class TurnedAway(Exception):
    """A post that is not stored, and why."""

    def __init__(self, verdict: Verdict) -> None:
        super().__init__(verdict.value)
        self.verdict = verdict


@dataclass(frozen=True)
class Spooled:
    """A body in a temporary file, in memory while small. sha256: hex digest of the whole."""

    file: IO[bytes]
    size: int
    sha256: str

    @property
    def beginning(self) -> bytes:
        """Its first EDGE_BYTES."""
        self.file.seek(0)
        return self.file.read(EDGE_BYTES)

    @property
    def end(self) -> bytes:
        """Its last EDGE_BYTES."""
        self.file.seek(max(0, self.size - EDGE_BYTES))
        return self.file.read()

    def pieces(self) -> Iterator[bytes]:
        """All of it, in order, PIECE_BYTES at a time."""
        self.file.seek(0)
        while piece := self.file.read(PIECE_BYTES):
            yield piece

    def content(self) -> bytes:
        """All of it at once; callers know that it is small."""
        self.file.seek(0)
        return self.file.read()


def read_body(request: Request, *, most: int) -> bytes:
    """A body in memory. Raises TurnedAway when it is too large or was cut on the way."""
    _check_declared(request, most)
    content = bytearray()
    for piece in _received(request):
        content += piece
        if len(content) > most:
            raise TurnedAway(Verdict.TOO_LARGE)
    _check_received(request, len(content))
    return bytes(content)


@contextmanager
def spooled_body(request: Request, *, most: int) -> Iterator[Spooled]:
    """A body streamed to a temporary file, gone when the block ends. Raises TurnedAway likewise."""
    _check_declared(request, most)
    digest = hashlib.sha256()
    with SpooledTemporaryFile(max_size=MOST_INLINE_BYTES) as file:
        size = 0
        for piece in _received(request):
            size += len(piece)
            if size > most:
                raise TurnedAway(Verdict.TOO_LARGE)
            digest.update(piece)
            file.write(piece)
        _check_received(request, size)
        yield Spooled(file, size, digest.hexdigest())


def _received(request: Request) -> Iterator[bytes]:
    stream = get_input_stream(request.environ)
    try:
        while piece := stream.read(PIECE_BYTES):
            yield piece
    except ClientDisconnected as error:
        raise TurnedAway(Verdict.BROKEN) from error


def _check_declared(request: Request, most: int) -> None:
    if (request.content_length or 0) > most:
        raise TurnedAway(Verdict.TOO_LARGE)


def _check_received(request: Request, size: int) -> None:
    if request.content_length is not None and size != request.content_length:
        raise TurnedAway(Verdict.BROKEN)
