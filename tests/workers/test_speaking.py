"""A carrier that says nothing holds up nobody who is to be heard, and least of all somebody in danger."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from threading import Event

import pytest
from sqlalchemy import text
from sqlalchemy.engine import make_url

from core.db import Database
from core.messaging.model import Message
from core.messaging.wire import MessageState, Priority
from tests.builders import a_draft, number
from tests.waiting import until
from tests.workers.road import Road
from workers.handlers.deliver import deliver
from workers.speaking import MOST_SPEAKERS, Speakers

ORDINARY, IN_DANGER = number(1), number(2)


@pytest.fixture
def silence(road: Road) -> Iterator[Event]:
    """Speakers of the road's process, all of them held by carriers that answer only when this is set."""
    answered = Event()

    def waiting() -> None:
        answered.wait()

    road.runtime.speakers.open()
    for _ in range(MOST_SPEAKERS):
        assert road.runtime.speakers.take(waiting)
    yield answered
    answered.set()
    road.runtime.speakers.finish()


def an_emergency(road: Road) -> int:
    with road.database.transaction() as session:
        draft = a_draft(session, IN_DANGER, priority=Priority.EMERGENCY)
    return road.queue(draft)


def promised(road: Road) -> list[int]:
    return [entry.id for entry in road.entries()]


def test_whoever_posts_does_not_wait_for_the_carrier(road: Road) -> None:
    road.emulator.mood("twilio", script=["hang"], hang_seconds=30)
    road.runtime.speakers.open()
    (text_id,) = road.send(ORDINARY)

    deliver(road.runtime, promised(road))

    assert road.state(text_id) in {MessageState.QUEUED, MessageState.SENDING}
    road.runtime.speakers.finish()
    assert road.state(text_id) is MessageState.UNCERTAIN


def test_while_every_thread_waits_an_ordinary_promise_is_put_off(
    road: Road, silence: Event
) -> None:
    (text_id,) = road.send(ORDINARY)
    (before,) = road.entries()

    deliver(road.runtime, [before.id])

    (after,) = road.entries()
    assert after.run_at > before.run_at
    assert (after.attempts, after.lease_until) == (0, None)
    assert road.message(text_id).attempts == 0
    assert road.emulator.accepted() == (0, 0)


def test_while_every_thread_waits_whoever_is_in_danger_is_told(road: Road, silence: Event) -> None:
    text_id = an_emergency(road)

    deliver(road.runtime, promised(road))

    until(lambda: road.state(text_id) is MessageState.ACCEPTED)


def test_what_could_not_be_said_at_once_is_said_once_threads_are_free(
    road: Road, silence: Event
) -> None:
    (text_id,) = road.send(ORDINARY)
    deliver(road.runtime, promised(road))

    silence.set()

    road.becomes(text_id, MessageState.ACCEPTED)
    assert road.emulator.accepted() == (1, 0)


def test_a_speech_that_breaks_leaves_its_thread_to_the_next() -> None:
    speakers, heard = Speakers(), Event()
    speakers.open()

    def breaking() -> None:
        raise RuntimeError("the database is away")

    for _ in range(2 * MOST_SPEAKERS):
        until(lambda: speakers.take(breaking))
    until(lambda: speakers.take(heard.set))
    speakers.finish()
    assert heard.is_set()


def test_nothing_is_taken_before_it_is_opened_and_after_it_has_finished() -> None:
    speakers = Speakers()
    assert not speakers.take(lambda: None)
    speakers.open()
    speakers.finish()
    assert not speakers.take(lambda: None)


def impatient(url: str) -> str:
    """The same database, whose statements wait a tenth of a second for a lock."""
    asked = make_url(url).update_query_dict({"options": "-c lock_timeout=100"})
    return asked.render_as_string(hide_password=False)


def test_results_are_written_down_once_a_row_that_another_hand_holds_is_free(road: Road) -> None:
    """A lock that outlasts its limit is refused by PostgreSQL like a deadlock or a database that changes hands."""
    road.emulator.mood("twilio", latency_ms=500)
    short_tempered = Database(impatient(road.database.url))
    runtime = replace(road.runtime, database=short_tempered)
    runtime.speakers.open()
    (text_id,) = road.send(ORDINARY)

    deliver(runtime, promised(road))
    until(lambda: road.state(text_id) is MessageState.SENDING)
    with road.database.transaction() as session:
        session.get_one(Message, text_id, with_for_update=True)
        until(lambda: road.emulator.accepted() == (1, 0))
        session.execute(text("SELECT pg_sleep(0.5)"))

    until(lambda: road.state(text_id) is MessageState.ACCEPTED)
    runtime.speakers.finish()
    short_tempered.dispose()
    assert road.message(text_id).attempts == 1
    assert road.entries() == []
