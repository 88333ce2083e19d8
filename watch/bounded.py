"""Asks the database something, but waits no longer than a limit: a hung database must not hold the web's threads."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as TookTooLong
from threading import Lock
from typing import Generic, TypeVar

Answer = TypeVar("Answer")

__all__ = ["Bounded", "TookTooLong"]


class Bounded(Generic[Answer]):
    """One question, asked by one thread at a time; who comes meanwhile waits for the same answer."""

    def __init__(self, ask: Callable[[], Answer], *, seconds: float) -> None:
        self._ask = ask
        self._seconds = seconds
        self._lock = Lock()
        self._pool: ThreadPoolExecutor | None = None
        self._asked: Future[Answer] | None = None

    def answer(self) -> Answer:
        """The answer, or what asking raised. TookTooLong when there is none in time; the question stays asked."""
        with self._lock:
            if self._asked is None or self._asked.done():
                self._pool = self._pool or ThreadPoolExecutor(1, thread_name_prefix="watch")
                self._asked = self._pool.submit(self._ask)
            asked = self._asked
        return asked.result(self._seconds)
