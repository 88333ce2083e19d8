"""Who was told, when a text could not be delivered: the mail that stood in for it is shown, and why it was sent."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.alerts.queries.hearing import Hearing, told_of
from core.alerts.queries.inbox_told import ToldCount, told_counts
from core.events.model import Event
from core.messaging.actions.receipts import record_receipt
from core.messaging.model import Message
from core.messaging.wire import Channel, MessageState, PermanentCause, Receipt
from tests.builders import HEAD, a_job, a_place, a_tenant, an_email, hears
from tests.core.alerts.hearing import told_by

BOB = "bob@home.example"


def a_text_that_fails(session: Session) -> Event:
    """Robert hears of his job by text; it does not get through, and by then the office has his address."""
    place = a_place(session)
    person = a_tenant(session, place)
    hears(session, person.customer, "Scheduled")
    event = told_by(session, a_job(session, place, person.customer), "Scheduled")
    an_email(session, person, BOB)
    text = session.scalars(select(Message).where(Message.event_id == event.id)).one()
    record_receipt(session, HEAD, failure_of(text))
    return event


def failure_of(text: Message) -> Receipt:
    return Receipt(
        carrier="twilio",
        event_id="SM1:undelivered",
        provider_id="SM1",
        ref=str(text.ref),
        state=MessageState.UNDELIVERED,
        code="30005",
        detail="Unknown destination handset",
        cause=PermanentCause.BAD_ADDRESS,
    )


def shown(session: Session, event: Event) -> dict[str, Hearing]:
    return {each.address: each for each in told_of(session, event.id)}


def test_the_mail_that_stood_in_is_shown_with_its_reason(session: Session) -> None:
    told = shown(session, a_text_that_fails(session))
    assert len(told) == 2
    mail = told.pop(BOB)
    assert (mail.channel, mail.why_not) == (Channel.EMAIL, None)
    assert mail.contact_name.startswith("Robert")
    assert mail.because == (
        "by mail, as the text to (312) 555-0142 did not get through: Unknown destination handset"
    )
    (text,) = told.values()
    assert text.why_not == "not delivered: Unknown destination handset"
    assert mail.body == text.body


def test_whoever_was_told_by_the_mail_counts_as_told(session: Session) -> None:
    event = a_text_that_fails(session)
    assert told_counts(session, [event.id]) == {event.id: ToldCount(1, 0)}


def test_a_mail_that_did_not_arrive_either_told_nobody(session: Session) -> None:
    event = a_text_that_fails(session)
    mail = session.scalars(select(Message).where(Message.recipient == BOB)).one()
    mail.state, mail.error_detail = MessageState.FAILED, "mailbox full"
    session.flush()
    assert shown(session, event)[BOB].why_not == "failed: mailbox full"
    assert told_counts(session, [event.id]) == {event.id: ToldCount(0, 1)}
