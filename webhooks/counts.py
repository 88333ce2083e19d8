"""Counts what became of each post and how long it took, by slot. Ids and bodies never come here."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from enum import StrEnum
from threading import Lock

from sqlalchemy.exc import SQLAlchemyError

from core.db import Database
from core.messaging.model import EnvelopeSource
from core.operations.actions import add_posts
from core.operations.counting import PostKey, Waits
from core.operations.metronome import Metronome


class Verdict(StrEnum):
    """What became of one post."""

    STORED = "stored"
    REPEATED = "repeated"
    FORGED = "forged"
    TOO_LARGE = "too_large"
    BROKEN = "broken"
    NOT_STORED = "not_stored"


def _nobody() -> None:
    """Nobody writes these counts down."""


class Counts:
    """This process's posts since its start. Safe to share between threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._seen: Counter[tuple[EnvelopeSource, Verdict]] = Counter()
        self._unwritten: defaultdict[PostKey, Waits] = defaultdict(Waits)
        self.wake: Callable[[], None] = _nobody

    def add(self, source: EnvelopeSource, verdict: Verdict, seconds: float) -> None:
        """Count one post, from its first byte read to its answer: a few microseconds, and no statement."""
        with self._lock:
            self._seen[source, verdict] += 1
            self._unwritten[source, verdict].add(seconds)
        self.wake()

    def so_far(self) -> Mapping[tuple[EnvelopeSource, Verdict], int]:
        """A copy of the counts."""
        with self._lock:
            return dict(self._seen)

    def take(self) -> Mapping[PostKey, Waits]:
        """What was counted since the last taking."""
        with self._lock:
            taken, self._unwritten = self._unwritten, defaultdict(Waits)
        return taken

    def give_back(self, waits: Mapping[PostKey, Waits]) -> None:
        """What was taken could not be written down: it counts again."""
        with self._lock:
            for key, taken in waits.items():
                self._unwritten[key].join(taken)


def written_down(database: Database) -> Counts:
    """Counts that are added to the installation's every few seconds, once there are any."""
    counts = Counts()
    counts.wake = Metronome(lambda: write_down(database, counts)).wake
    return counts


def write_down(database: Database, counts: Counts) -> None:
    """Add what is not written down yet. Raises SQLAlchemyError while the database is away; nothing is forgotten."""
    waits = counts.take()
    if not waits:
        return
    try:
        with database.transaction() as session:
            add_posts(session, waits)
    except SQLAlchemyError:
        counts.give_back(waits)
        raise
