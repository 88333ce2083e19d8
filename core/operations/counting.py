"""Counts kept in a process's memory and written down every few seconds: a message or a post costs no statement.

A process that is killed takes the counts of its last seconds with it; messages themselves are never counted on them.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from threading import Lock
from typing import assert_never

from core.messaging.model import EnvelopeSource
from core.messaging.wire import (
    Accepted,
    Misconfigured,
    NeverSendable,
    NotSent,
    Outcome,
    Unknown,
)
from core.operations.model import SendOutcome

# Upper ends of the buckets in seconds; a last one takes the rest. Stored rows have one number for each, so that other
# bounds need a migration. Twilio gives up at 15 s.
WAIT_BOUNDS = (0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 15.0)

SendKey = tuple[str, SendOutcome]
PostKey = tuple[EnvelopeSource, str]


def outcome_of(outcome: Outcome | None) -> SendOutcome:
    """The word a carrier's answer is counted under; None when the message was not posted at all."""
    match outcome:
        case None:
            return SendOutcome.UNPOSTED
        case Accepted():
            return SendOutcome.ACCEPTED
        case NotSent():
            return SendOutcome.LATER
        case NeverSendable():
            return SendOutcome.FAILED
        case Misconfigured():
            return SendOutcome.MISCONFIGURED
        case Unknown():
            return SendOutcome.UNKNOWN
        case _:
            assert_never(outcome)


class SendCounts:
    """Attempts to send since they were last taken. Safe to share between threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._counts: Counter[SendKey] = Counter()

    def add(self, sent: Iterable[tuple[str, Outcome | None]]) -> None:
        """Count attempts: the carrier's name and its answer, each."""
        with self._lock:
            for carrier, outcome in sent:
                self._counts[carrier, outcome_of(outcome)] += 1

    def take(self) -> Mapping[SendKey, int]:
        """All that was counted since the last taking; it starts anew."""
        with self._lock:
            taken, self._counts = self._counts, Counter()
        return taken

    def give_back(self, counts: Mapping[SendKey, int]) -> None:
        """What was taken could not be written down: it counts again."""
        with self._lock:
            self._counts.update(counts)


@dataclass
class Waits:
    """How many, how long together (seconds), and how many in each bucket of WAIT_BOUNDS and beyond."""

    posts: int = 0
    seconds: float = 0.0
    buckets: list[int] = field(default_factory=lambda: [0] * (len(WAIT_BOUNDS) + 1))

    def add(self, seconds: float) -> None:
        """One more of this length."""
        self.posts += 1
        self.seconds += seconds
        self.buckets[bisect_left(WAIT_BOUNDS, seconds)] += 1

    def join(self, other: Waits) -> None:
        """These and those together."""
        self.posts += other.posts
        self.seconds += other.seconds
        self.buckets = [
            mine + theirs for mine, theirs in zip(self.buckets, other.buckets, strict=True)
        ]
