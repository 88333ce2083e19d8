"""A carrier of a game's own: it answers a post as it is told to, and never forgets what it took."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from core.messaging.actions.claiming import Claimed
from core.messaging.wire import (
    Accepted,
    Candidate,
    Misconfigured,
    NeverSendable,
    NotSent,
    Outcome,
    PermanentCause,
    SoughtMessage,
    Unknown,
)

CLOCK_SKEW = timedelta(seconds=5)
# To whom, and what.
Words = tuple[str, str]


class Answer(StrEnum):
    """What becomes of a post. In `TAKEN_UNHEARD` the carrier has the message and its answer is lost."""

    TAKEN = "taken"
    TAKEN_UNHEARD = "taken, unheard"
    LOST = "lost"
    BUSY = "busy"
    REFUSED = "refused"
    STOPPED = "stopped"
    LOCKED_OUT = "locked out"


NOT_TAKEN: dict[Answer, Outcome] = {
    Answer.LOST: Unknown("the line broke"),
    Answer.BUSY: NotSent("429", "too many requests"),
    Answer.REFUSED: NeverSendable("30007", "filtered", PermanentCause.REFUSED_CONTENT),
    Answer.STOPPED: NeverSendable("21610", "they said STOP", PermanentCause.OPTED_OUT),
    Answer.LOCKED_OUT: Misconfigured("401", "who are you"),
}


@dataclass
class Copy:
    """A message the carrier took."""

    provider_id: str
    ref: UUID
    words: Words
    taken_at: datetime


@dataclass
class RememberingCarrier:
    """What it took, oldest first; its list shows a message from the moment it is taken."""

    copies: list[Copy] = field(default_factory=list)

    def post(self, message: Claimed, answer: Answer, now: datetime) -> Outcome:
        """Answer so, and take the message if that answer says so."""
        if answer not in {Answer.TAKEN, Answer.TAKEN_UNHEARD}:
            return NOT_TAKEN[answer]
        provider_id = f"SM{len(self.copies):032d}"
        words = (message.recipient, message.body)
        self.copies.append(Copy(provider_id, message.ref, words, now))
        return Accepted(provider_id) if answer is Answer.TAKEN else Unknown("no answer came")

    def look_up(self, wanted: SoughtMessage) -> Sequence[Candidate]:
        """What may be the sought one: the same words to the same number, since the claim."""
        since = wanted.claimed_at - CLOCK_SKEW
        words = (wanted.recipient, wanted.body)
        return [
            Candidate(copy.provider_id, copy.taken_at)
            for copy in self.copies
            if copy.words == words and copy.taken_at >= since
        ]

    def taken(self) -> Counter[Words]:
        """How often it took the same words for the same number."""
        return Counter(copy.words for copy in self.copies)

    def let_pass(self, seconds: float) -> None:
        """All it took was taken so much earlier."""
        for copy in self.copies:
            copy.taken_at -= timedelta(seconds=seconds)
