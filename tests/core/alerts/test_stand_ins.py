"""Who was told, when a text could not be delivered: the mail that stood in for it is shown, and why it was sent."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.alerts.queries.hearing import Hearing, told_of
from core.alerts.queries.inbox_told import ToldCount, told_counts
from core.alerts.queries.stand_ins import stand_ins_among
from core.directory.model import Property
from core.events.model import Event
from core.messaging.actions.receipts import record_receipt
from core.messaging.model import Message
from core.messaging.wire import Channel, MessageState, PermanentCause, Receipt
from tests.builders import HEAD, a_job, a_place, a_tenant, an_email, hears, number
from tests.core.alerts.hearing import told_by

BOB = "bob@home.example"


def a_text_that_fails(session: Session) -> Event:
    """Robert hears of his job by text; it does not get through, and by then the office has his address."""
    return texts_that_fail(session, a_place(session), {number(142): BOB})


def texts_that_fail(session: Session, place: Property, mails: dict[str, str]) -> Event:
    """The same for people at one place, by their numbers; the first of them has the job."""
    people = [a_tenant(session, place, phone=phone) for phone in mails]
    for person in people:
        hears(session, person.customer, "Scheduled")
    event = told_by(session, a_job(session, place, people[0].customer), "Scheduled")
    for person, mail in zip(people, mails.values(), strict=True):
        an_email(session, person, mail)
    for text in session.scalars(select(Message).where(Message.event_id == event.id)).all():
        record_receipt(session, HEAD, failure_of(text))
    return event


def failure_of(text: Message) -> Receipt:
    return Receipt(
        carrier="twilio",
        event_id=f"SM{text.id}:undelivered",
        provider_id=f"SM{text.id}",
        ref=str(text.ref),
        state=MessageState.UNDELIVERED,
        code="30005",
        detail="Unknown destination handset",
        cause=PermanentCause.BAD_ADDRESS,
    )


def test_an_event_with_very_many_stand_ins_takes_none_from_another(session: Session) -> None:
    crowded = texts_that_fail(
        session, a_place(session), {number(1): "a@x.example", number(2): "b@x.example"}
    )
    other = texts_that_fail(session, a_place(session, "12 Elm Ave"), {number(3): "c@x.example"})
    found = stand_ins_among(session, [crowded.id, other.id], most=1)
    assert [(event_id, mail.recipient) for event_id, mail, _ in found] == [
        (crowded.id, "b@x.example"),
        (other.id, "c@x.example"),
    ]


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
