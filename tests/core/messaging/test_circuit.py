"""A carrier's circuit by rule alone: what opens it, for how long, what closes it, and what says nothing of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.messaging.circuit import (
    FAILURES_IN_A_ROW,
    LASTING_OPENINGS,
    LONGEST_SLOWDOWN_SECONDS,
    MOST_DOUBLINGS,
    CircuitState,
    OpenCause,
    Standing,
    after,
    is_staff_needed,
    standing,
)
from core.messaging.wire import (
    Accepted,
    Misconfigured,
    NeverSendable,
    NotSent,
    Outcome,
    PermanentCause,
    Unknown,
)

NOON = datetime(2026, 1, 14, 18, tzinfo=UTC)
PAUSE = 60.0
GOOD = Accepted("SM1")
REFUSED_PERSON = NeverSendable("21211", "no number", PermanentCause.BAD_ADDRESS)
REFUSED_ACCOUNT = Misconfigured("401", "who are you")
BROKEN = Unknown("HTTP 500")
UNREACHED = NotSent("connect", "NewConnectionError")
BUSY = NotSent("429", "slow down", 12)
FULL = NotSent("21611", "this number's queue is full")
ANSWERS: list[Outcome] = [GOOD, REFUSED_PERSON, REFUSED_ACCOUNT, BROKEN, UNREACHED, BUSY, FULL]
SPOTLESS = CircuitState()


def told(*outcomes: Outcome, state: CircuitState = SPOTLESS, now: datetime = NOON) -> CircuitState:
    return after(state, outcomes, now, pause=PAUSE)


def seconds_left(state: CircuitState, now: datetime = NOON) -> float:
    assert state.open_until is not None
    return (state.open_until - now).total_seconds()


def test_a_refused_account_opens_at_once() -> None:
    state = told(REFUSED_ACCOUNT)
    assert state.cause is OpenCause.SETTINGS
    assert seconds_left(state) == PAUSE
    assert state.reason == "it refuses our account (401): who are you"


@pytest.mark.parametrize("trouble", [BROKEN, UNREACHED])
def test_troubles_open_only_when_they_come_in_a_row(trouble: Outcome) -> None:
    almost = told(*[trouble] * (FAILURES_IN_A_ROW - 1))
    assert almost.open_until is None
    broken_row = told(GOOD, *[trouble] * (FAILURES_IN_A_ROW - 1), state=almost)
    assert broken_row.open_until is None
    state = told(trouble, state=almost)
    assert state.cause is OpenCause.FAILING
    assert seconds_left(state) == PAUSE / 12


def test_what_was_under_way_when_it_opened_opens_it_no_further() -> None:
    state = told(REFUSED_ACCOUNT)
    assert told(REFUSED_ACCOUNT, BROKEN, state=state).open_until == state.open_until


def test_a_refused_account_is_worse_than_a_failing_carrier() -> None:
    failing = told(*[BROKEN] * FAILURES_IN_A_ROW)
    assert told(REFUSED_ACCOUNT, state=failing).cause is OpenCause.SETTINGS


def test_each_failed_probe_doubles_the_pause_up_to_a_limit() -> None:
    state, now, pauses = SPOTLESS, NOON, []
    for _ in range(MOST_DOUBLINGS + 3):
        state = told(REFUSED_ACCOUNT, state=state, now=now)
        pauses.append(seconds_left(state, now))
        assert state.open_until is not None
        now = state.open_until
    assert pauses == [60, 120, 240, 480, 480, 480]
    assert state.opened_at == NOON


def test_one_failed_probe_of_a_failing_carrier_is_enough_to_open_it_again() -> None:
    state = told(*[BROKEN] * FAILURES_IN_A_ROW)
    later = NOON + timedelta(minutes=1)
    assert standing(state.open_until, later) is Standing.HALF_OPEN
    assert standing(told(UNREACHED, state=state, now=later).open_until, later) is Standing.OPEN


@pytest.mark.parametrize("answer", [GOOD, REFUSED_PERSON, BUSY])
def test_an_answer_about_the_message_shows_that_the_carrier_works(answer: Outcome) -> None:
    state = told(answer, state=told(REFUSED_ACCOUNT), now=NOON + timedelta(hours=1))
    assert (state.open_until, state.failures, state.openings) == (None, 0, 0)
    assert state.opened_at is None


def test_a_refusal_for_another_reason_says_nothing_of_the_carrier() -> None:
    for state in (SPOTLESS, told(BROKEN), told(REFUSED_ACCOUNT)):
        assert told(FULL, state=state) == state


@pytest.mark.parametrize(
    ("asked", "seconds"), [(12.0, 12.0), (None, 1.0), (3600.0, LONGEST_SLOWDOWN_SECONDS)]
)
def test_too_many_requests_slow_the_whole_carrier_for_as_long_as_it_asks(
    asked: float | None, seconds: float
) -> None:
    state = told(replace(BUSY, retry_after=asked))
    assert state.slow_until == NOON + timedelta(seconds=seconds)
    assert state.open_until is None


def test_a_shorter_wish_for_patience_does_not_undo_a_longer_one() -> None:
    state = told(BUSY, replace(BUSY, retry_after=1), GOOD)
    assert state.slow_until == NOON + timedelta(seconds=12)


def test_staff_are_needed_once_for_settings_and_for_a_failing_carrier_when_it_lasts() -> None:
    assert is_staff_needed(SPOTLESS, told(REFUSED_ACCOUNT))
    again = told(REFUSED_ACCOUNT, state=told(REFUSED_ACCOUNT), now=NOON + timedelta(hours=1))
    assert not is_staff_needed(told(REFUSED_ACCOUNT), again)
    failing = told(*[BROKEN] * FAILURES_IN_A_ROW)
    assert not is_staff_needed(SPOTLESS, failing)
    lasting = replace(failing, openings=LASTING_OPENINGS)
    assert is_staff_needed(replace(failing, openings=LASTING_OPENINGS - 1), lasting)
    assert not is_staff_needed(lasting, replace(lasting, openings=LASTING_OPENINGS + 1))


@given(st.lists(st.sampled_from(ANSWERS), max_size=60), st.integers(1, 300))
def test_whatever_has_come_a_good_answer_closes_and_no_pause_passes_the_limit(
    outcomes: list[Outcome], apart: int
) -> None:
    state, now = SPOTLESS, NOON
    for outcome in outcomes:
        now += timedelta(seconds=apart)
        state = told(outcome, state=state, now=now)
        if state.open_until is not None:
            assert seconds_left(state, now) <= PAUSE * 2**MOST_DOUBLINGS
    assert standing(told(GOOD, state=state, now=now).open_until, now) is Standing.CLOSED
