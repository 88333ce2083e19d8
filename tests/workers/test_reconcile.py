"""A message nobody is sure of: asked about often enough, then left to staff; a late receipt still settles it."""

from __future__ import annotations

from sqlalchemy import update

from core.db import Database
from core.messaging.actions.receipts import record_receipt
from core.messaging.wire import MessageState, Receipt
from core.outbox.model import OutboxEntry
from tests.builders import number
from tests.workers.road import Emulator, Road
from workers.handlers.reconcile import MOST_LOOKS

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
