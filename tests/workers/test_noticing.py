"""What shows that a database was put back in time, what does not, and what a pause holds."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import update

from core.clock import database_now
from core.db import Database
from core.errors import Refused
from core.events.actions import FIXLINE
from core.messaging.actions.pausing import lift, pause
from core.messaging.model import LifeSign, Message
from core.messaging.wire import MessageState, Priority
from core.outbox import Kind
from core.outbox.actions import promise
from tests.builders import a_draft, number
from tests.workers.backups import fell_silent, live, paused
from tests.workers.road import Emulator, Road
from workers.restoring import BEHIND, UNREMEMBERED, examine
from workers.resuming import resume

TENANTS = [number(n) for n in range(142, 146)]


def test_resuming_what_is_not_paused_is_refused(lived: Road) -> None:
    with pytest.raises(Refused, match="not paused"):
        resume(lived.runtime, actor=FIXLINE)


def test_a_new_emergency_leaves_during_a_pause_and_an_old_one_waits(lived: Road) -> None:
    with lived.database.transaction() as session:
        old = a_draft(session, TENANTS[0], priority=Priority.EMERGENCY)
    waits = lived.queue(old)
    with lived.database.transaction() as session:
        pause(session, reason="restored", actor=FIXLINE)
        new = a_draft(session, TENANTS[1], priority=Priority.EMERGENCY)
        plain = a_draft(session, TENANTS[2])
    leaves, stays = lived.queue(new), lived.queue(plain)

    lived.work_off()

    states = [lived.state(each) for each in (waits, leaves, stays)]
    assert states == [MessageState.QUEUED, MessageState.ACCEPTED, MessageState.QUEUED]


def test_pausing_twice_is_one_pause_over_the_wider_window(lived: Road) -> None:
    with lived.database.transaction() as session:
        first = pause(session, reason="restored", actor=FIXLINE)
        earlier = first.known_until - timedelta(hours=3)
    with lived.database.transaction() as session:
        second = pause(session, reason="again", actor=FIXLINE, known_until=earlier)

    assert (second.id, second.known_until, second.reason) == (first.id, earlier, "restored")


def test_redis_remembers_a_later_sign_of_life(
    database: Database, emulator: Emulator, redis_url: str
) -> None:
    road = Road(database, emulator, REDIS_URL=redis_url)
    live(road)
    live(road)
    assert paused(road) is None
    with database.transaction() as session:
        session.execute(update(LifeSign).values(beat=0))

    live(road)

    standing = paused(road)
    assert standing is not None
    assert standing.reason == BEHIND


def test_the_carrier_remembers_what_a_copied_disk_does_not(lived: Road) -> None:
    lived.send(TENANTS[0])
    lived.work_off()
    fell_silent(lived)
    live(lived)
    assert paused(lived) is None, "what is known is no sign of a restore"

    lived.send(TENANTS[1])
    lived.work_off()
    with lived.database.transaction() as session:
        forgotten = update(Message).where(Message.recipient == TENANTS[1])
        session.execute(forgotten.values(provider_id=None, claimed_at=None, state="queued"))
    fell_silent(lived)
    live(lived)

    standing = paused(lived)
    assert standing is not None
    assert standing.reason == UNREMEMBERED


def test_a_send_in_doubt_is_no_sign_of_a_restore(lived: Road) -> None:
    lived.emulator.mood("twilio", script=["drop"], lookup_script=["500"] * 3)
    (doubted,) = lived.send(TENANTS[0])
    lived.work_off()
    assert lived.state(doubted) is MessageState.UNCERTAIN
    lived.emulator.mood("twilio", lookup_script=[])
    fell_silent(lived)

    live(lived)

    assert paused(lived) is None


def test_a_worker_that_starts_first_leaves_the_question_to_whoever_can_ask(lived: Road) -> None:
    lived.send(TENANTS[0])
    lived.work_off()
    with lived.database.transaction() as session:
        session.execute(update(Message).values(provider_id=None, claimed_at=None, state="queued"))
    fell_silent(lived)

    examine(lived.runtime.settings, lived.database)
    assert paused(lived) is None
    lived.emulator.mood("twilio", lookup_script=["500"])
    live(lived)
    assert paused(lived) is None, "a carrier that cannot be asked is no witness"
    live(lived)

    assert paused(lived) is not None


def test_offers_wait_for_the_end_of_the_pause_and_their_time_does_not_run(lived: Road) -> None:
    """The technician would have been given half an hour for words that had not left."""
    with lived.database.transaction() as session:
        pause(session, reason="restored", actor=FIXLINE)
        entry_id = promise(session, Kind.OFFER_JOB, {"job_id": 1})

    lived.work_off()

    (entry,) = [each for each in lived.entries() if each.id == entry_id]
    assert (entry.attempts, entry.last_error) == (0, None)
    assert entry.run_at > entry.created_at
    with lived.database.transaction() as session:
        lift(session, outcome="nothing found", actor=FIXLINE)
    (entry,) = [each for each in lived.entries() if each.id == entry_id]
    with lived.database.reading() as session:
        assert entry.run_at <= database_now(session)
