"""Threads that wait for carriers, so that the thread which hears people never does.

A carrier that takes a connection and then says nothing holds whoever posts to it for many seconds. Where people wait
for answers that one must not be the worker itself: the next text may be a gas smell.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import BoundedSemaphore

import structlog

from core.logs import lines_of

# Beyond so many carriers' answers waited for at once, more of them would only wait as well.
MOST_SPEAKERS = 24
# Kept free for whoever is in danger.
URGENT_SPEAKERS = 8

Speech = Callable[[], None]
log = structlog.get_logger("speaking")


class Speakers:
    """Does what takes long beside the work in hand, once opened. Until then nothing is taken.

    A speech that a kill cuts off is found again by the promises it did not keep.
    """

    def __init__(self) -> None:
        self._threads: ThreadPoolExecutor | None = None
        self._urgent = ThreadPoolExecutor(URGENT_SPEAKERS, thread_name_prefix="urgent-speaker")
        self._free = BoundedSemaphore(MOST_SPEAKERS)

    @property
    def are_open(self) -> bool:
        """Whether speeches are taken."""
        return self._threads is not None

    def open(self) -> None:
        """Take speeches from now on."""
        self._threads = ThreadPoolExecutor(MOST_SPEAKERS, thread_name_prefix="speaker")

    def take(self, speech: Speech) -> bool:
        """Begin it at once on a thread of its own; False when every thread is still waiting for a carrier."""
        if self._threads is None or not self._free.acquire(blocking=False):
            return False
        self._threads.submit(self._speak, speech)
        return True

    def take_urgent(self, speech: Speech) -> None:
        """Begin it on a thread kept for emergencies."""
        self._urgent.submit(_told, speech)

    def finish(self) -> None:
        """Take no more, and wait for what was begun."""
        threads, self._threads = self._threads, None
        if threads is not None:
            threads.shutdown()
        self._urgent.shutdown()

    def _speak(self, speech: Speech) -> None:
        try:
            _told(speech)
        finally:
            self._free.release()


def _told(speech: Speech) -> None:
    """Its failure is logged: its entries are due again when their lease is over."""
    try:
        speech()
    except Exception as error:  # noqa: BLE001 - nobody waits for it who could be told
        log.error("speech_broke", error=type(error).__name__, at=lines_of(error))  # noqa: TRY400
