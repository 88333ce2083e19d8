"""Circuits in the database: one probe by one hand, staff called once an outage, and nobody in danger held up."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from core.clock import database_now
from core.db import Database
from core.desk.model import StaffTask, TaskPriority
from core.messaging.actions.circuits import LOOK_AGAIN_SECONDS, PROBE_SECONDS, close_circuit
from core.messaging.actions.claiming import Claim, claim_messages
from core.messaging.actions.finalising import (
    MOST_PATIENCE_IN_DANGER,
    Result,
    Retry,
    finalise,
)
from core.messaging.circuit import FAILURES_IN_A_ROW, LASTING_OPENINGS, OpenCause
from core.messaging.model import Circuit, Message
from core.messaging.wire import (
    Accepted,
    Channel,
    MessageState,
    Misconfigured,
    NotSent,
    Outcome,
    Priority,
    Unknown,
)
from core.outbox import Kind
from core.outbox.actions import keep, promise
from core.outbox.model import OutboxEntry
from tests.builders import (
    HEAD,
    OFFICE,
    OPEN_RULES,
    a_draft,
    a_message,
    a_person,
    a_phone,
    an_email,
    claim_of,
    entry_of,
    number,
)
from tests.crowd import at_once

REFUSED = Misconfigured("401", "who are you")
SETTINGS_TITLE = "Nothing leaves through twilio: check its account settings"
FAILING_TITLE = "Hardly anything leaves through twilio: it has been failing for a while"


def some_texts(session: Session, count: int, priority: Priority = Priority.ALERT) -> list[Message]:
    return [
        a_message(session, a_draft(session, number(n), priority=priority)) for n in range(count)
    ]


def an_emergency(session: Session, *, contact_point_id: int | None = None) -> Message:
    draft = a_draft(session, priority=Priority.EMERGENCY, contact_point_id=contact_point_id)
    return a_message(session, draft)


def told(session: Session, claim: Claim, *outcomes: Outcome) -> None:
    """The carrier's answers to a claim are written down, as the handler does."""
    results = [
        Result(each, outcome) for each, outcome in zip(claim.messages, outcomes, strict=True)
    ]
    retry = Retry(base=2, cap=900, jitter=1)
    finalise(session, HEAD, claim.token, results, retry=retry, circuit_seconds=60)
    keep(session, [each.entry_id for each in claim.messages])
    session.expire_all()


def asked(session: Session, outcome: Outcome, message: Message | None = None) -> None:
    """One message goes to the carrier, which answers so."""
    told(session, claim_of(session, message or a_message(session)), outcome)


def twilio(session: Session) -> Circuit:
    session.expire_all()
    return session.scalars(select(Circuit).where(Circuit.carrier == "twilio")).one()


def the_pause_is_over(session: Session) -> None:
    past = database_now(session) - timedelta(seconds=1)
    session.execute(update(Circuit).values(open_until=past, probe_until=None))
    session.expire_all()


def tasks(session: Session) -> Sequence[str]:
    return session.scalars(select(StaffTask.title).where(StaffTask.done_at.is_(None))).all()


def alerts(session: Session) -> int:
    return len(session.scalars(select(OutboxEntry).filter_by(kind=Kind.ALERT_STAFF)).all())


def wait_of(session: Session, message: Message) -> float:
    entry = session.get_one(OutboxEntry, entry_of(session, message), populate_existing=True)
    return (entry.run_at - database_now(session)).total_seconds()


def test_good_answers_leave_no_trace_where_nothing_was_wrong(session: Session) -> None:
    asked(session, Accepted("SM1"))
    assert session.scalars(select(Circuit)).all() == []


