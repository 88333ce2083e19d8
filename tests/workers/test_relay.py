"""The relay over a real Redis that goes away, forgets everything, and is rung by several at once."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from threading import Event, Thread

import pytest
from redis import ConnectionError as RedisAway
from redis import Redis
from rq import Queue
from rq.serializers import JSONSerializer
from sqlalchemy import func, select, update

from core.db import Database
from core.outbox import Kind, Lane
from core.outbox.actions import Due, promise, take_due
from core.outbox.model import OutboxEntry
from tests.waiting import until
from workers.bell import Bell
from workers.relay import run_relay

IDLE_SECONDS = 0.01
LONG_LEASE_SECONDS = 60.0
SHORT_LEASE_SECONDS = 0.3
LONGEST_WAIT_SECONDS = 10.0
CONVERSATION_RANK, ALERT_RANK = 1, 3


class OutOfOrder(Bell):
    """A bell whose Redis goes away between the look at the queue and the ring, so many times."""

    def __init__(self, redis_url: str, failures: int) -> None:
        super().__init__(redis_url)
        self.failures = failures

    def ring(self, lane: Lane, taken: Sequence[Due]) -> None:
        if self.failures:
            self.failures -= 1
            raise RedisAway("gone")
        super().ring(lane, taken)


@contextmanager
def relaying(database: Database, *bells: Bell, lease: float = LONG_LEASE_SECONDS) -> Iterator[None]:
    """Relays at work, one a bell, until the block ends."""
    stop = Event()
    timing = {"idle_seconds": IDLE_SECONDS, "lease_seconds": lease}
    relays = [
        Thread(target=run_relay, args=(database, bell, stop), kwargs=timing) for bell in bells
    ]
    for relay in relays:
        relay.start()
    try:
        yield
    finally:
        stop.set()
        for relay in relays:
            relay.join(LONGEST_WAIT_SECONDS)


def promised(database: Database, *kinds: Kind, rank: int = CONVERSATION_RANK) -> list[int]:
    with database.transaction() as session:
        made = [promise(session, kind, {"message_id": 0}, rank=rank) for kind in kinds]
        return [each for each in made if each is not None]


def rung(redis_url: str, lane: Lane) -> list[int]:
    """Every id that lies in the lane's queue."""
    queue = Queue(lane.value, Redis.from_url(redis_url), serializer=JSONSerializer)
    return [entry_id for job in queue.jobs for entry_id in job.args[1]]


def leases(database: Database) -> list[object]:
    with database.reading() as session:
        return list(session.scalars(select(OutboxEntry.lease_until)))


def test_each_kind_rings_in_its_own_lane(database: Database, redis_url: str) -> None:
    (heard,) = promised(database, Kind.CONVERSE)
    (answer,) = promised(database, Kind.DELIVER, rank=CONVERSATION_RANK)
    (alert,) = promised(database, Kind.DELIVER, rank=ALERT_RANK)
    (receipt,) = promised(database, Kind.RECORD_RECEIPTS, rank=ALERT_RANK)

    with relaying(database, Bell(redis_url)):
        until(lambda: None not in leases(database))

    assert rung(redis_url, Lane.TALK) == [heard, answer]
    assert rung(redis_url, Lane.SEND) == [alert]
    assert rung(redis_url, Lane.CHORES) == [receipt]


def test_what_is_not_due_yet_does_not_ring(database: Database, redis_url: str) -> None:
    promised(database, Kind.CONVERSE)
    with database.transaction() as session:
        later = session.scalars(select(OutboxEntry)).one()
        later.run_at = later.run_at.replace(year=later.run_at.year + 1)
    (now,) = promised(database, Kind.CONVERSE)

    with relaying(database, Bell(redis_url)):
        until(lambda: rung(redis_url, Lane.TALK) != [])

    assert rung(redis_url, Lane.TALK) == [now]


def test_a_lane_that_is_full_does_not_hold_up_the_others(
    database: Database, redis_url: str
) -> None:
    bell = Bell(redis_url)
    while bell.rooms()[Lane.TALK]:
        bell.ring(Lane.TALK, [Due(0, Kind.CONVERSE, 1)])
    promised(database, Kind.CONVERSE)
    (alert,) = promised(database, Kind.DELIVER, rank=ALERT_RANK)

    with relaying(database, bell):
        until(lambda: rung(redis_url, Lane.SEND) == [alert])

    assert set(rung(redis_url, Lane.TALK)) == {0}


def test_with_redis_away_nothing_is_taken_and_the_relay_lives_on(
    database: Database, redis_url: str
) -> None:
    promised(database, Kind.CONVERSE)

    with relaying(database, Bell("redis://127.0.0.1:1/0")):
        time.sleep(0.2)
        assert leases(database) == [None]

    with relaying(database, Bell(redis_url)):
        until(lambda: len(rung(redis_url, Lane.TALK)) == 1)


def test_when_redis_goes_in_mid_ring_the_entries_are_due_at_once_and_rung_later(
    database: Database, redis_url: str
) -> None:
    wanted = promised(database, Kind.CONVERSE, Kind.CONVERSE)
    bell = OutOfOrder(redis_url, failures=1)

    with relaying(database, bell):
        until(lambda: bell.failures == 0)
        until(lambda: len(rung(redis_url, Lane.TALK)) == len(wanted))

    assert sorted(rung(redis_url, Lane.TALK)) == wanted


def test_a_wiped_redis_is_rung_again_once_the_lease_is_over(
    database: Database, redis_url: str
) -> None:
    wanted = promised(database, Kind.CONVERSE)

    with relaying(database, Bell(redis_url), lease=SHORT_LEASE_SECONDS):
        until(lambda: rung(redis_url, Lane.TALK) == wanted)
        Redis.from_url(redis_url).flushdb()
        assert rung(redis_url, Lane.TALK) == []
        until(lambda: wanted[0] in rung(redis_url, Lane.TALK))


@pytest.mark.parametrize("relays", [2, 4])
def test_several_relays_ring_each_entry_once(
    database: Database, redis_url: str, relays: int
) -> None:
    wanted = promised(database, *[Kind.DELIVER] * 60, rank=ALERT_RANK)

    with relaying(database, *[Bell(redis_url) for _ in range(relays)]):
        until(lambda: None not in leases(database))
        until(lambda: len(rung(redis_url, Lane.SEND)) >= len(wanted))

    assert Counter(rung(redis_url, Lane.SEND)) == Counter(wanted)


def test_a_relay_that_starts_with_a_silent_bell_does_not_wait_for_old_leases(
    database: Database, redis_url: str
) -> None:
    wanted = promised(database, Kind.CONVERSE)
    with database.transaction() as session:
        take_due(session, Lane.TALK, most=5, lease_seconds=LONG_LEASE_SECONDS)
        some_time_ago = func.clock_timestamp() - timedelta(seconds=10)
        session.execute(update(OutboxEntry).values(rung_at=some_time_ago))
    with relaying(database, Bell(redis_url)):
        until(lambda: rung(redis_url, Lane.TALK) == wanted)
