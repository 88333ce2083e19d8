"""Send messages: claim in one transaction, post with none open, finalise in another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from itertools import groupby
from queue import SimpleQueue
from random import random
from time import monotonic
from uuid import UUID

import structlog

from core.messaging.actions.claiming import Claimed, claim_messages
from core.messaging.actions.finalising import Result, Retry, finalise
from core.messaging.wire import Unknown
from workers.letters import outbound
from workers.runtime import Runtime

log = structlog.get_logger("deliver")
CLAIMED_TOGETHER = 50
# A few results at a time, so that a kill leaves few in doubt.
FINALISED_TOGETHER = 25
# Claimed anew while so many are still under way, so that no sender waits for the database.
LEFT_UNDER_WAY = 16

Sent = tuple[UUID, Result]


@dataclass
class _Posts:
    """Posts handed to the senders, and those of them that have an outcome."""

    done: SimpleQueue[Future[Sent]] = field(default_factory=SimpleQueue)
    under_way: int = 0


def deliver(runtime: Runtime, entry_ids: list[int]) -> None:
    """Send a chunk of promised messages through their carriers.

    Safe to run twice: a message is claimed by one hand only, and the claim is committed before anything is posted.
    What a killed worker leaves behind is `sending` with a lease that runs out; it is looked up, never blindly resent.
    """
    posts = _Posts()
    for start in range(0, len(entry_ids), CLAIMED_TOGETHER):
        _claim_and_post(runtime, entry_ids[start : start + CLAIMED_TOGETHER], posts)
        while posts.under_way >= LEFT_UNDER_WAY + FINALISED_TOGETHER:
            _record(runtime, _next_group(posts))
    while posts.under_way:
        _record(runtime, _next_group(posts))


def _claim_and_post(runtime: Runtime, entry_ids: Sequence[int], posts: _Posts) -> None:
    started = monotonic()
    with runtime.database.transaction() as session:
        claim = claim_messages(session, entry_ids, runtime.rules)
    deadline = started + claim.lease_seconds / 2
    for message in claim.messages:
        post = runtime.senders.submit(_post, runtime, claim.token, message, deadline)
        post.add_done_callback(posts.done.put)
        posts.under_way += 1


def _post(runtime: Runtime, token: UUID, message: Claimed, deadline: float) -> Sent:
    """Post one message, unless half the lease has gone: then another hand may soon hold it."""
    if monotonic() >= deadline:
        return token, Result(message, None)
    carrier = runtime.carriers[message.channel]
    try:
        outcome = carrier.send(outbound(runtime, message))
    except Exception as error:  # noqa: BLE001 - one message's surprise must not strand its neighbours
        log.warning("a surprise in sending", message=message.message_id, error=type(error).__name__)
        outcome = Unknown(f"{type(error).__name__} while sending")
    return token, Result(message, outcome)


def _next_group(posts: _Posts) -> list[Sent]:
    """The next results as they come."""
    size = min(FINALISED_TOGETHER, posts.under_way)
    group = [posts.done.get().result() for _ in range(size)]
    posts.under_way -= size
    return group


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
