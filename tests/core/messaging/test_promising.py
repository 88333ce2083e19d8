"""Deliveries promised together: one entry for many messages, and none of them forgotten or held up by another."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from core.clock import database_now
from core.db import Database
from core.messaging.actions.claiming import CLAIMED_TOGETHER, Claim, claim_messages
from core.messaging.actions.promising import (
    PROMISED_TOGETHER,
    Delivery,
    promise_deliveries,
    promised_messages,
)
from core.messaging.actions.queueing import queue_messages
from core.messaging.model import Message
from core.messaging.wire import MessageState, Priority
from core.outbox.model import OutboxEntry
from tests.builders import HEAD, OPEN_RULES, a_draft, number


def queued(session: Session, how_many: int, priority: Priority = Priority.ALERT) -> list[int]:
    drafts = [a_draft(session, number(n), priority=priority) for n in range(how_many)]
    return queue_messages(session, HEAD, drafts)


def entries(session: Session) -> list[OutboxEntry]:
    return list(session.scalars(select(OutboxEntry).order_by(OutboxEntry.id)))


def claim_all(session: Session) -> Claim:
    claim = claim_messages(session, [entry.id for entry in entries(session)], OPEN_RULES)
    session.expire_all()
    return claim


def test_messages_of_one_urgency_share_their_promises(session: Session) -> None:
    ids = queued(session, 2 * PROMISED_TOGETHER + 1)
    promised = [promised_messages(entry.args) for entry in entries(session)]
    assert [len(each) for each in promised] == [PROMISED_TOGETHER, PROMISED_TOGETHER, 1]
    assert [id_ for each in promised for id_ in each] == ids


def test_no_promises_are_no_entries(session: Session) -> None:
    promise_deliveries(session, [])
    assert entries(session) == []


def test_what_may_leave_at_another_time_has_a_promise_of_its_own(session: Session) -> None:
    first, second = queued(session, 2)
    session.execute(text("DELETE FROM outbox"))
    later = database_now(session) + timedelta(hours=1)
    promise_deliveries(session, [Delivery(first, 3), Delivery(second, 3, later)])
    at_once, held = entries(session)
    assert promised_messages(at_once.args) == [first]
    assert at_once.run_at <= database_now(session)
    assert (promised_messages(held.args), held.run_at) == ([second], later)


def test_a_claim_takes_as_many_entries_as_it_has_room_for(session: Session) -> None:
    queued(session, PROMISED_TOGETHER)
    queued(session, 2)
    first, second = (entry.id for entry in entries(session))
    claim = claim_messages(session, [first, second], OPEN_RULES)
    assert len(claim.messages) == CLAIMED_TOGETHER
    assert claim.left == (second,)
    assert claim_messages(session, claim.left, OPEN_RULES).left == ()


def test_the_promise_stands_while_any_of_its_messages_is_being_sent(session: Session) -> None:
    queued(session, 3)
    claim_all(session)
    assert len(entries(session)) == 1
    assert claim_all(session).messages == ()
    assert len(entries(session)) == 1


def test_a_promise_of_which_nothing_may_leave_now_is_put_off_whole(session: Session) -> None:
    ids = queued(session, 3)
    claim_all(session)
    claim_all(session)
    (entry,) = entries(session)
    leases = session.scalars(select(Message.lease_until).where(Message.id.in_(ids)))
    assert entry.run_at == min(filter(None, leases))


def test_what_has_left_already_is_passed_over_and_its_neighbours_leave(session: Session) -> None:
    first, second, third = queued(session, 3)
    session.get_one(Message, first).state = MessageState.ACCEPTED
    session.get_one(Message, second).expires_at = database_now(session)
    session.flush()
    assert [each.message_id for each in claim_all(session).messages] == [third]
    assert session.get_one(Message, second).state is MessageState.EXPIRED


def test_a_neighbour_that_must_wait_is_promised_for_later(session: Session) -> None:
    first, second = queued(session, 2)
    until = database_now(session) + timedelta(minutes=1)
    held = session.get_one(Message, first)
    held.state, held.lease_until = MessageState.SENDING, until
    session.flush()
    assert [each.message_id for each in claim_all(session).messages] == [second]
    _, later = entries(session)
    assert (promised_messages(later.args), later.run_at) == ([first], until)


def test_a_message_another_hand_has_locked_is_promised_again_and_never_forgotten(
    database: Database,
) -> None:
    with database.transaction() as session:
        first, second = queued(session, 2)
        (entry,) = entries(session)
    with database.reading() as other:
        other.execute(text("SELECT 1 FROM messages WHERE id = :id FOR UPDATE"), {"id": first})
        with database.transaction() as session:
            claim = claim_messages(session, [entry.id], OPEN_RULES)
    assert [each.message_id for each in claim.messages] == [second]
    with database.reading() as session:
        promised = [promised_messages(each.args) for each in entries(session)]
    assert promised == [[first, second], [first]]


def test_a_promise_of_messages_that_do_not_exist_is_kept(session: Session) -> None:
    promise_deliveries(session, [Delivery(10**12, 3)])
    assert claim_all(session).messages == ()
    assert entries(session) == []
