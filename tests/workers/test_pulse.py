"""Signs of life: they come while a process works, stop with it, and bring its counts of sends along."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping

from redis import ConnectionError as NoRedis

from core.db import Database
from core.messaging.wire import Accepted
from core.operations.counting import SendCounts
from core.operations.model import Role, SendOutcome
from core.operations.queries.standing import Process, processes
from core.operations.queries.throughput import sends_ever
from core.outbox import Lane
from tests.builders import number
from tests.waiting import until
from tests.workers.road import Road
from workers.pulse import WORK, beating

LONGEST_WAIT_SECONDS = 10.0
BRISK = 0.02


def seen(database: Database) -> tuple[Process, ...]:
    with database.reading() as session:
        return processes(session)


def test_a_process_beats_while_it_works_and_is_gone_when_it_ends(database: Database) -> None:
    with beating(database, Role.SEND, every_seconds=BRISK):
        until(lambda: len(seen(database)) == 1)
        (mine,) = seen(database)
        assert mine.process.endswith(f":{os.getpid()}")
        assert (mine.role, mine.busy_seconds) == (Role.SEND, None)
        with WORK.in_hand():
            until(lambda: seen(database)[0].busy_seconds is not None)
    assert seen(database) == ()


def test_a_relay_brings_the_depth_of_the_queues_and_says_when_it_cannot(
    database: Database,
) -> None:
    depths: dict[Lane, int] = {Lane.TALK: 0, Lane.SEND: 7, Lane.CHORES: 1}

    def queued() -> Mapping[Lane, int]:
        if not depths:
            raise NoRedis("away")
        return depths

    with beating(database, Role.RELAY, queued=queued, every_seconds=BRISK):
        until(lambda: [each.queued for each in seen(database)] == [depths])
        depths.clear()
        until(lambda: [each.queued for each in seen(database)] == [None])


def test_sends_are_written_down_with_the_beats_and_the_last_ones_at_the_end(
    database: Database,
) -> None:
    sends = SendCounts()
    with beating(database, Role.SEND, sends=sends, every_seconds=60):
        sends.add([("twilio", Accepted("SM1"))])
    with database.reading() as session:
        assert sends_ever(session) == {("twilio", SendOutcome.ACCEPTED): 1}


def test_a_database_that_is_away_holds_nobody_up_and_loses_no_count() -> None:
    away = Database("postgresql://nobody@127.0.0.1:1/nothing")
    sends = SendCounts()
    sends.add([("twilio", Accepted("SM1"))])
    began = time.monotonic()
    with beating(away, Role.SEND, sends=sends, every_seconds=BRISK):
        time.sleep(0.1)
    assert time.monotonic() - began < LONGEST_WAIT_SECONDS
    assert sends.take() == {("twilio", SendOutcome.ACCEPTED): 1}


def test_what_the_senders_did_is_counted_by_carrier_and_outcome(road: Road) -> None:
    road.send(number(142), number(143))
    road.work_off()
    assert road.runtime.sends.take() == {("twilio", SendOutcome.ACCEPTED): 2}
