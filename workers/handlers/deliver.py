"""Send messages: claim in one transaction, post with none open, finalise in another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Future, as_completed
from itertools import islice
from random import random
from time import monotonic
from uuid import UUID

from core.messaging.actions.claiming import Claimed, claim_messages
from core.messaging.actions.finalising import Result, Retry, finalise
from workers.letters import outbound
from workers.runtime import Runtime

FINALISED_TOGETHER = 16


def deliver(runtime: Runtime, entry_ids: list[int]) -> None:
    """Send a chunk of promised messages through their carriers.

    Safe to run twice: a message is claimed by one hand only, and the claim is committed before anything is posted.
    What a killed worker leaves behind is `sending` with a lease that runs out; it is looked up, never blindly resent.
    """
    started = monotonic()
    with runtime.database.transaction() as session:
        claim = claim_messages(session, entry_ids, runtime.rules)
    deadline = started + claim.lease_seconds / 2
    posts = [runtime.senders.submit(_post, runtime, each, deadline) for each in claim.messages]
    for results in _in_groups(posts):
        _record(runtime, claim.token, results)


def _post(runtime: Runtime, message: Claimed, deadline: float) -> Result:
    """Post one message, unless half the lease has gone: then another hand may soon hold it."""
    if monotonic() >= deadline:
        return Result(message, None)
    carrier = runtime.carriers[message.channel]
    return Result(message, carrier.send(outbound(runtime, message)))


def _in_groups(posts: Sequence[Future[Result]]) -> Iterator[list[Result]]:
    """Results as they come, a few at a time, so that a kill leaves few in doubt."""
    done = as_completed(posts)
    while group := list(islice(done, FINALISED_TOGETHER)):
        yield [post.result() for post in group]


def _record(runtime: Runtime, token: UUID, results: Sequence[Result]) -> None:
    settings = runtime.settings
    retry = Retry(settings.fixline_retry_base_seconds, settings.fixline_retry_cap_seconds, random())
    with runtime.database.transaction() as session:
        finalise(
            session,
            runtime.head,
            token,
            results,
            retry=retry,
            circuit_seconds=settings.fixline_circuit_seconds,
        )
