"""Send messages: claim in one transaction, post with none open, finalise in another."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import groupby
from random import random
from threading import Event
from time import monotonic, sleep
from uuid import UUID

import structlog
from sqlalchemy.exc import OperationalError, SQLAlchemyError

from carriers.fence import written_before
from core.messaging.actions.carrying import FileUnreadable
from core.messaging.actions.claiming import Claimed, claim_messages
from core.messaging.actions.finalising import Result, Retry, finalise
from core.messaging.wire import (
    LONGEST_SMS,
    TOO_LONG,
    Channel,
    NeverSendable,
    NotSent,
    Outcome,
    PermanentCause,
    Priority,
    Unknown,
)
from core.outbox.actions import keep, most_pressing, put_off
from workers.letters import outbound
from workers.runtime import SENDING_THREADS, Runtime

log = structlog.get_logger("deliver")
# Entries looked at for one claim, which takes as many of them as it has room for.
ENTRIES_A_CLAIM = 50
# A few results at a time, so that a kill leaves few in doubt.
FINALISED_TOGETHER = 50
# Claimed anew while so many are still under way, so that no sender waits for the database.
LEFT_UNDER_WAY = 2 * SENDING_THREADS
# While every thread waits for a carrier, promises are looked at again after so long.
AGAIN_SECONDS = 1.0
# Results are worth several tries: unwritten ones leave their messages in doubt. About 12 seconds in all.
RECORDING_WAITS_SECONDS = (0.1, 0.3, 1.0, 3.0, 8.0)

Sent = tuple[UUID, Result]


class _Posts:
    """Posts handed to the senders, and the results that have come. Used by one thread, told by the senders."""

    def __init__(self) -> None:
        self.under_way = 0
        self._unwritten: Counter[int] = Counter()
        self._results: deque[Sent] = deque()
        self._wanted = 0
        self._enough = Event()

    def begun(self, messages: Sequence[Claimed]) -> None:
        """These are about to be posted."""
        self.under_way += len(messages)
        self._unwritten.update(message.entry_id for message in messages)

    def written(self, group: Sequence[Sent]) -> list[int]:
        """These results are being written down; the entries that thereby wait for no other."""
        self._unwritten.subtract(result.message.entry_id for _, result in group)
        done = [entry_id for entry_id, left in self._unwritten.items() if not left]
        for entry_id in done:
            del self._unwritten[entry_id]
        return done

    def came(self, result: Sent) -> None:
        """A sender says what became of a post. Wakes the waiting thread only once it has what it waits for."""
        self._results.append(result)
        if len(self._results) >= self._wanted:
            self._enough.set()

    def next_group(self) -> list[Sent]:
        """The next results as they come."""
        self._wanted = min(FINALISED_TOGETHER, self.under_way)
        self._enough.clear()
        # A sender may wake us late, for results that were taken before.
        while len(self._results) < self._wanted:
            self._enough.wait()
            self._enough.clear()
        self.under_way -= self._wanted
        return [self._results.popleft() for _ in range(self._wanted)]


def deliver(runtime: Runtime, entry_ids: list[int]) -> None:
    """Send a chunk of promised messages, beside the work in hand where somebody waits for that.

    Safe to run twice, as `send` is. When no thread is free, because a carrier answers nobody, the promises are put off
    for a moment; those of emergencies find threads kept for them.
    """
    speakers, speech = runtime.speakers, partial(send, runtime, entry_ids)
    if not speakers.are_open:
        speech()
    elif not speakers.take(speech):
        with runtime.database.transaction() as session:
            is_urgent = most_pressing(session, entry_ids) == Priority.EMERGENCY.rank
            if not is_urgent:
                put_off(session, entry_ids, seconds=AGAIN_SECONDS)
        if is_urgent:
            speakers.take_urgent(speech)


def send(runtime: Runtime, entry_ids: Sequence[int]) -> None:
    """Send promised messages through their carriers; returns when every result is written down.

    Safe to run twice: a message is claimed by one hand only, and the claim is committed before anything is posted.
    What a killed worker leaves behind is `sending` with a lease that runs out; it is looked up, never blindly resent.
    """
    posts = _Posts()
    ahead: Sequence[int] = entry_ids
    while ahead:
        ahead = [
            *_claim_and_post(runtime, ahead[:ENTRIES_A_CLAIM], posts),
            *ahead[ENTRIES_A_CLAIM:],
        ]
        while posts.under_way >= LEFT_UNDER_WAY + FINALISED_TOGETHER:
            _record(runtime, posts)
    while posts.under_way:
        _record(runtime, posts)


def _claim_and_post(runtime: Runtime, entry_ids: Sequence[int], posts: _Posts) -> Sequence[int]:
    """Claim what the first of these entries promise, and hand it to the senders; the entries left for the next."""
    started = monotonic()
    with runtime.database.transaction() as session:
        claim = claim_messages(session, entry_ids, runtime.rules)
    deadline = started + claim.lease_seconds / 2
    posts.begun(claim.messages)
    for message in claim.messages:
        is_urgent = message.priority is Priority.EMERGENCY
        senders = runtime.urgent_senders if is_urgent else runtime.senders
        senders.submit(_post, runtime, claim.token, message, deadline, posts)
    return claim.left


def _post(runtime: Runtime, token: UUID, message: Claimed, deadline: float, posts: _Posts) -> None:
    """Post one message, unless half the lease has gone: then another hand may soon hold it."""
    with written_before(deadline):
        outcome = None if monotonic() >= deadline else _outcome(runtime, message)
    posts.came((token, Result(message, outcome)))


def _outcome(runtime: Runtime, message: Claimed) -> Outcome:
    if message.channel is Channel.SMS and len(message.body) > LONGEST_SMS:
        # Cut short it might say the opposite; posted it would be refused.
        why = f"a text has at most {LONGEST_SMS:,} characters, and this has {len(message.body):,}"
        return NeverSendable(TOO_LONG, why, PermanentCause.REFUSED_CONTENT)
    try:
        ready = outbound(runtime, message)
    except FileUnreadable as missing:
        return NeverSendable("file", str(missing), PermanentCause.REFUSED_CONTENT)
    except SQLAlchemyError as error:
        return NotSent("file", f"{type(error).__name__} while its files were read")
    try:
        return runtime.carriers[message.channel].send(ready)
    except Exception as error:  # noqa: BLE001 - one message's surprise must not strand its neighbours
        log.warning("a surprise in sending", message=message.message_id, error=type(error).__name__)
        return Unknown(f"{type(error).__name__} while sending")


def _record(runtime: Runtime, posts: _Posts) -> None:
    """Write the next results down. A deadlock or a database that changes hands is waited for."""
    group = posts.next_group()
    done = posts.written(group)
    for wait in RECORDING_WAITS_SECONDS:
        try:
            _write_down(runtime, group, done)
        except OperationalError as error:
            log.warning("not written down yet", error=type(error.orig).__name__)
            sleep(wait)
        else:
            break
    else:
        _write_down(runtime, group, done)
    runtime.sends.add((result.message.carrier, result.outcome) for _, result in group)


def _write_down(runtime: Runtime, group: Sequence[Sent], done: Sequence[int]) -> None:
    """Safe to repeat, even when a commit succeeded without our hearing of it: a result changes its own claim once."""
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
        keep(session, done)


def _by_claim(group: Sequence[Sent]) -> Iterator[tuple[UUID, list[Result]]]:
    for token, sent in groupby(sorted(group, key=lambda each: each[0]), key=lambda each: each[0]):
        yield token, [result for _, result in sent]
