"""Send messages: claim in one transaction, post with none open, finalise in another."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from itertools import groupby
from random import random
from threading import Event
from time import monotonic
from uuid import UUID

import structlog

from core.messaging.actions.claiming import Claimed, claim_messages
from core.messaging.actions.finalising import Result, Retry, finalise
from core.messaging.wire import Outcome, Unknown
from workers.letters import outbound
from workers.runtime import SENDING_THREADS, Runtime

log = structlog.get_logger("deliver")
CLAIMED_TOGETHER = 50
# A few results at a time, so that a kill leaves few in doubt.
FINALISED_TOGETHER = 25
# Claimed anew while so many are still under way, so that no sender waits for the database.
LEFT_UNDER_WAY = 2 * SENDING_THREADS

Sent = tuple[UUID, Result]


class _Posts:
    """Posts handed to the senders, and the results that have come. Used by one thread, told by the senders."""

    def __init__(self) -> None:
        self.under_way = 0
        self._results: deque[Sent] = deque()
        self._wanted = 0
        self._enough = Event()

    def came(self, result: Sent) -> None:
        """A sender says what became of a post. Wakes the waiting thread only once it has what it waits for."""
        self._results.append(result)
        if len(self._results) >= self._wanted:
            self._enough.set()

    def next_group(self) -> list[Sent]:
        """The next results as they come."""
        self._enough.clear()
        self._wanted = min(FINALISED_TOGETHER, self.under_way)
        if len(self._results) < self._wanted:
            self._enough.wait()
        self.under_way -= self._wanted
        return [self._results.popleft() for _ in range(self._wanted)]


def deliver(runtime: Runtime, entry_ids: list[int]) -> None:
    """Send a chunk of promised messages through their carriers.

    Safe to run twice: a message is claimed by one hand only, and the claim is committed before anything is posted.
    What a killed worker leaves behind is `sending` with a lease that runs out; it is looked up, never blindly resent.
    """
    posts = _Posts()
    for start in range(0, len(entry_ids), CLAIMED_TOGETHER):
        _claim_and_post(runtime, entry_ids[start : start + CLAIMED_TOGETHER], posts)
        while posts.under_way >= LEFT_UNDER_WAY + FINALISED_TOGETHER:
            _record(runtime, posts.next_group())
    while posts.under_way:
        _record(runtime, posts.next_group())


def _claim_and_post(runtime: Runtime, entry_ids: Sequence[int], posts: _Posts) -> None:
    started = monotonic()
    with runtime.database.transaction() as session:
        claim = claim_messages(session, entry_ids, runtime.rules)
    deadline = started + claim.lease_seconds / 2
    for message in claim.messages:
        posts.under_way += 1
        runtime.senders.submit(_post, runtime, claim.token, message, deadline, posts)


def _post(runtime: Runtime, token: UUID, message: Claimed, deadline: float, posts: _Posts) -> None:
    """Post one message, unless half the lease has gone: then another hand may soon hold it."""
    outcome = None if monotonic() >= deadline else _outcome(runtime, message)
    posts.came((token, Result(message, outcome)))


def _outcome(runtime: Runtime, message: Claimed) -> Outcome:
    try:
        return runtime.carriers[message.channel].send(outbound(runtime, message))
    except Exception as error:  # noqa: BLE001 - one message's surprise must not strand its neighbours
        log.warning("a surprise in sending", message=message.message_id, error=type(error).__name__)
        return Unknown(f"{type(error).__name__} while sending")


def _record(runtime: Runtime, group: Sequence[Sent]) -> None:
    settings = runtime.settings
    retry = Retry(settings.fixline_retry_base_seconds, settings.fixline_retry_cap_seconds, random())
    with runtime.database.transaction() as session:
        for token, results in _by_claim(group):
            finalise(
                session,
                runtime.head,
                token,
                results,
                retry=retry,
                circuit_seconds=settings.fixline_circuit_seconds,
            )


def _by_claim(group: Sequence[Sent]) -> Iterator[tuple[UUID, list[Result]]]:
    for token, sent in groupby(sorted(group, key=lambda each: each[0]), key=lambda each: each[0]):
        yield token, [result for _, result in sent]
