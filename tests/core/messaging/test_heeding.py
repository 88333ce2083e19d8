"""What a carrier did by itself counts at once, is answered by nobody twice, and never undoes a later word."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.engine import hear
from core.clock import database_now
from core.events.model import Event
from core.messaging.actions.consenting import consent_of, opt_in, opt_out
from core.messaging.actions.receipts import record_receipt
from core.messaging.actions.receiving import receive
from core.messaging.consent import Purpose, Topic
from core.messaging.model import Envelope, EnvelopeSource, Message
from core.messaging.wire import (
    CarrierWord,
    Channel,
    ConsentState,
    InboundMessage,
    MessageState,
    PermanentCause,
    Receipt,
)
from tests.builders import (
    HEAD,
    OFFICE,
    a_draft,
    a_message,
    a_person,
    a_phone,
    claim_of,
    number,
)

OUT, IN = ConsentState.OPTED_OUT, ConsentState.OPTED_IN
DANA = "dana@crestline.example"


def text_in(session: Session, words: str, heeded: CarrierWord | None) -> Message:
    """A text from Bob, filed; `heard` lets the bot have it."""
    nth = len(session.scalars(select(Envelope)).all())
    envelope = Envelope(source=EnvelopeSource.TWILIO_SMS, provider_id=f"heeded {nth}")
    session.add(envelope)
    session.flush()
    text = InboundMessage(
        Channel.SMS, "twilio", f"SM{nth}", number(142), number(100), words, carrier_heeded=heeded
    )
    message_id = receive(session, HEAD, text, envelope_id=envelope.id)
    assert message_id is not None
    return session.get_one(Message, message_id)


def heard(session: Session, message: Message) -> list[Message]:
    """What we say to it."""
    hear(session, HEAD, conversation_id=message.conversation_id, message_id=message.id)
    return list(session.scalars(select(Message).where(Message.inbound.is_(False))))


def stands(session: Session, topic: Topic = Topic.ANSWERS) -> ConsentState | None:
    return consent_of(session, Channel.SMS, number(142), topic)


@pytest.mark.parametrize("words", ["STOP", "CANCEL", "BASTA"])
def test_a_stop_the_carrier_has_honoured_counts_when_filed_and_is_not_confirmed_again(
    session: Session, words: str
) -> None:
    a_phone(session, a_person(session), number(142))
    message = text_in(session, words, CarrierWord.STOP)
    assert {stands(session, topic) for topic in Topic} == {OUT}
    assert heard(session, message) == []
    event = session.scalars(select(Event).where(Event.kind == "consent.changed")).one()
    assert event.after["words"] == words
    assert event.actor_type == "contact"


def test_a_start_the_carrier_has_honoured_is_not_answered_twice(session: Session) -> None:
    text_in(session, "STOP", CarrierWord.STOP)
    message = text_in(session, "START", CarrierWord.START)
    assert stands(session) is IN
    assert heard(session, message) == []


def test_a_yes_that_freed_a_number_is_still_an_answer_to_us(session: Session) -> None:
    text_in(session, "STOP", CarrierWord.STOP)
    message = text_in(session, "YES", CarrierWord.START)
    assert stands(session) is IN
    assert len(heard(session, message)) == 1


def test_help_the_carrier_has_given_is_not_given_again_and_changes_nothing(
    session: Session,
) -> None:
    assert heard(session, text_in(session, "HELP", CarrierWord.HELP)) == []
    assert stands(session) is None


def test_help_from_us_names_the_company_and_how_to_stop(session: Session) -> None:
    (answer,) = heard(session, text_in(session, "HELP", None))
    assert HEAD.company.name in answer.body
    assert "STOP" in answer.body
    assert "rates may apply" in answer.body


@pytest.mark.parametrize("words", ["STOP", "please stop texting me", "no me manden mensajes"])
def test_a_stop_only_we_heard_is_confirmed_once(session: Session, words: str) -> None:
    (confirmation,) = heard(session, text_in(session, words, None))
    assert confirmation.purpose is Purpose.OPT_OUT_CONFIRMATION
    assert len(claim_of(session, confirmation).messages) == 1
    again = heard(session, text_in(session, words, None))
    assert [each.purpose for each in again if each is not confirmation] == [Purpose.ORDINARY]
    assert claim_of(session, again[-1]).messages == ()


def test_danger_is_heard_even_in_a_text_the_carrier_answered(session: Session) -> None:
    message = text_in(session, "I smell gas in the kitchen", CarrierWord.HELP)
    assert heard(session, message) != []


@pytest.mark.parametrize(
    ("cause", "source"),
    [(PermanentCause.COMPLAINED, "complaint"), (PermanentCause.OPTED_OUT, "carrier")],
)
def test_a_complaint_ends_notices_but_no_answers_and_says_what_it_was(
    session: Session, cause: PermanentCause, source: str
) -> None:
    mail = a_message(session, a_draft(session, DANA, channel=Channel.EMAIL))
    record_receipt(session, HEAD, a_report(mail, MessageState.DELIVERED, cause))
    states = {topic: consent_of(session, Channel.EMAIL, DANA, topic) for topic in Topic}
    assert states == {Topic.ANSWERS: None, Topic.JOB_UPDATES: OUT, Topic.MARKETING: OUT}
    event = session.scalars(select(Event).where(Event.kind == "consent.changed")).one()
    assert event.after["source"] == source


def test_a_refusal_of_before_a_start_does_not_undo_it(
    session: Session,
) -> None:
    text = a_message(session)
    text.claimed_at = database_now(session) - timedelta(minutes=1)
    session.flush()
    opt_out(session, Channel.SMS, number(142), words="x", source="text", actor=OFFICE)
    opt_in(session, Channel.SMS, number(142), words="x", source="text", actor=OFFICE)
    report = a_report(text, MessageState.UNDELIVERED, PermanentCause.OPTED_OUT)
    record_receipt(session, HEAD, report)
    assert stands(session) is IN


def a_report(message: Message, state: MessageState, cause: PermanentCause) -> Receipt:
    return Receipt(message.carrier, f"event {state}", None, str(message.ref), state, cause=cause)