def test_a_refused_account_pages_staff_once_however_often_the_probe_fails(
    session: Session,
) -> None:
    message = a_message(session)
    for _ in range(3):
        asked(session, REFUSED, message)
        the_pause_is_over(session)
    assert twilio(session).cause is OpenCause.SETTINGS
    assert twilio(session).openings == 3
    assert tasks(session) == [SETTINGS_TITLE]
    assert alerts(session) == 1
    assert session.scalars(select(StaffTask.priority)).all() == [TaskPriority.HIGH]
    assert (message.state, message.attempts) == (MessageState.QUEUED, 0)


def test_when_the_pause_is_over_one_message_goes_ahead_and_the_others_wait(
    session: Session,
) -> None:
    asked(session, REFUSED)
    the_pause_is_over(session)
    first, *others = some_texts(session, 3)
    claim = claim_of(session, first, *others)
    assert [each.message_id for each in claim.messages] == [first.id]
    for other in others:
        assert other.state is MessageState.QUEUED
        assert 0 < wait_of(session, other) <= LOOK_AGAIN_SECONDS


def test_of_many_hands_one_has_the_probe(database: Database) -> None:
    with database.transaction() as session:
        past = database_now(session) - timedelta(seconds=1)
        session.add(Circuit(carrier="twilio", open_until=past, cause=OpenCause.FAILING))
        entries = [entry_of(session, each) for each in some_texts(session, 6)]

    def act(hand: int) -> Claim:
        with database.transaction() as session:
            return claim_messages(session, [entries[hand]], OPEN_RULES)

    claims = [got for got in at_once(6, act) if isinstance(got, Claim)]
    assert len(claims) == 6
    assert sum(len(claim.messages) for claim in claims) == 1


def test_a_probe_whose_hand_died_is_another_hands_turn_after_a_while(session: Session) -> None:
    asked(session, REFUSED)
    the_pause_is_over(session)
    lost, following = some_texts(session, 2)
    assert len(claim_of(session, lost).messages) == 1
    left = twilio(session).probe_until
    assert left is not None
    assert left <= database_now(session) + timedelta(seconds=PROBE_SECONDS)
    assert claim_of(session, following).messages == ()
    session.execute(update(Circuit).values(probe_until=database_now(session)))
    assert len(claim_of(session, following).messages) == 1


def test_a_probe_that_arrives_closes_the_circuit_and_finishes_the_task(session: Session) -> None:
    asked(session, REFUSED)
    the_pause_is_over(session)
    asked(session, Accepted("SM1"))
    assert (twilio(session).open_until, twilio(session).cause) == (None, None)
    assert tasks(session) == []
    assert len(claim_of(session, *some_texts(session, 3)).messages) == 3


def test_the_next_outage_is_news_again(session: Session) -> None:
    asked(session, REFUSED)
    the_pause_is_over(session)
    asked(session, Accepted("SM1"))
    asked(session, REFUSED)
    assert tasks(session) == [SETTINGS_TITLE]
    assert alerts(session) == 2


def test_a_probe_that_fails_leaves_the_carrier_alone_for_twice_as_long(session: Session) -> None:
    message = a_message(session)
    pauses = []
    for _ in range(3):
        asked(session, REFUSED, message)
        until = twilio(session).open_until
        assert until is not None
        pauses.append(round((until - database_now(session)).total_seconds()))
        the_pause_is_over(session)
    assert pauses == [60, 120, 240]


def test_a_carrier_that_gives_no_usable_answers_is_left_alone(session: Session) -> None:
    broken = [Unknown("HTTP 500")] * FAILURES_IN_A_ROW
    told(session, claim_of(session, *some_texts(session, FAILURES_IN_A_ROW)), *broken)
    assert twilio(session).cause is OpenCause.FAILING
    assert claim_of(session, a_message(session)).messages == ()
    assert tasks(session) == []


def test_single_failures_between_successes_hold_nobody_up(session: Session) -> None:
    for nth in range(FAILURES_IN_A_ROW):
        asked(session, Unknown("HTTP 500"))
        asked(session, Accepted(f"SM{nth}"))
    assert twilio(session).open_until is None


