"""Does a small thing every few seconds beside the real work, and once more at the end. It refuses to break anything:
what fails is tried again at the next stroke.
"""

from __future__ import annotations

import atexit
from collections.abc import Callable
from threading import Event, Lock, Thread

import structlog
from sqlalchemy.exc import SQLAlchemyError

EVERY_SECONDS = 5.0
LAST_STROKE_SECONDS = 3.0
log = structlog.get_logger("metronome")


class Metronome:
    """A thread of its own, begun by the first `wake`: so that it also lives where a process was forked before."""

    def __init__(self, work: Callable[[], None], *, every_seconds: float = EVERY_SECONDS) -> None:
        """work: what to do; it may raise SQLAlchemyError while the database is away."""
        self._work = work
        self._every = every_seconds
        self._stop = Event()
        self._begun = Lock()
        self._thread: Thread | None = None

    def wake(self) -> None:
        """Begin, unless begun. Costs nothing the second time."""
        if self._thread is not None or not self._begun.acquire(blocking=False):
            return
        self._thread = Thread(target=self._run, name="metronome", daemon=True)
        self._thread.start()
        atexit.register(self.stop)

    def stop(self) -> None:
        """Do it a last time and end; waits LAST_STROKE_SECONDS for that and no longer."""
        atexit.unregister(self.stop)
        self._stop.set()
        if self._thread is not None:
            self._thread.join(LAST_STROKE_SECONDS)

    def _run(self) -> None:
        while not self._stop.is_set():
            self._stroke()
            self._stop.wait(self._every)
        self._stroke()

    def _stroke(self) -> None:
        try:
            self._work()
        except SQLAlchemyError as error:
            log.warning("not_noted", error=type(error).__name__)
