"""Claims: one hand holds a message, and everything that forbids a send is looked at again at the last moment."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select, text, update
from sqlalchemy.orm import Session

from core.clock import database_now
from core.db import Database
from core.directory.actions.people import mark_bad
from core.events.actions import FIXLINE
from core.messaging.actions.claiming import Claim, SendingRules, claim_messages
from core.messaging.actions.consenting import opt_in, opt_out
from core.messaging.consent import Purpose
from core.messaging.model import Circuit, Message
from core.messaging.quiet import QuietHours
from core.messaging.wire import Channel, MessageState, Priority
from core.outbox import Kind
from core.outbox.model import OutboxEntry
from tests.builders import (
    CHICAGO,
    OPEN_RULES,
    a_draft,
    a_message,
    a_person,
    a_phone,
    claim_of,
    entry_of,
    number,
)
from tests.builders.messages import LEASE_SECONDS
from tests.crowd import at_once

KEY = "job:1:point:1"


def test_a_claimed_message_is_ours_for_the_time_of_the_lease(session: Session) -> None:
    message = a_message(session)
    claim = claim_of(session, message)
    (mine,) = claim.messages
    assert (mine.message_id, mine.ref, mine.body) == (message.id, message.ref, message.body)
    assert (message.state, message.claim_token) == (MessageState.SENDING, claim.token)
    assert (message.attempts, mine.attempts) == (1, 1)
    assert message.lease_until is not None
    assert message.lease_until > database_now(session) + timedelta(seconds=LEASE_SECONDS / 2)


def test_a_claimed_message_is_claimed_by_nobody_else_until_its_lease_is_over(
    session: Session,
) -> None:
    message = a_message(session)
    claim_of(session, message)
    assert claim_of(session, message).messages == ()
    assert message.attempts == 1
    assert run_at(session, message) == message.lease_until


def test_when_the_sender_vanished_the_message_is_looked_up_and_not_sent_again(
    session: Session,
) -> None:
    message = a_message(session)
    claim_of(session, message)
    end_lease(session, message)
    assert claim_of(session, message).messages == ()
    assert message.state is MessageState.UNCERTAIN
    promised = session.scalars(select(OutboxEntry)).one()
    assert (promised.kind, promised.args) == (Kind.RECONCILE, {"message_id": message.id})


def test_many_hands_at_once_never_claim_the_same_message(database: Database) -> None:
    with database.transaction() as session:
        messages = [a_message(session, a_draft(session, number(n))) for n in range(40)]
        entries = [entry_of(session, each) for each in messages]

    def act(_hand: int) -> Claim:
        with database.transaction() as session:
            return claim_messages(session, entries, OPEN_RULES)

    claims = [got for got in at_once(6, act) if isinstance(got, Claim)]
    held = [each.message_id for claim in claims for each in claim.messages]
    assert len(held) == len(set(held))
    with database.reading() as session:
        sending = select(Message.id).where(Message.state == MessageState.SENDING)
        assert set(session.scalars(sending)) == set(held)
        assert session.scalar(select(func.max(Message.attempts))) == 1


def test_a_hand_passes_over_what_another_is_just_claiming_and_does_not_wait(
    database: Database,
) -> None:
    with database.transaction() as session:
        entry = entry_of(session, a_message(session))
    with database.reading() as first, database.reading() as second:
        second.execute(text("SET LOCAL lock_timeout = '2s'"))
        assert len(claim_messages(first, [entry], OPEN_RULES).messages) == 1
        assert claim_messages(second, [entry], OPEN_RULES).messages == ()


@pytest.mark.parametrize("state", ["accepted", "delivered", "superseded", "failed", "uncertain"])
def test_what_has_left_is_not_sent_and_its_promise_is_forgotten(
    session: Session, state: str
) -> None:
    message = a_message(session)
    message.state = MessageState(state)
    session.flush()
    assert claim_of(session, message).messages == ()
    assert message.state == state
    assert session.scalars(select(OutboxEntry)).all() == []


def test_an_opt_out_that_came_after_queueing_still_counts(session: Session) -> None:
    message = a_message(session)
    opt_out(session, Channel.SMS, number(142), words="STOP", source="text", actor=FIXLINE)
    assert claim_of(session, message).messages == ()
    assert settled(message) == ("suppressed", "opted out")


def test_only_the_confirmation_goes_to_one_who_has_opted_out(session: Session) -> None:
    opt_out(session, Channel.SMS, number(142), words="STOP", source="text", actor=FIXLINE)
    draft = a_draft(session, purpose=Purpose.OPT_OUT_CONFIRMATION)
    assert len(claim_of(session, a_message(session, draft)).messages) == 1


def test_consent_is_a_matter_of_channel_and_address(session: Session) -> None:
    opt_out(session, Channel.EMAIL, number(142), words="no mail", source="office", actor=FIXLINE)
    opt_out(session, Channel.SMS, number(9), words="STOP", source="text", actor=FIXLINE)
    assert len(claim_of(session, a_message(session)).messages) == 1


@pytest.mark.parametrize(("priority", "leaving"), [(Priority.ALERT, 0), (Priority.CONVERSATION, 1)])
def test_an_opt_out_of_mails_holds_back_news_but_no_answer(
    session: Session, priority: Priority, leaving: int
) -> None:
    rita = "rita@lakeside.example"
    opt_out(session, Channel.EMAIL, rita, words="spam", source="carrier", actor=FIXLINE)
    draft = a_draft(session, rita, channel=Channel.EMAIL, priority=priority)
    assert len(claim_of(session, a_message(session, draft)).messages) == leaving


def test_one_who_comes_back_is_written_to_again(session: Session) -> None:
    message = a_message(session)
    opt_out(session, Channel.SMS, number(142), words="STOP", source="text", actor=FIXLINE)
    opt_in(session, Channel.SMS, number(142), words="START", source="text", actor=FIXLINE)
    assert len(claim_of(session, message).messages) == 1


def test_a_message_that_would_only_mislead_by_now_is_not_sent(session: Session) -> None:
    past = database_now(session) - timedelta(seconds=1)
    message = a_message(session, a_draft(session, expires_at=past))
    assert claim_of(session, message).messages == ()
    assert settled(message)[0] == "expired"


def test_a_message_that_was_overtaken_is_not_sent(session: Session) -> None:
    old = a_message(session, a_draft(session, supersedes_key=KEY))
    new = a_message(session, a_draft(session, supersedes_key=KEY))
    session.execute(update(Message).where(Message.id == old.id).values(state="queued"))
    claim = claim_of(session, old, new)
    assert [each.message_id for each in claim.messages] == [new.id]
    assert settled(old)[0] == "superseded"


def test_a_number_that_went_bad_is_not_tried_again(session: Session) -> None:
    point = a_phone(session, a_person(session))
    message = a_message(session, a_draft(session, contact_point_id=point.id))
    mark_bad(session, number(142), why="carrier code 30005", actor=FIXLINE)
    assert claim_of(session, message).messages == ()
    assert settled(message) == ("suppressed", "carrier code 30005")


def test_on_trial_nothing_leaves_but_to_the_guests(session: Session) -> None:
    rules = SendingRules(LEASE_SECONDS, QuietHours(0, 0), CHICAGO, guests=frozenset({number(1)}))
    guest, stranger = (a_message(session, a_draft(session, number(n))) for n in (1, 2))
    claim = claim_of(session, guest, stranger, rules=rules)
    assert [each.recipient for each in claim.messages] == [number(1)]
    assert settled(stranger) == ("suppressed", "not on the guest list")


def test_while_the_carrier_refuses_our_account_messages_wait(session: Session) -> None:
    until = database_now(session) + timedelta(minutes=5)
    session.add(Circuit(carrier="twilio", open_until=until))
    message = a_message(session)
    mail = a_message(session, a_draft(session, "bob@home.example", channel=Channel.EMAIL))
    claim = claim_of(session, message, mail)
    assert [each.channel for each in claim.messages] == [Channel.EMAIL]
    assert (message.state, message.attempts) == (MessageState.QUEUED, 0)
    assert run_at(session, message) == until


def test_at_night_routine_news_waits_and_answers_leave(session: Session) -> None:
    news = a_message(session, a_draft(session, priority=Priority.ALERT))
    answer = a_message(session, a_draft(session, priority=Priority.CONVERSATION))
    claim = claim_of(session, news, answer, rules=night_now(session))
    assert [each.message_id for each in claim.messages] == [answer.id]
    assert news.state is MessageState.QUEUED
    assert run_at(session, news) > database_now(session)


@pytest.mark.parametrize("zone", ["Nowhere/Land", "", None])
def test_a_zone_nobody_knows_holds_up_nobody_and_the_companys_counts(
    session: Session, zone: str | None
) -> None:
    point = a_phone(session, a_person(session))
    point.time_zone = zone
    session.flush()
    draft = a_draft(session, priority=Priority.ALERT, contact_point_id=point.id)
    message = a_message(session, draft)
    assert claim_of(session, message, rules=night_now(session)).messages == ()
    assert len(claim_of(session, message).messages) == 1


def test_the_zone_of_the_recipient_counts_before_the_companys(session: Session) -> None:
    point = a_phone(session, a_person(session))
    point.time_zone = "Asia/Kathmandu"
    session.flush()
    draft = a_draft(session, priority=Priority.ALERT, contact_point_id=point.id)
    rules = night_now(session)
    assert len(claim_of(session, a_message(session, draft), rules=rules).messages) == 1


def night_now(session: Session) -> SendingRules:
    """Two quiet hours around this moment on the company's clock."""
    hour = database_now(session).hour
    quiet = QuietHours((hour - 1) % 24, (hour + 2) % 24)
    return SendingRules(LEASE_SECONDS, quiet, "UTC")


def settled(message: Message) -> tuple[str, str]:
    return message.state.value, message.error_detail


def run_at(session: Session, message: Message) -> datetime:
    return session.get_one(OutboxEntry, entry_of(session, message), populate_existing=True).run_at


def end_lease(session: Session, message: Message) -> None:
    message.lease_until = database_now(session) - timedelta(seconds=1)
    session.flush()
