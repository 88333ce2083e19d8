"""The periodic round gives strays another promise: whatever accident took the first one, nothing is lost."""

from __future__ import annotations

import pytest
from sqlalchemy import delete, select, text

from core.messaging.model import Message
from core.messaging.wire import MessageState
from core.outbox import Kind
from core.outbox.model import OutboxEntry
from tests.builders import number
from tests.workers.road import Road
from workers.handlers.sweep import start_sweeping, sweep

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
