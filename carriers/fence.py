"""The last look at the clock: a request is not written to the line after the moment its sender was given.

A process may be put to sleep anywhere, also between a look at the clock and the write. So the look is taken where
the bytes are handed over, and again before the body, without which no carrier accepts anything.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from time import monotonic
from typing import TYPE_CHECKING

from urllib3 import HTTPConnectionPool, HTTPSConnectionPool, PoolManager
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import ConnectTimeoutError

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

_latest: ContextVar[float | None] = ContextVar("latest moment to write", default=None)


class TooLate(ConnectTimeoutError):
    """The request certainly did not leave whole: its time was up before the last of it was written."""


@contextmanager
def written_before(moment: float) -> Iterator[None]:
    """Within this block, on this thread, requests through a fenced pool are refused after the moment.

    moment: by `time.monotonic`. Raises TooLate out of the request.
    """
    token = _latest.set(moment)
    try:
        yield
    finally:
        _latest.reset(token)


def fenced(pool: PoolManager) -> PoolManager:
    """The same pool, looking at the clock before each write."""
    pool.pool_classes_by_scheme = {"http": _FencedPool, "https": _FencedTlsPool}
    return pool


def _refuse_when_late() -> None:
    latest = _latest.get()
    if latest is not None and monotonic() >= latest:
        raise TooLate("No time was left to write it.")


class _FencedConnection(HTTPConnection):
    # Narrower than the standard library's: nothing here sends a file or an iterable.
    def send(self, data: ReadableBuffer | str) -> None:  # type: ignore[override]
        _refuse_when_late()
        super().send(data)


class _FencedTlsConnection(HTTPSConnection):
    # Narrower than the standard library's: nothing here sends a file or an iterable.
    def send(self, data: ReadableBuffer | str) -> None:  # type: ignore[override]
        _refuse_when_late()
        super().send(data)


class _FencedPool(HTTPConnectionPool):
    ConnectionCls = _FencedConnection


class _FencedTlsPool(HTTPSConnectionPool):
    ConnectionCls = _FencedTlsConnection
