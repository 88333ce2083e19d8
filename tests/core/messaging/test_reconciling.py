"""A message nobody is sure of: found at the carrier, or twice certainly not there and then sent again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from core.clock import database_now
from core.desk.model import StaffTask
from core.messaging.actions.finalising import Result, Retry, finalise
from core.messaging.actions.reconciling import (
    IN_DANGER,
    Patience,
    leave_to_staff,
    settle_uncertain,
    sought,
)
from core.messaging.model import Message
from core.messaging.wire import Candidate, MessageState, Priority, Unknown
from core.outbox import Kind
from core.outbox.actions import keep
from core.outbox.model import OutboxEntry
from tests.builders import HEAD, a_draft, a_message, claim_of, number

PATIENCE = Patience(no_to_no=60, resend_age=180)


def test_what_is_sought_is_told_exactly(session: Session) -> None:
    message = uncertain(session)
    wanted = sought(session, message.id)
    assert wanted is not None
    assert (wanted.ref, wanted.recipient, wanted.body) == (
        str(message.ref),
        message.recipient,
        message.body,
    )
    assert wanted.claimed_at == message.claimed_at


def test_what_is_found_was_sent_and_shows_no_trouble(session: Session) -> None:
    message = uncertain(session)
    assert settle(session, message, a_candidate(session)) is None
    assert (message.state, message.provider_id) == (MessageState.ACCEPTED, "SM1")
    assert message.error_detail == ""
    assert sought(session, message.id) is None


def test_words_about_safety_are_sent_again_within_seconds(session: Session) -> None:
    message = uncertain(session)
    message.priority = Priority.EMERGENCY
    session.flush()
    assert settle(session, message) == IN_DANGER.no_to_no
    long_ago = func.clock_timestamp() - timedelta(seconds=20)
    session.execute(
        update(Message)
        .where(Message.id == message.id)
        .values(absent_at=long_ago, claimed_at=long_ago)
    )
    assert settle(session, message) is None
    assert message.state is MessageState.QUEUED


def test_of_several_candidates_the_oldest_is_ours(session: Session) -> None:
    message = uncertain(session)
    settle(session, message, a_candidate(session, "SM2", age=1), a_candidate(session, "SM1", age=9))
    assert message.provider_id == "SM1"


def test_a_message_that_belongs_to_another_is_no_proof(session: Session) -> None:
    other, message = a_message(session), uncertain(session)
    other.provider_id, other.state = "SM1", MessageState.DELIVERED
    session.flush()
    assert settle(session, message, a_candidate(session)) == 60
    assert message.state is MessageState.UNCERTAIN


def test_while_the_same_words_are_just_leaving_what_was_found_may_be_theirs(
    session: Session,
) -> None:
    message = uncertain(session)
    twin = a_message(session)
    claim_of(session, twin)
    assert settle(session, message, a_candidate(session)) is not None
    assert message.provider_id is None
    twin.state, twin.provider_id = MessageState.ACCEPTED, "SM1"
    session.flush()
    assert settle(session, message, a_candidate(session)) is not None
    assert message.state is MessageState.UNCERTAIN


def test_one_no_is_not_enough(session: Session) -> None:
    message = uncertain(session)
    age(session, message, claimed=1000, absent=None)
    assert settle(session, message) == 60
    assert message.state is MessageState.UNCERTAIN
    assert message.absent_at is not None


@pytest.mark.parametrize(
    ("claimed", "absent", "wait"), [(1000, 20, 40), (100, 70, 80), (150, 50, 30), (100, 55, 80)]
)
def test_a_second_no_counts_only_apart_and_of_age(
    session: Session, claimed: int, absent: int, wait: int
) -> None:
    message = uncertain(session)
    age(session, message, claimed=claimed, absent=absent)
    left = settle(session, message)
    assert left is not None
    assert wait - 5 < left <= wait
    assert message.state is MessageState.UNCERTAIN


def test_after_two_noes_apart_and_of_age_it_is_sent_again_once(session: Session) -> None:
    message = uncertain(session)
    age(session, message, claimed=181, absent=61)
    assert settle(session, message) is None
    assert (message.state, message.claim_token) == (MessageState.QUEUED, None)
    assert settle(session, message) is None
    assert deliveries(session, message) == 1
    assert claim_of(session, message).messages[0].attempts == 2
    assert message.absent_at is None


def test_found_at_the_last_look_it_is_not_sent_again(session: Session) -> None:
    message = uncertain(session)
    age(session, message, claimed=181, absent=61)
    settle(session, message, a_candidate(session))
    assert message.state is MessageState.ACCEPTED
    assert deliveries(session, message) == 0


@pytest.mark.parametrize("state", [MessageState.DELIVERED, MessageState.FAILED])
def test_what_a_receipt_has_settled_meanwhile_is_left_alone(
    session: Session, state: MessageState
) -> None:
    message = uncertain(session)
    age(session, message, claimed=181, absent=61)
    message.state = state
    session.flush()
    assert sought(session, message.id) is None
    assert settle(session, message) is None
    assert message.state is state


def test_a_carrier_that_cannot_tell_leaves_it_to_staff_once(session: Session) -> None:
    message = uncertain(session)
    leave_to_staff(session, message.id)
    leave_to_staff(session, message.id)
    (task,) = session.scalars(select(StaffTask)).all()
    assert task.title == "A message may not have arrived"
    assert message.state is MessageState.UNCERTAIN


def uncertain(session: Session) -> Message:
    """A message whose sending nobody answered."""
    message = a_message(session, a_draft(session, number(142)))
    claim = claim_of(session, message)
    results = [Result(each, Unknown("read timeout")) for each in claim.messages]
    finalise(session, HEAD, claim.token, results, retry=Retry(2, 900, 1), circuit_seconds=60)
    keep(session, [each.entry_id for each in claim.messages])
    session.expire_all()
    return message


def settle(session: Session, message: Message, *found: Candidate) -> float | None:
    wait = settle_uncertain(session, message.id, found, patience=PATIENCE)
    session.flush()
    session.expire_all()
    return wait


def a_candidate(session: Session, provider_id: str = "SM1", *, age: float = 0) -> Candidate:
    return Candidate(provider_id, database_now(session) - timedelta(seconds=age))


def age(session: Session, message: Message, *, claimed: float, absent: float | None) -> None:
    """As if the claim and the first no had been so many seconds ago."""
    now = database_now(session)
    session.execute(
        update(Message)
        .where(Message.id == message.id)
        .values(
            claimed_at=now - timedelta(seconds=claimed),
            absent_at=None if absent is None else now - timedelta(seconds=absent),
        )
    )
    session.expire_all()


def deliveries(session: Session, message: Message) -> int:
    query = select(func.count()).where(
        OutboxEntry.kind == Kind.DELIVER,
        OutboxEntry.args["message_id"].as_integer() == message.id,
    )
    return session.scalar(query) or 0
