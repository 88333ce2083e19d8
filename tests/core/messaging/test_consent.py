"""Consent: what people say about being written to, kept with their words, every change once."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.clock import database_now
from core.db import Database
from core.events.actions import FIXLINE
from core.events.model import Event
from core.messaging.actions.consenting import (
    HeldByCarrier,
    consent_of,
    opt_in,
    opt_in_for,
    opt_out,
)
from core.messaging.consent import Purpose, Topic, is_writing_allowed, topic_of
from core.messaging.model import Consent
from core.messaging.wire import Channel, ConsentState, MessageState, Priority
from tests.builders import a_draft, a_message, claim_of, number
from tests.crowd import at_once

OUT, IN = ConsentState.OPTED_OUT, ConsentState.OPTED_IN
NEVER_SAID = None
RITA = "rita@lakeside.example"


@pytest.mark.parametrize(
    ("purpose", "allowed"),
    [
        (Purpose.ORDINARY, [NEVER_SAID, IN]),
        (Purpose.MARKETING, [IN]),
        (Purpose.OPT_OUT_CONFIRMATION, [NEVER_SAID, IN, OUT]),
    ],
)
def test_an_offer_needs_a_yes_and_everything_else_only_no_no(
    purpose: Purpose, allowed: list[ConsentState | None]
) -> None:
    states = [NEVER_SAID, IN, OUT]
    assert [state for state in states if is_writing_allowed(state, purpose)] == allowed


def test_stop_ends_all_texts_and_a_farewell_to_mails_ends_notices_but_no_answer(
    session: Session,
) -> None:
    for channel, address in ((Channel.SMS, number(1)), (Channel.EMAIL, RITA)):
        opt_out(session, channel, address, words="stop", source="text", actor=FIXLINE)
    assert standing(session) == {Topic.ANSWERS: OUT, Topic.JOB_UPDATES: OUT, Topic.MARKETING: OUT}
    mails = standing(session, Channel.EMAIL, RITA)
    assert mails == {Topic.ANSWERS: None, Topic.JOB_UPDATES: OUT, Topic.MARKETING: OUT}


def test_start_brings_answers_and_job_updates_back_but_no_offers(session: Session) -> None:
    yes_to(session, Topic.MARKETING)
    stop(session)
    start(session)
    assert standing(session) == {Topic.ANSWERS: IN, Topic.JOB_UPDATES: IN, Topic.MARKETING: OUT}


@pytest.mark.inventory(11)
@pytest.mark.parametrize("topic", [Topic.JOB_UPDATES, Topic.MARKETING])
def test_a_no_to_one_topic_leaves_the_others(session: Session, topic: Topic) -> None:
    yes_to(session, Topic.JOB_UPDATES, Topic.MARKETING)
    no_to(session, topic)
    assert standing(session) == {**dict.fromkeys(Topic, IN), topic: OUT}


def test_a_yes_to_offers_after_a_no_to_all_brings_no_job_updates_back(session: Session) -> None:
    no_to(session, *Topic)
    yes_to(session, Topic.MARKETING)
    assert standing(session) == {Topic.ANSWERS: IN, Topic.JOB_UPDATES: OUT, Topic.MARKETING: IN}


@pytest.mark.parametrize("source", ["text", "carrier"])
def test_staff_cannot_undo_a_stop_the_carrier_holds(session: Session, source: str) -> None:
    no_to(session, *Topic)
    yes_to(session, Topic.JOB_UPDATES)
    opt_out(session, Channel.SMS, number(1), words="STOP", source=source, actor=FIXLINE)
    with pytest.raises(HeldByCarrier, match="until they text START"):
        yes_to(session, Topic.JOB_UPDATES)
    assert standing(session)[Topic.JOB_UPDATES] is OUT
    start(session)
    yes_to(session, Topic.MARKETING)
    assert standing(session)[Topic.MARKETING] is IN


def test_a_persons_own_stop_outweighs_what_staff_noted_before(session: Session) -> None:
    no_to(session, *Topic)
    assert stop(session)
    assert not stop(session)
    with pytest.raises(HeldByCarrier):
        yes_to(session, Topic.ANSWERS)


def test_a_late_report_of_an_old_refusal_does_not_undo_a_start(session: Session) -> None:
    stop(session)
    before = database_now(session)
    start(session)
    assert not refused(session, said_at=before)
    assert standing(session)[Topic.JOB_UPDATES] is IN
    assert refused(session, said_at=database_now(session))
    assert standing(session)[Topic.JOB_UPDATES] is OUT


def test_a_start_heard_late_does_not_undo_a_stop_that_came_after_it(session: Session) -> None:
    before = database_now(session)
    stop(session)
    assert not opt_in(
        session,
        Channel.SMS,
        number(1),
        words="text me again",
        source="text",
        actor=FIXLINE,
        said_at=before,
    )
    assert standing(session)[Topic.ANSWERS] is OUT


@pytest.mark.parametrize("priority", list(Priority))
@pytest.mark.parametrize("purpose", [Purpose.ORDINARY, Purpose.MARKETING])
def test_the_claim_looks_at_the_topic_the_message_is_about(
    session: Session, priority: Priority, purpose: Purpose
) -> None:
    yes_to(session, *Topic)
    draft = a_draft(session, number(1), priority=priority, purpose=purpose)
    about = topic_of(purpose, priority)
    others = a_message(session, draft)
    no_to(session, *(topic for topic in Topic if topic is not about))
    assert len(claim_of(session, others).messages) == 1
    this = a_message(session, draft)
    no_to(session, about)
    assert claim_of(session, this).messages == ()
    assert (this.state, this.error_detail) == ("suppressed", "opted out")


@pytest.mark.parametrize("channel", list(Channel))
def test_an_offer_to_one_who_never_said_yes_stays_here(session: Session, channel: Channel) -> None:
    draft = a_draft(session, channel=channel, purpose=Purpose.MARKETING)
    message = a_message(session, draft)
    assert claim_of(session, message).messages == ()
    assert (message.state, message.error_detail) == ("suppressed", "never asked for offers")


def test_a_confirmation_that_could_not_leave_soon_is_not_sent(session: Session) -> None:
    stop(session)
    draft = a_draft(session, number(1), purpose=Purpose.OPT_OUT_CONFIRMATION)
    message = a_message(session, draft)
    message.created_at = database_now(session) - timedelta(minutes=6)
    session.flush()
    assert claim_of(session, message).messages == ()
    assert message.state is MessageState.EXPIRED


def test_a_confirmation_is_not_sent_to_one_who_is_back(session: Session) -> None:
    stop(session)
    draft = a_draft(session, number(1), purpose=Purpose.OPT_OUT_CONFIRMATION)
    message = a_message(session, draft)
    start(session)
    assert claim_of(session, message).messages == ()
    assert message.state is MessageState.SUPERSEDED


def test_nothing_said_is_neither_yes_nor_no(session: Session) -> None:
    assert consent_of(session, Channel.SMS, number(1)) is None


def test_each_change_is_recorded_with_the_persons_words(session: Session) -> None:
    changes = [
        stop(session, words="STOP"),
        stop(session, words="stop!!"),
        start(session, words="start"),
        start(session, words="start"),
    ]
    assert changes == [True, False, True, False]
    events = session.scalars(
        select(Event).where(Event.kind == "consent.changed").order_by(Event.id)
    ).all()
    assert [event.after["words"] for event in events] == ["STOP", "start"]
    assert [event.after["state"] for event in events] == ["opted_out", "opted_in"]
    assert [event.after["topics"] for event in events] == [
        ["answers", "job_updates", "marketing"],
        ["answers", "job_updates"],
    ]
    row = session.scalars(select(Consent).where(Consent.topic == Topic.JOB_UPDATES)).one()
    assert (row.state, row.words, row.source) == (ConsentState.OPTED_IN, "start", "text")


def test_long_words_are_cut(session: Session) -> None:
    assert stop(session, words="STOP " * 200)
    assert {len(words) for words in session.scalars(select(Consent.words))} == {300}


def test_channels_do_not_speak_for_each_other(session: Session) -> None:
    stop(session, words="STOP")
    assert consent_of(session, Channel.EMAIL, number(1)) is None


@settings(max_examples=25)
@given(st.lists(st.booleans(), min_size=1, max_size=8))
def test_the_last_word_counts_and_only_changes_are_events(
    session: Session, words: list[bool]
) -> None:
    with session.begin_nested() as savepoint:
        changed = [stop(session) if stopping else start(session) for stopping in words]
        wanted = ConsentState.OPTED_OUT if words[-1] else ConsentState.OPTED_IN
        assert consent_of(session, Channel.SMS, number(1)) is wanted
        assert changed == [n == 0 or words[n - 1] is not words[n] for n in range(len(words))]
        savepoint.rollback()


def test_of_eight_stops_at_once_one_is_the_change(database: Database) -> None:
    def act(_hand: int) -> bool:
        with database.transaction() as session:
            return stop(session)

    assert sum(got is True for got in at_once(8, act)) == 1


def stop(session: Session, *, words: str = "STOP") -> bool:
    return opt_out(session, Channel.SMS, number(1), words=words, source="text", actor=FIXLINE)


def refused(session: Session, *, said_at: datetime) -> bool:
    """The carrier tells of an opt-out by refusing a text of then."""
    return opt_out(
        session,
        Channel.SMS,
        number(1),
        words="21610",
        source="carrier",
        actor=FIXLINE,
        said_at=said_at,
    )


def yes_to(session: Session, *topics: Topic) -> None:
    opt_in_for(
        session, Channel.SMS, number(1), words="said so on the phone", actor=FIXLINE, topics=topics
    )


def no_to(session: Session, *topics: Topic) -> None:
    told = "said so on the phone"
    opt_out(
        session,
        Channel.SMS,
        number(1),
        words=told,
        source="office",
        actor=FIXLINE,
        topics=topics,
    )


def standing(
    session: Session, channel: Channel = Channel.SMS, address: str = number(1)
) -> dict[Topic, ConsentState | None]:
    return {topic: consent_of(session, channel, address, topic) for topic in Topic}


def start(session: Session, *, words: str = "START") -> bool:
    return opt_in(session, Channel.SMS, number(1), words=words, source="text", actor=FIXLINE)
