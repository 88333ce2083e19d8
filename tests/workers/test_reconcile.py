"""A message nobody is sure of: asked about often enough, then left to staff; a late receipt still settles it."""

from __future__ import annotations

import time

from sqlalchemy import update

from core.db import Database
from core.messaging.actions.receipts import record_receipt
from core.messaging.actions.reconciling import MOST_UNASKED
from core.messaging.wire import MessageState, Priority, Receipt
from core.outbox import Kind, Lane
from core.outbox.model import OutboxEntry
from tests.builders import a_draft, number
from tests.workers.road import READ_SECONDS, Emulator, Road
from workers.handlers.reconcile import MOST_LOOKS, reconcile

TENANT = number(142)


def in_doubt(road: Road) -> int:
    """A text that has left, though nobody here knows."""
    road.emulator.mood("twilio", script=["drop"], lookup_script=["500"] * (MOST_LOOKS + 1))
    (text_id,) = road.send(TENANT)
    road.work_off()
    assert road.state(text_id) is MessageState.UNCERTAIN
    return text_id


def test_a_carrier_that_never_answers_leaves_it_to_staff_and_nothing_is_sent_again(
    road: Road,
) -> None:
    text_id = in_doubt(road)

    road.until(lambda: road.entries() == [])

    assert road.state(text_id) is MessageState.UNCERTAIN
    assert road.tasks() == ["A message may not have arrived"]
    assert road.emulator.accepted() == (1, 0)
    assert road.emulator.decided()["look 500"] == MOST_LOOKS


def a_warning_in_doubt(road: Road) -> int:
    """A safety text the carrier has taken, broke the line, and now tells nobody of."""
    road.emulator.mood("twilio", script=["drop"], lookup_script=["500"] * 200)
    with road.database.transaction() as session:
        draft = a_draft(session, TENANT, priority=Priority.EMERGENCY)
    text_id = road.queue(draft)
    road.work_off()
    assert road.state(text_id) is MessageState.UNCERTAIN
    return text_id


def test_doubt_about_somebodys_safety_travels_with_the_conversations(road: Road) -> None:
    text_id = a_warning_in_doubt(road)

    (entry,) = [each for each in road.entries() if each.kind is Kind.RECONCILE]
    assert (entry.args, entry.rank, entry.lane) == ({"message_id": text_id}, 0, Lane.TALK)
    ordinary = in_doubt(road)
    (entry,) = [each for each in road.entries() if each.args == {"message_id": ordinary}]
    assert entry.lane is Lane.CHORES


def test_a_carrier_that_is_slow_to_tell_holds_up_nobody_who_waits_for_an_answer(road: Road) -> None:
    text_id = a_warning_in_doubt(road)
    road.emulator.mood("twilio", lookup_script=["hang"])
    (entry,) = [each for each in road.entries() if each.kind is Kind.RECONCILE]
    looks = road.emulator.decided().get("look hang", 0)
    road.runtime.speakers.open()

    started = time.monotonic()
    reconcile(road.runtime, [entry.id])
    took = time.monotonic() - started
    road.runtime.speakers.finish()

    assert took < READ_SECONDS / 2
    assert road.emulator.decided()["look hang"] == looks + 1, "it was not asked at all"
    assert road.state(text_id) is MessageState.UNCERTAIN


def test_a_warning_nobody_can_be_asked_about_is_sent_again_and_staff_are_told(
    database: Database, emulator: Emulator
) -> None:
    road = Road(database, emulator, FIXLINE_UNASKED_SECONDS="0.5", FIXLINE_NO_TO_NO_SECONDS="0.1")
    text_id = a_warning_in_doubt(road)

    road.becomes(text_id, MessageState.ACCEPTED)

    assert emulator.accepted() == (2, 1), "twice is better than perhaps never"
    assert road.tasks() == ["A safety message is sent again, and may not have arrived: call them"]


def test_a_warning_is_not_sent_again_before_its_time(
    database: Database, emulator: Emulator
) -> None:
    road = Road(database, emulator, FIXLINE_UNASKED_SECONDS="60", FIXLINE_NO_TO_NO_SECONDS="0.02")
    text_id = a_warning_in_doubt(road)

    road.until(lambda: road.emulator.decided().get("look 500", 0) > MOST_LOOKS)

    assert road.state(text_id) is MessageState.UNCERTAIN
    assert emulator.accepted() == (1, 0)


def test_a_warning_the_carrier_always_chokes_on_is_not_sent_without_end(
    database: Database, emulator: Emulator
) -> None:
    road = Road(database, emulator, FIXLINE_UNASKED_SECONDS="0", FIXLINE_NO_TO_NO_SECONDS="0.01")
    emulator.mood("twilio", script=["drop"] * 20, lookup_script=["500"] * 200)
    with database.transaction() as session:
        draft = a_draft(session, TENANT, priority=Priority.EMERGENCY)
    text_id = road.queue(draft)

    road.until(lambda: road.message(text_id).attempts == MOST_UNASKED)
    looked = road.emulator.decided().get("look 500", 0)
    road.until(lambda: road.emulator.decided().get("look 500", 0) > looked + 3)

    assert emulator.accepted()[0] == MOST_UNASKED
    assert road.state(text_id) is MessageState.UNCERTAIN


def test_a_late_receipt_settles_what_was_in_doubt(database: Database, emulator: Emulator) -> None:
    road = Road(database, emulator, FIXLINE_NO_TO_NO_SECONDS="60")
    text_id = in_doubt(road)
    ref = str(road.message(text_id).ref)
    with database.transaction() as session:
        delivered = Receipt("twilio", "r1", "SM" + "b" * 32, ref, MessageState.DELIVERED)
        record_receipt(session, road.runtime.head, delivered)
        session.execute(update(OutboxEntry).values(run_at=OutboxEntry.created_at))

    road.work_off()

    assert road.state(text_id) is MessageState.DELIVERED
    assert road.entries() == []


def test_nothing_is_sent_again_before_it_is_of_age(database: Database, emulator: Emulator) -> None:
    road = Road(database, emulator, FIXLINE_RESEND_AGE_SECONDS="60", FIXLINE_NO_TO_NO_SECONDS="0")
    emulator.mood("twilio", script=["500"])
    (text_id,) = road.send(TENANT)

    road.until(lambda: road.emulator.decided().get("look ok", 0) >= 2)

    assert road.state(text_id) is MessageState.UNCERTAIN
    assert emulator.accepted() == (0, 0)
