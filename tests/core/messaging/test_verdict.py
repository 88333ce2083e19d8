"""May this message leave now? Every reason not to, and which of them counts first."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from core.messaging.consent import Purpose
from core.messaging.quiet import QuietHours
from core.messaging.sending import (
    Doubt,
    Hold,
    Nothing,
    Send,
    SendFacts,
    Settle,
    Verdict,
    verdict,
)
from core.messaging.wire import Channel, ConsentState, MessageState, Priority

NOON = datetime(2026, 1, 14, 18, tzinfo=UTC)
MIDNIGHT = datetime(2026, 1, 14, 6, tzinfo=UTC)
EIGHT = datetime(2026, 1, 14, 14, tzinfo=UTC)
SOON = timedelta(minutes=5)
NIGHT = QuietHours(21, 8)
URGENT = [Priority.EMERGENCY, Priority.CONVERSATION, Priority.DISPATCH]
FREE = SendFacts(
    state=MessageState.QUEUED,
    channel=Channel.SMS,
    priority=Priority.ALERT,
    consent=None,
    purpose=Purpose.ORDINARY,
    expires_at=None,
    lease_until=None,
    newer_exists=False,
    not_reachable=None,
    circuit_until=None,
    zone="America/Chicago",
)


def said(facts: SendFacts, now: datetime = NOON) -> Verdict:
    return verdict(facts, now, NIGHT)


@pytest.mark.parametrize("priority", list(Priority))
def test_by_day_everything_free_may_leave(priority: Priority) -> None:
    assert said(replace(FREE, priority=priority)) == Send()


@pytest.mark.parametrize(
    "facts",
    [
        replace(FREE, consent=ConsentState.OPTED_IN),
        replace(FREE, consent=ConsentState.OPTED_OUT, purpose=Purpose.OPT_OUT_CONFIRMATION),
        replace(FREE, expires_at=NOON + SOON),
        replace(FREE, circuit_until=NOON),
    ],
)
def test_what_does_not_forbid_does_not_hold_up(facts: SendFacts) -> None:
    assert said(facts) == Send()


@pytest.mark.parametrize(
    ("facts", "state"),
    [
        (replace(FREE, expires_at=NOON), MessageState.EXPIRED),
        (replace(FREE, newer_exists=True), MessageState.SUPERSEDED),
        (replace(FREE, consent=ConsentState.OPTED_OUT), MessageState.SUPPRESSED),
        (replace(FREE, not_reachable="not on the guest list"), MessageState.SUPPRESSED),
    ],
)
def test_what_must_not_leave_is_settled_even_when_it_would_have_to_wait(
    facts: SendFacts, state: MessageState
) -> None:
    waiting = replace(facts, circuit_until=NOON + SOON)
    for each in (facts, waiting):
        answer = said(each)
        assert isinstance(answer, Settle)
        assert answer.state is state
        assert answer.why


@pytest.mark.parametrize("priority", list(Priority))
def test_an_opted_out_person_is_not_texted_whatever_the_message_is_for(
    priority: Priority,
) -> None:
    facts = replace(FREE, priority=priority, consent=ConsentState.OPTED_OUT)
    assert said(facts) == Settle(MessageState.SUPPRESSED, "opted out")


def test_offers_wait_for_a_yes_and_for_the_morning_however_pressing_they_are_called() -> None:
    offer = replace(FREE, purpose=Purpose.MARKETING)
    assert said(offer) == Settle(MessageState.SUPPRESSED, "never asked for offers")
    agreed = replace(offer, consent=ConsentState.OPTED_IN, priority=Priority.CONVERSATION)
    assert said(agreed) == Send()
    assert said(agreed, MIDNIGHT) == Hold(EIGHT)


@pytest.mark.parametrize("priority", [Priority.ALERT, Priority.BULK])
def test_routine_news_waits_for_the_morning(priority: Priority) -> None:
    assert said(replace(FREE, priority=priority), MIDNIGHT) == Hold(EIGHT)


@pytest.mark.parametrize("priority", URGENT)
def test_emergencies_and_answers_know_no_night(priority: Priority) -> None:
    assert said(replace(FREE, priority=priority), MIDNIGHT) == Send()


@pytest.mark.parametrize("priority", [each for each in Priority if each is not Priority.EMERGENCY])
def test_while_the_carrier_refuses_us_everything_waits_but_what_may_save_somebody(
    priority: Priority,
) -> None:
    facts = replace(FREE, priority=priority, circuit_until=NOON + SOON)
    assert said(facts) == Hold(NOON + SOON)
    assert said(replace(facts, priority=Priority.EMERGENCY)) == Send()


def test_another_hands_claim_is_waited_for_and_then_doubted() -> None:
    held = replace(FREE, state=MessageState.SENDING, lease_until=NOON + SOON)
    assert said(held) == Hold(NOON + SOON)
    assert said(held, NOON + SOON) == Doubt()


@pytest.mark.parametrize(
    "state", sorted(set(MessageState) - {MessageState.QUEUED, MessageState.SENDING})
)
def test_what_has_left_or_is_settled_is_not_sent(state: MessageState) -> None:
    assert said(replace(FREE, state=state)) == Nothing()
