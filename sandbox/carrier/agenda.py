"""Work due at a time, done by a few background threads. Bounded; refuses nothing silently."""

import heapq
import logging
import threading
import time
from collections.abc import Callable
from typing import Generic, TypeVar

WAITING_LIMIT = 200_000
IDLE_SECONDS = 1.0

Item = TypeVar("Item")

_log = logging.getLogger(__name__)


class Agenda(Generic[Item]):
    """Calls `work` with up to `batch` due items at a time, on `threads` threads."""

    def __init__(
        self, work: Callable[[list[Item]], None], *, name: str, threads: int, batch: int
    ) -> None:
        """Nothing runs before `start`."""
        self._work = work
        self._name = name
        self._threads = threads
        self._batch = batch
        self._heap: list[tuple[float, int, Item]] = []
        self._ticket = 0
        self._busy = 0
        self._stopped = False
        self._changed = threading.Condition()

    def put(self, item: Item, *, delay_seconds: float) -> None:
        """Have `item` done after the delay; beyond WAITING_LIMIT it is logged and dropped."""
        with self._changed:
            if len(self._heap) >= WAITING_LIMIT:
                _log.error("%s: agenda full, an item was dropped", self._name)
                return
            self._ticket += 1
            heapq.heappush(self._heap, (time.monotonic() + delay_seconds, self._ticket, item))
            self._changed.notify()

    def start(self) -> None:
        """Begin; call it in the process that does the work."""
        for number in range(self._threads):
            name = f"{self._name}-{number}"
            threading.Thread(target=self._run, name=name, daemon=True).start()

    def stop(self) -> None:
        """End the threads after what they are doing."""
        with self._changed:
            self._stopped = True
            self._changed.notify_all()

    def clear(self) -> None:
        """Drop what waits."""
        with self._changed:
            self._heap.clear()

    def pending(self) -> int:
        """Return how many items wait or are being done."""
        with self._changed:
            return len(self._heap) + self._busy

    def _run(self) -> None:
        while (items := self._take()) is not None:
            try:
                self._work(items)
            # One bad item must not end a thread that thousands of receipts depend on.
            except Exception:  # noqa: BLE001
                _log.exception("%s: an item failed", self._name)
            finally:
                with self._changed:
                    self._busy -= len(items)

    def _take(self) -> list[Item] | None:
        with self._changed:
            while not self._stopped:
                wait = self._heap[0][0] - time.monotonic() if self._heap else IDLE_SECONDS
                if self._heap and wait <= 0:
                    return self._pop_due()
                self._changed.wait(min(wait, IDLE_SECONDS))
            return None

    def _pop_due(self) -> list[Item]:
        due: list[Item] = []
        now = time.monotonic()
        while self._heap and self._heap[0][0] <= now and len(due) < self._batch:
            due.append(heapq.heappop(self._heap)[2])
        self._busy += len(due)
        return due