def test_a_carrier_that_goes_on_failing_is_a_matter_for_staff(session: Session) -> None:
    broken = [NotSent("connect", "refused")] * FAILURES_IN_A_ROW
    told(session, claim_of(session, *some_texts(session, FAILURES_IN_A_ROW)), *broken)
    for opened in range(1, LASTING_OPENINGS):
        assert (twilio(session).openings, tasks(session)) == (opened, [])
        the_pause_is_over(session)
        asked(session, Unknown("read timeout"))
    assert tasks(session) == [FAILING_TITLE]
    assert alerts(session) == 1


def test_too_many_requests_slow_the_carrier_and_not_that_message_alone(session: Session) -> None:
    asked(session, NotSent("429", "slow down", retry_after=30))
    text, mail = a_message(session), a_mail(session)
    claim = claim_of(session, text, mail)
    assert [each.message_id for each in claim.messages] == [mail.id]
    assert 25 < wait_of(session, text) <= 30
    assert text.attempts == 0


def test_whoever_may_be_in_danger_is_not_held_by_any_circuit(session: Session) -> None:
    asked(session, REFUSED)
    urgent = an_emergency(session)
    assert len(claim_of(session, urgent).messages) == 1
    asked_to_wait = NotSent("429", "slow down", retry_after=300)
    session.execute(update(Circuit).values(open_until=None, cause=None))
    asked(session, asked_to_wait)
    assert len(claim_of(session, an_emergency(session)).messages) == 1


def test_an_emergency_knocks_at_a_closed_door_every_few_seconds(session: Session) -> None:
    urgent = an_emergency(session)
    asked(session, REFUSED, urgent)
    assert 0 < wait_of(session, urgent) <= MOST_PATIENCE_IN_DANGER
    asked(session, Accepted("SM1"), urgent)
    assert twilio(session).open_until is None


@pytest.mark.parametrize("answer", [REFUSED, Unknown("timeout"), NotSent("connect", "refused")])
def test_what_may_save_somebody_goes_by_mail_too_when_the_text_is_not_taken(
    session: Session, answer: Outcome
) -> None:
    person = a_person(session)
    point = a_phone(session, person)
    an_email(session, person)
    urgent = an_emergency(session, contact_point_id=point.id)
    asked(session, answer, urgent)
    mails = select(Message).where(Message.stands_in_for_id == urgent.id)
    assert session.scalars(mails).one().recipient == "bob@home.example"
    assert urgent.state in {MessageState.QUEUED, MessageState.UNCERTAIN}
    if urgent.state is MessageState.QUEUED:
        asked(session, answer, urgent)
        assert len(session.scalars(mails).all()) == 1


def test_ordinary_news_that_is_not_taken_waits_for_the_text(session: Session) -> None:
    person = a_person(session)
    point = a_phone(session, person)
    an_email(session, person)
    message = a_message(session, a_draft(session, contact_point_id=point.id))
    asked(session, REFUSED, message)
    assert session.scalars(select(Message.id).where(Message.channel == Channel.EMAIL)).all() == []


def test_while_pages_cannot_arrive_the_ladder_is_climbed_at_once(session: Session) -> None:
    later = database_now(session) + timedelta(minutes=5)
    entry = promise(session, Kind.PAGE_ON_CALL, {"emergency_id": 1, "rung": 1}, run_at=later)
    assert entry is not None
    asked(session, REFUSED)
    page = session.get_one(OutboxEntry, entry, populate_existing=True)
    assert page.run_at <= database_now(session)


def test_staff_who_have_mended_it_need_not_wait_for_the_probe(session: Session) -> None:
    message = a_message(session)
    asked(session, REFUSED, message)
    close_circuit(session, "twilio", actor=OFFICE)
    assert wait_of(session, message) <= 0
    assert tasks(session) == []
    assert len(claim_of(session, message, *some_texts(session, 2)).messages) == 3


def a_mail(session: Session) -> Message:
    return a_message(session, a_draft(session, "bob@home.example", channel=Channel.EMAIL))
