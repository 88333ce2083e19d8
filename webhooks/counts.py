"""Counts what became of each post, by slot. Ids and bodies never come here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from enum import StrEnum
from threading import Lock

from core.messaging.model import EnvelopeSource


class Verdict(StrEnum):
    """What became of one post."""

    STORED = "stored"
    REPEATED = "repeated"
    FORGED = "forged"
    TOO_LARGE = "too_large"
    BROKEN = "broken"
    NOT_STORED = "not_stored"


class Counts:
    """This process's posts since its start. Safe to share between threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._seen: Counter[tuple[EnvelopeSource, Verdict]] = Counter()

    def add(self, source: EnvelopeSource, verdict: Verdict) -> None:
        """Count one post."""
        with self._lock:
            self._seen[source, verdict] += 1

    def so_far(self) -> Mapping[tuple[EnvelopeSource, Verdict], int]:
        """A copy of the counts."""
        with self._lock:
            return dict(self._seen)
