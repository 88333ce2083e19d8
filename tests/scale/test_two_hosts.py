"""Two hosts over one PostgreSQL and one Redis; one loses its power in mid-work, and nobody outside can tell."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path

import pytest
import requests
from redis import Redis
from rq import Worker
from rq.serializers import JSONSerializer
from sqlalchemy import func, select

from bench import crowd
from core.db import Database
from core.messaging.model import Message
from core.messaging.wire import MessageState
from core.outbox import Kind, Lane
from core.outbox.model import OutboxEntry
from sandbox.processes import HOST
from tests.scale.hosts import Host, free_ports, host
from tests.telling import tell_everyone
from tests.waiting import until
from tests.workers.road import Emulator, environment_of

TENANTS = 400
SLOW_CARRIER_MS = 600
# Every fourth of them writes the same words, of a dripping sink: one answer is what they are owed.
STRANGERS = range(5_000_000, 6_000_000, 4)
# Ten processes start at once, and other tests may be running.
LONGEST_WAIT_SECONDS = 60.0
LOOK_AGAIN_SECONDS = 0.05
MOST_SHOWN = 500
# What stands between a post and its answer, and between a change and the last who hears of it.
ON_THE_ROAD = frozenset({Kind.INTERPRET, Kind.CONVERSE, Kind.FAN_OUT, Kind.DELIVER, Kind.RECONCILE})
# The product's own waits, in proportion: a dead host is found out in seconds instead of minutes, and still no sooner
# than a busy machine lets a living one's post arrive.
BRISK = {
    "FIXLINE_LEASE_SECONDS": "3",
    "FIXLINE_RETRY_BASE_SECONDS": "0.1",
    "FIXLINE_NO_TO_NO_SECONDS": "1",
    "FIXLINE_RESEND_AGE_SECONDS": "5",
    "FIXLINE_SWEEP_SECONDS": "0.5",
}


def test_a_host_that_dies_loses_nothing_says_nothing_twice_and_the_other_answers(
    database: Database, redis_url: str, emulator: Emulator, tmp_path: Path
) -> None:
    emulator.mood("twilio", latency_ms=SLOW_CARRIER_MS)
    environment = environment_of(database, emulator, redis_url, **BRISK)
    with ExitStack() as running:
        hosts = [
            running.enter_context(host(tmp_path / str(port), port, environment))
            for port in free_ports(2)
        ]
        first, second = hosts
        for each in hosts:
            each.processes.wait_for(
                f"http://{HOST}:{each.port}/sign-in", within=LONGEST_WAIT_SECONDS
            )
        people = [first.text(STRANGERS[0]), second.text(STRANGERS[1])]
        until(lambda: heard(emulator, people))

        tell_everyone(database, TENANTS)
        until(lambda: told(database) > TENANTS // 10 and all_send(redis_url, hosts))
        # Taken by the host in its last moment: the survivor owes the answers.
        people += [first.text(stranger) for stranger in STRANGERS[2:6]]
        first.kill()
        assert told(database) < TENANTS, "the kill came too late to prove anything"
        with pytest.raises(requests.ConnectionError):
            first.text(STRANGERS[6])
        people += [second.text(stranger) for stranger in STRANGERS[6:10]]
        until_settled(database, emulator, people)

    received = texts_at(emulator)
    assert received == dict.fromkeys([*people, *crowd.phones(1, TENANTS)], 1)


def until_settled(database: Database, emulator: Emulator, people: list[str]) -> None:
    deadline = time.monotonic() + LONGEST_WAIT_SECONDS
    while (left := unsettled(database)) or not heard(emulator, people):
        assert time.monotonic() < deadline, f"not settled: {left}"
        time.sleep(LOOK_AGAIN_SECONDS)


def all_send(redis_url: str, hosts: list[Host]) -> bool:
    """Whether the send worker of every host has had a job in hand."""
    with Redis.from_url(redis_url) as connection:
        workers = Worker.all(connection=connection, serializer=JSONSerializer)
        busy = {
            each.pid for each in workers if each.get_current_job_id() or each.successful_job_count
        }
    return {each.processes.running[Lane.SEND.value].pid for each in hosts} <= busy


def told(database: Database) -> int:
    """Tenants whose text the carrier is known to have."""
    known = select(func.count()).where(
        Message.event_id.is_not(None), Message.state == MessageState.ACCEPTED
    )
    with database.reading() as session:
        return session.scalar(known) or 0


def unsettled(database: Database) -> Counter[str]:
    """What is still on its way: messages by state, promises by kind."""
    messages = select(Message.state).where(
        Message.inbound.is_(False), Message.state != MessageState.ACCEPTED
    )
    promises = select(OutboxEntry.kind).where(OutboxEntry.kind.in_(ON_THE_ROAD))
    with database.reading() as session:
        return Counter([*session.scalars(messages), *session.scalars(promises)])


def heard(emulator: Emulator, people: Iterable[str]) -> bool:
    return set(people) <= texts_at(emulator).keys()


def texts_at(emulator: Emulator) -> Counter[str]:
    """How many texts the carrier has accepted for each number."""
    page = requests.get(f"{emulator.url}/sandbox/messages?limit={MOST_SHOWN}", timeout=10).json()
    assert not page["more"]
    return Counter(message["to"] for message in page["messages"])
