"""Lets callers that come at the same moment have their work done in one go, by one of them, for all.

A commit costs the database more than the row it keeps. While one thread waits for its commit the posts of
the others gather, and the next commit takes them all.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from threading import Lock
from typing import Generic, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


class _Turn(Generic[Item, Result]):
    """One caller's place. woken: held until its outcome is there, or until it is to lead the next round."""

    __slots__ = ("alone", "error", "item", "leads", "result", "woken")

    def __init__(self, item: Item) -> None:
        self.item = item
        self.result: Result
        self.error: Exception | None = None
        self.leads = False
        self.alone = False
        self.woken = Lock()
        self.woken.acquire()


class Together(Generic[Item, Result]):
    """Gathers the items of concurrent callers. Safe to share between threads.

    work: takes one item or more and returns a result for each, in order; always in one caller's thread at a
    time. When it fails for several, each is tried again by itself: a bad item spoils no other.
    """

    def __init__(self, work: Callable[[Sequence[Item]], Sequence[Result]]) -> None:
        self._work = work
        self._guard = Lock()
        self._waiting: list[_Turn[Item, Result]] = []
        self._busy = False

    def do(self, item: Item) -> Result:
        """The result for this item, whoever's thread made it. Raises what `work` raises on it alone."""
        turn: _Turn[Item, Result] = _Turn(item)
        with self._guard:
            leads, self._busy = not self._busy, True
            if not leads:
                self._waiting.append(turn)
        if leads or self._awaited(turn):
            self._lead(turn)
        if turn.error is None:
            return turn.result
        if turn.alone:
            raise turn.error
        return self._work([item])[0]

    @property
    def waiting(self) -> int:
        """How many callers wait for the next round."""
        return len(self._waiting)

    @staticmethod
    def _awaited(turn: _Turn[Item, Result]) -> bool:
        turn.woken.acquire()
        return turn.leads

    def _lead(self, own: _Turn[Item, Result]) -> None:
        with self._guard:
            others, self._waiting = self._waiting, []
        own.alone = not others
        try:
            self._settle([own, *others])
        finally:
            self._hand_over()
            for turn in others:
                turn.woken.release()

    def _settle(self, turns: list[_Turn[Item, Result]]) -> None:
        try:
            results = self._work([turn.item for turn in turns])
        except Exception as error:  # noqa: BLE001 - each caller meets its own
            for turn in turns:
                turn.error = error
            return
        for turn, result in zip(turns, results, strict=True):
            turn.result = result

    def _hand_over(self) -> None:
        """Whoever has waited longest leads the next round."""
        with self._guard:
            self._busy = bool(self._waiting)
            following = self._waiting.pop(0) if self._waiting else None
        if following is not None:
            following.leads = True
            following.woken.release()
