"""Consent: what people say about being written to, kept with their words, every change once."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.db import Database
from core.events.actions import FIXLINE
from core.events.model import Event
from core.messaging.actions.consenting import consent_of, opt_in, opt_out
from core.messaging.consent import Purpose, is_writing_allowed
from core.messaging.model import Consent
from core.messaging.wire import Channel, ConsentState, Priority
from tests.builders import number
from tests.crowd import at_once

STATES = [None, *ConsentState]


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("purpose", list(Purpose))
@pytest.mark.parametrize("priority", list(Priority))
def test_only_an_opt_out_ends_texts_and_only_its_confirmation_still_leaves(
    state: ConsentState | None, purpose: Purpose, priority: Priority
) -> None:
    confirmation = purpose is Purpose.OPT_OUT_CONFIRMATION
    allowed = state is not ConsentState.OPTED_OUT or confirmation
    assert is_writing_allowed(state, purpose, Channel.SMS, priority) is allowed


def test_a_farewell_to_mails_ends_notices_but_no_answer_and_no_word_about_safety() -> None:
    def leave(state: ConsentState | None, purpose: Purpose = Purpose.ORDINARY) -> set[Priority]:
        return {
            priority
            for priority in Priority
            if is_writing_allowed(state, purpose, Channel.EMAIL, priority)
        }

    out = ConsentState.OPTED_OUT
    assert leave(out) == {Priority.EMERGENCY, Priority.CONVERSATION, Priority.DISPATCH}
    assert leave(out, Purpose.OPT_OUT_CONFIRMATION) == set(Priority)
    assert leave(None) == leave(ConsentState.OPTED_IN) == set(Priority)


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
    row = session.scalars(select(Consent)).one()
    assert (row.state, row.words, row.source) == (ConsentState.OPTED_IN, "start", "text")


def test_long_words_are_cut(session: Session) -> None:
    assert stop(session, words="STOP " * 200)
    assert len(session.scalars(select(Consent.words)).one()) == 300


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


def start(session: Session, *, words: str = "START") -> bool:
    return opt_in(session, Channel.SMS, number(1), words=words, source="text", actor=FIXLINE)
