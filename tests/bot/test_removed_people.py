"""A text from somebody who was taken out of the directory is kept and heard, as a stranger's."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.engine import hear
from core.alerts.actions.leaving import leave
from core.directory.actions.retiring import remove_entry
from core.directory.model import Contact
from core.messaging.actions.asking import ask_beside
from core.messaging.actions.letting_go import let_go
from core.messaging.actions.receiving import receive
from core.messaging.actions.recognising import recognise
from core.messaging.actions.threads import conversation_with, open_question
from core.messaging.model import Conversation, Envelope, EnvelopeSource, Message, Party
from core.messaging.queries.naming import other_ends
from core.messaging.wire import Channel, InboundMessage
from tests.builders import HEAD, OFFICE, a_customer, a_person, a_phone, number

WRONG = number(142)
HOURS = timedelta(hours=4)


@pytest.fixture
def bob(session: Session) -> Contact:
    return a_person(session, a_customer(session, "Robert Diaz"), "Robert")


def text(session: Session, words: str) -> tuple[Message, Conversation]:
    """A text from the number arrives, is filed and heard."""
    count = session.scalar(select(func.count()).select_from(Envelope)) or 0
    envelope = Envelope(source=EnvelopeSource.TWILIO_SMS, provider_id=f"envelope {count}")
    session.add(envelope)
    session.flush()
    inbound = InboundMessage(Channel.SMS, "twilio", f"SM{count}", WRONG, number(100), words)
    message_id = receive(session, HEAD, inbound, envelope_id=envelope.id)
    assert message_id is not None
    message = session.get_one(Message, message_id)
    hear(session, HEAD, conversation_id=message.conversation_id, message_id=message_id)
    session.flush()
    return message, again(session, message.conversation_id)


def again(session: Session, conversation_id: int) -> Conversation:
    return session.get_one(Conversation, conversation_id, populate_existing=True)


def test_a_text_from_a_removed_person_is_kept_and_answered_as_a_strangers(
    session: Session, bob: Contact
) -> None:
    a_phone(session, bob, WRONG)
    _, thread = text(session, "the sink leaks")
    assert (thread.contact_id, thread.party) == (bob.id, Party.TENANT)
    ask_beside(session, thread, kind="visit_confirm", options=["yes"], valid=HOURS)
    leave(session, bob, actor=OFFICE)
    assert open_question(session, thread) is None
    message, thread = text(session, "yes")
    assert message.conversation_id == thread.id
    assert message.heard_at is not None
    assert thread.party is Party.UNKNOWN
    assert thread.unread == 2
    assert other_ends(session, [thread])[thread.id].who == "(312) 555-0142 (formerly Robert)"
    assert bob.retired_at is not None


def test_danger_is_heard_from_a_number_that_was_removed_too(session: Session, bob: Contact) -> None:
    remove_entry(session, a_phone(session, bob, WRONG), actor=OFFICE)
    assert text(session, "I smell gas in the kitchen")[1].emergency


def test_a_removed_number_is_named_after_whoever_has_it_next(
    session: Session, bob: Contact
) -> None:
    a_phone(session, bob, WRONG)
    _, thread = text(session, "hello")
    ann = a_person(session, a_customer(session, "Ann Lee"), "Ann")
    leave(session, bob, actor=OFFICE)
    recognise(session, ann)
    assert again(session, thread.id).contact_id == bob.id
    a_phone(session, ann, WRONG)
    recognise(session, ann)
    assert again(session, thread.id).contact_id == ann.id


def test_a_text_from_whoever_has_the_number_next_is_theirs(session: Session, bob: Contact) -> None:
    a_phone(session, bob, WRONG)
    assert text(session, "hello")[1].contact_id == bob.id
    leave(session, bob, actor=OFFICE)
    ann = a_person(session, a_customer(session, "Ann Lee"), "Ann")
    a_phone(session, ann, WRONG)
    assert text(session, "the sink leaks")[1].contact_id == ann.id


def test_questions_at_a_number_somebody_else_has_too_stay_open(
    session: Session, bob: Contact
) -> None:
    point = a_phone(session, bob, WRONG)
    ann = a_person(session, a_customer(session, "Ann Lee"), "Ann")
    a_phone(session, ann, WRONG)
    thread = conversation_with(session, Channel.SMS, WRONG)
    ask_beside(session, thread, kind="which_place", options=["a"], valid=HOURS)
    remove_entry(session, point, actor=OFFICE)
    let_go(session, [WRONG])
    assert open_question(session, thread) is not None
