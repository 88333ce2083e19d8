"""What became of a claimed message: every answer of a carrier, written down by the claim's own token only."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from core.clock import database_now
from core.desk.model import StaffTask, TaskPriority
from core.directory.queries.people import points_at
from core.messaging.actions.claiming import Claim
from core.messaging.actions.consenting import consent_of
from core.messaging.actions.finalising import (
    MOST_PATIENCE_IN_DANGER,
    MOST_SENDS,
    Result,
    Retry,
    finalise,
)
from core.messaging.actions.receipts import record_receipt
from core.messaging.model import Circuit, Message
from core.messaging.wire import (
    Accepted,
    Channel,
    ConsentState,
    MessageState,
    Misconfigured,
    NeverSendable,
    NotSent,
    Outcome,
    PermanentCause,
    Priority,
    Receipt,
    Unknown,
)
from core.outbox import Kind
from core.outbox.actions import keep
from core.outbox.model import OutboxEntry
from tests.builders import HEAD, a_draft, a_message, a_person, a_phone, claim_of, entry_of, number

RETRY = Retry(base=2, cap=900, jitter=1)
BUSY = NotSent("429", "too many requests")
OUTCOMES: list[Outcome | None] = [
    Accepted("SM1"),
    BUSY,
    NeverSendable("21211", "no number", PermanentCause.BAD_ADDRESS),
    Misconfigured("401", "who are you"),
    Unknown("the line broke"),
    None,
]


def test_an_accepted_message_has_the_carriers_id_and_its_promise_is_kept(session: Session) -> None:
    message, claim = claimed(session)
    told(session, claim, Accepted("SM1"))
    assert (message.state, message.provider_id) == (MessageState.ACCEPTED, "SM1")
    assert message.lease_until is None
    assert promises(session) == []


def test_a_carrier_that_gives_one_id_to_all_strands_nobody(session: Session) -> None:
    messages = [a_message(session, a_draft(session, recipient=number(n))) for n in range(3)]
    claim = claim_of(session, *messages)
    told(session, claim, Accepted("SM1"))
    for message in messages:
        session.refresh(message)
    assert {message.state for message in messages} == {MessageState.ACCEPTED}
    assert sorted(message.provider_id or "" for message in messages) == ["", "", "SM1"]
    assert promises(session) == []


def test_a_message_that_did_not_leave_is_tried_again_later(session: Session) -> None:
    message, claim = claimed(session)
    told(session, claim, BUSY)
    assert (message.state, message.attempts) == (MessageState.QUEUED, 1)
    assert message.error_code == "429"
    assert 1 < wait_of(session, message) <= 2
    session.execute(update(Circuit).values(slow_until=None))
    second = claim_of(session, message)
    assert second.messages[0].attempts == 2


def test_a_carrier_that_asks_for_patience_gets_it(session: Session) -> None:
    message, claim = claimed(session)
    told(session, claim, NotSent("429", "slow down", retry_after=120))
    assert 110 < wait_of(session, message) <= 120


def test_after_too_many_attempts_it_has_failed_and_staff_know(session: Session) -> None:
    message = a_message(session)
    message.attempts = MOST_SENDS - 1
    session.flush()
    claim = claim_of(session, message)
    told(session, claim, BUSY)
    assert (message.state, message.error_code) == (MessageState.FAILED, "429")
    assert promises(session) == []
    (task,) = session.scalars(select(StaffTask)).all()
    assert task.title == "A message could not be sent, after many tries"


def test_what_may_save_somebody_is_never_given_up_and_never_waits_long(session: Session) -> None:
    message = a_message(session, a_draft(session, priority=Priority.EMERGENCY))
    message.attempts = MOST_SENDS + 5
    session.flush()
    told(session, claim_of(session, message), BUSY)
    assert message.state is MessageState.QUEUED
    assert wait_of(session, message) <= MOST_PATIENCE_IN_DANGER


@given(st.integers(1, MOST_SENDS), st.floats(0, 1), st.floats(0, 10_000))
def test_the_wait_grows_up_to_the_cap_and_never_under_what_was_asked(
    attempts: int, jitter: float, asked: float
) -> None:
    retry = Retry(base=2, cap=900, jitter=jitter)
    wait = retry.seconds(attempts)
    assert 1 <= wait <= 900
    assert retry.seconds(attempts + 1) >= wait
    assert retry.seconds(attempts, asked) == max(wait, asked)


@pytest.mark.parametrize(
    ("cause", "stands", "bad"),
    [
        (PermanentCause.OPTED_OUT, ConsentState.OPTED_OUT, ""),
        (PermanentCause.BAD_ADDRESS, None, "carrier code 21000"),
        (PermanentCause.REFUSED_CONTENT, None, ""),
    ],
)
def test_what_is_refused_for_good_fails_and_its_cause_is_remembered(
    session: Session, cause: PermanentCause, stands: ConsentState | None, bad: str
) -> None:
    point = a_phone(session, a_person(session))
    message, claim = claimed(session, contact_point_id=point.id)
    told(session, claim, NeverSendable("21000", "never", cause))
    assert (message.state, message.error_code) == (MessageState.FAILED, "21000")
    assert consent_of(session, Channel.SMS, number(142)) == stands
    assert points_at(session, number(142))[0].bad_reason == bad
    assert promises(session) == []


def test_when_our_account_is_refused_everything_stops_and_staff_are_told_once(
    session: Session,
) -> None:
    first, second = a_message(session), a_message(session, a_draft(session, number(9)))
    claim = claim_of(session, first, second)
    told(session, claim, Misconfigured("401", "who are you"))
    (circuit,) = session.scalars(select(Circuit)).all()
    assert circuit.carrier == "twilio"
    assert circuit.open_until is not None
    assert circuit.open_until > database_now(session)
    for message in (first, second):
        assert (message.state, message.attempts) == (MessageState.QUEUED, 0)
    (task,) = session.scalars(select(StaffTask)).all()
    assert task.priority is TaskPriority.HIGH
    assert "twilio" in task.title
    assert claim_of(session, first).messages == ()


def test_what_nobody_knows_is_looked_up_and_not_sent_again(session: Session) -> None:
    message, claim = claimed(session)
    told(session, claim, Unknown("read timeout"))
    assert message.state is MessageState.UNCERTAIN
    assert [(entry.kind, entry.args) for entry in promises(session)] == [
        (Kind.RECONCILE, {"message_id": message.id})
    ]


def test_what_there_was_no_time_for_is_due_again_at_once(session: Session) -> None:
    message, claim = claimed(session)
    told(session, claim, None)
    assert message.state is MessageState.QUEUED
    assert wait_of(session, message) <= 0


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_a_claim_that_was_lost_changes_nothing(session: Session, outcome: Outcome | None) -> None:
    message, claim = claimed(session)
    before = snapshot(message)
    stranger = Claim(uuid4(), claim.messages, claim.lease_seconds)
    told(session, stranger, outcome)
    assert snapshot(message) == before


def test_attempts_are_not_given_back_for_a_claim_that_was_lost(session: Session) -> None:
    message, old = claimed(session)
    message.state, message.claim_token = MessageState.QUEUED, None
    session.flush()
    told(session, old, Misconfigured("401", "who are you"))
    assert message.attempts == 1


@pytest.mark.parametrize("state", [MessageState.SENT, MessageState.DELIVERED])
def test_a_receipt_that_was_faster_than_our_own_answer_keeps_its_say(
    session: Session, state: MessageState
) -> None:
    message, claim = claimed(session)
    record_receipt(session, HEAD, receipt(message, state))
    told(session, claim, Accepted("SM1"))
    assert (message.state, message.provider_id) == (state, "SM1")


def test_a_failure_that_was_faster_than_our_own_answer_keeps_its_reason(session: Session) -> None:
    message, claim = claimed(session)
    record_receipt(session, HEAD, receipt(message, MessageState.UNDELIVERED, code="30003"))
    since = message.state_at
    told(session, claim, Accepted("SM1"))
    assert (message.state, message.error_code) == (MessageState.UNDELIVERED, "30003")
    assert message.state_at == since


@pytest.mark.parametrize("outcome", [Unknown("timeout"), BUSY])
def test_a_receipt_settles_what_the_sender_could_not(session: Session, outcome: Outcome) -> None:
    message, claim = claimed(session)
    record_receipt(session, HEAD, receipt(message, MessageState.DELIVERED))
    told(session, claim, outcome)
    assert message.state is MessageState.DELIVERED


def test_the_late_answer_of_a_slow_sender_settles_the_doubt(session: Session) -> None:
    message, claim = claimed(session)
    message.lease_until = database_now(session) - timedelta(seconds=1)
    session.flush()
    claim_of(session, message)
    assert message.state is MessageState.UNCERTAIN
    told(session, claim, Accepted("SM1"))
    assert (message.state, message.provider_id) == (MessageState.ACCEPTED, "SM1")


def claimed(session: Session, *, contact_point_id: int | None = None) -> tuple[Message, Claim]:
    message = a_message(session, a_draft(session, contact_point_id=contact_point_id))
    return message, claim_of(session, message)


def told(session: Session, claim: Claim, outcome: Outcome | None) -> None:
    results = [Result(each, outcome) for each in claim.messages]
    finalise(session, HEAD, claim.token, results, retry=RETRY, circuit_seconds=60)
    keep(session, [each.entry_id for each in claim.messages])
    session.expire_all()


def receipt(message: Message, state: MessageState, *, code: str = "") -> Receipt:
    return Receipt("twilio", f"SM1:{state}", "SM1", str(message.ref), state, code=code)


def promises(session: Session) -> list[OutboxEntry]:
    return list(session.scalars(select(OutboxEntry)))


def wait_of(session: Session, message: Message) -> float:
    entry = session.get_one(OutboxEntry, entry_of(session, message), populate_existing=True)
    return (entry.run_at - database_now(session)).total_seconds()


def snapshot(message: Message) -> list[object]:
    return [getattr(message, column.key) for column in Message.__table__.columns]
