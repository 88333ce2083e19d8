"""The periodic round gives strays another promise: whatever accident took the first one, nothing is lost."""

from __future__ import annotations

import pytest
from sqlalchemy import delete, select, text
from sqlalchemy.orm import Session

from core.events.actions import FIXLINE
from core.jobs.actions.emergencies import Danger, raise_emergency
from core.messaging.actions.receipts import record_receipt
from core.messaging.model import Message, ReceiptRow
from core.messaging.wire import MessageState, Priority, Receipt
from core.outbox import Kind, Lane
from core.outbox.model import OutboxEntry
from tests.builders import HEAD, a_draft, a_message, number
from tests.workers.road import Road
from workers.handlers.sweep import UNPROMISED, start_sweeping, sweep

TENANT = number(142)
# Longer ago than the round leaves a message to its own promise.
_LONG_AGO = text(
    "UPDATE messages SET state = :state, provider_id = NULL,"
    " state_at = state_at - interval '10 minutes', lease_until = lease_until - interval '10 minutes'"
)


def stray(road: Road, state: MessageState, *, posted: int) -> int:
    """A message in that state whose promise is gone, posted so many times before; swept once."""
    (message_id,) = road.send(TENANT)
    if posted:
        road.work_off()
    with road.database.transaction() as session:
        session.execute(delete(OutboxEntry))
        session.execute(text("UPDATE messages SET lease_until = coalesce(claimed_at, created_at)"))
        session.execute(_LONG_AGO, {"state": state.value})
    return message_id


def sweep_once(road: Road) -> None:
    with road.database.transaction() as session:
        start_sweeping(session)
    road.work_off()


def test_a_queued_message_without_a_promise_leaves_after_all(road: Road) -> None:
    message_id = stray(road, MessageState.QUEUED, posted=0)

    sweep_once(road)

    assert road.state(message_id) is MessageState.ACCEPTED
    assert road.emulator.accepted() == (1, 0)


def test_one_that_was_being_sent_is_looked_up_and_not_sent_again(road: Road) -> None:
    message_id = stray(road, MessageState.SENDING, posted=1)

    sweep_once(road)
    road.becomes(message_id, MessageState.ACCEPTED)

    assert road.emulator.accepted() == (1, 0)


def test_one_that_was_being_sent_and_never_left_is_sent(road: Road) -> None:
    message_id = stray(road, MessageState.SENDING, posted=0)

    sweep_once(road)
    road.becomes(message_id, MessageState.ACCEPTED)

    assert road.emulator.accepted() == (1, 0)


def test_an_uncertain_one_without_a_promise_is_looked_up(road: Road) -> None:
    message_id = stray(road, MessageState.UNCERTAIN, posted=1)

    sweep_once(road)
    road.becomes(message_id, MessageState.ACCEPTED)

    assert road.emulator.accepted() == (1, 0)


@pytest.mark.parametrize("together", [1, 3])
def test_what_is_promised_is_left_alone(road: Road, together: int) -> None:
    road.send(*(number(n) for n in range(together)))
    with road.database.transaction() as session:
        session.execute(text("UPDATE messages SET state_at = state_at - interval '10 minutes'"))
        start_sweeping(session)
    (sweeping,) = (entry.id for entry in road.entries() if entry.kind is Kind.SWEEP)
    sweep(road.runtime, [sweeping])
    assert len(road.entries()) == 2

    road.work_off()

    assert road.emulator.accepted() == (together, 0)
    assert [entry.kind for entry in road.entries()] == [Kind.SWEEP]


def test_a_stray_warning_goes_with_the_conversations(road: Road) -> None:
    message_id = stray(road, MessageState.QUEUED, posted=0)
    with road.database.transaction() as session:
        session.get_one(Message, message_id).priority = Priority.EMERGENCY
        start_sweeping(session)
    sweep(road.runtime, [entry.id for entry in road.entries()])

    (entry,) = [each for each in road.entries() if each.kind is Kind.DELIVER]
    assert (entry.rank, entry.lane) == (0, Lane.TALK)


def test_a_round_reads_messages_and_promises_once_however_many_there_are(road: Road) -> None:
    """Compared one by one, a hundred thousand of each would take hours."""
    road.send(*(number(n) for n in range(300)))
    with road.database.transaction() as session:
        session.execute(_LONG_AGO, {"state": MessageState.QUEUED.value})
        session.execute(text("DELETE FROM outbox WHERE id = (SELECT min(id) FROM outbox)"))
    with road.database.reading() as session:
        plan = text(f"EXPLAIN (ANALYZE, COSTS OFF) {UNPROMISED.text}")
        lines = list(session.scalars(plan, {"most": 100}))

    reads = [line for line in lines if " on outbox o" in line or " on messages m_1" in line]
    assert len(reads) == 3, lines
    assert all("loops=1)" in line for line in reads), reads
    assert "actual" in lines[0]
    assert "rows=50" in lines[0], "one promise of fifty messages was taken away"


def an_orphan(session: Session, n: int) -> int:
    """A receipt that came before its message was known; the message is there by now."""
    message = a_message(session, a_draft(session, number(n)))
    message.state, message.provider_id = MessageState.ACCEPTED, f"SM{n}"
    early = Receipt("twilio", f"r{n}", None, None, MessageState.DELIVERED)
    record_receipt(session, HEAD, early)
    kept = session.scalars(select(ReceiptRow).where(ReceiptRow.event_id == f"r{n}")).one()
    kept.provider_id = f"SM{n}"
    return message.id


def test_one_orphan_that_makes_trouble_stops_no_other_and_no_page(road: Road) -> None:
    with road.database.transaction() as session:
        first, bad, last = (an_orphan(session, n) for n in (201, 202, 203))
        session.execute(
            text(
                "ALTER TABLE messages ADD CONSTRAINT refuses"
                f" CHECK (id <> {bad} OR state = 'accepted') NOT VALID"
            )
        )
        danger = Danger(safety="gas", words="I smell gas", reporter_address=TENANT)
        emergency_id = raise_emergency(session, danger, actor=FIXLINE).id
        session.execute(delete(OutboxEntry))
        start_sweeping(session)
    try:
        sweep(road.runtime, [entry.id for entry in road.entries()])
    finally:
        with road.database.transaction() as session:
            session.execute(text("ALTER TABLE messages DROP CONSTRAINT refuses"))

    states = [road.state(each) for each in (first, bad, last)]
    assert states == [MessageState.DELIVERED, MessageState.ACCEPTED, MessageState.DELIVERED]
    pages = [each for each in road.entries() if each.kind is Kind.PAGE_ON_CALL]
    assert [each.args["emergency_id"] for each in pages] == [emergency_id]
    sweep(road.runtime, [each.id for each in road.entries() if each.kind is Kind.SWEEP])
    assert road.state(bad) is MessageState.DELIVERED, "it is tried again"


def test_the_round_puts_itself_off_and_is_promised_once(road: Road) -> None:
    sweep_once(road)
    sweep_once(road)

    (entry,) = road.entries()
    assert entry.kind is Kind.SWEEP
    assert entry.run_at > entry.created_at


def test_strays_of_an_accident_are_not_promised_twice(road: Road) -> None:
    stray(road, MessageState.UNCERTAIN, posted=1)
    for _ in range(2):
        with road.database.transaction() as session:
            session.execute(delete(OutboxEntry).where(OutboxEntry.kind == Kind.SWEEP))
        sweep_once(road)

    with road.database.reading() as session:
        assert session.scalars(select(Message.state)).all() == [MessageState.ACCEPTED]
    assert road.emulator.accepted() == (1, 0)
