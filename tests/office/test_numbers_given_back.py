"""A number that was given back: its thread is not the old person's any more, and nobody hears what was theirs."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.engine import hear
from core.clock import database_now
from core.db import Database
from core.directory.actions.people import add_contact, add_customer, add_point
from core.directory.model import CustomerKind, PointKind
from core.events.actions import FIXLINE
from core.jobs.model import Booking
from core.jobs.queries.work import open_bookings_from
from core.messaging.actions.receiving import receive
from core.messaging.actions.recognising import recognise
from core.messaging.model import Conversation, Envelope, EnvelopeSource, Message
from core.messaging.queries.inbox import Lane, inbox_rows
from core.messaging.wire import Channel, InboundMessage
from tests.office.company import HEAD, Company
from tests.office.desk import Browser

BOB = "+13125550142"
FORMERLY = "(312) 555-0142 (formerly Robert Diaz)"
STRANGER = "Conversations with someone unknown"


@pytest.fixture
def given_back(desk: Browser, company: Company) -> str:
    """The address of the thread with Robert Diaz, whose only number the office has removed."""
    point = f"/customers/{company.tenant_id}/points/{company.tenant_point_id}"
    assert desk.send(f"{point}/remove").status_code == 302
    return f"/inbox/{company.conversation_id}"


def anns(session: Session) -> None:
    """Somebody else has the number now."""
    customer = add_customer(session, name="Ann Lee", kind=CustomerKind.RESIDENTIAL, actor=FIXLINE)
    ann = add_contact(session, customer, first_name="Ann", last_name="Lee")
    add_point(session, ann, kind=PointKind.PHONE, value=BOB)
    recognise(session, ann)


def text(session: Session, words: str) -> Message:
    count = session.scalar(select(func.count()).select_from(Envelope))
    envelope = Envelope(source=EnvelopeSource.TWILIO_SMS, provider_id=f"envelope {count}")
    session.add(envelope)
    session.flush()
    inbound = InboundMessage(Channel.SMS, "twilio", f"SM{count}", BOB, "+13125550100", words)
    message_id = receive(session, HEAD, inbound, envelope_id=envelope.id)
    assert message_id is not None
    message = session.get_one(Message, message_id)
    hear(session, HEAD, conversation_id=message.conversation_id, message_id=message_id)
    return message


def answer_to(session: Session, asked: Message) -> str:
    """What was said to that message."""
    said = session.scalars(
        select(Message.body)
        .where(Message.conversation_id == asked.conversation_id, Message.id > asked.id)
        .order_by(Message.id)
    )
    return " ".join(said)


def test_the_thread_is_shown_as_the_number_with_who_had_it(
    database: Database, desk: Browser, company: Company, given_back: str
) -> None:
    page = desk.text(given_back)
    assert f"<h1>{FORMERLY}</h1>" in page
    assert "<dt>Customer</dt>" not in page
    assert f'<dt>Formerly</dt><dd><a href="/customers/{company.tenant_id}">Robert Diaz</a>' in page
    assert "a stranger may read what you send" in page
    with database.reading() as session:
        rows = inbox_rows(session, Lane.ALL, database_now(session), limit=50)
        assert FORMERLY in [row.who for row in rows]


def test_the_number_is_found_among_the_unknown_and_was_not_before(
    desk: Browser, company: Company
) -> None:
    assert STRANGER not in desk.text("/search", q="312 555 0142")
    point = f"/customers/{company.tenant_id}/points/{company.tenant_point_id}"
    desk.send(f"{point}/remove")
    page = desk.text("/search", q="312 555 0142")
    assert STRANGER in page
    assert FORMERLY in page


def test_whoever_has_it_now_is_named_and_old_words_keep_their_speaker(
    database: Database, desk: Browser, company: Company, given_back: str
) -> None:
    with database.transaction() as session:
        anns(session)
        text(session, "hello, it is me")
    page = desk.text(given_back)
    assert "<h1>Ann Lee</h1>" in page
    assert "<dt>Formerly</dt>" in page
    assert "<strong>Robert Diaz</strong>" in page
    assert "<strong>Ann Lee</strong>" in page
    assert "a stranger may read" not in page


@pytest.mark.parametrize("owner", ["a stranger", "Ann"])
def test_whoever_has_it_now_hears_nothing_of_the_old_persons_request(
    database: Database, company: Company, given_back: str, owner: str
) -> None:
    with database.transaction() as session:
        if owner == "Ann":
            anns(session)
        booking = session.get_one(Booking, company.booking_id)
        assert booking.requester_address == BOB
        assert open_bookings_from(session, BOB) == []
        session.get_one(Conversation, company.conversation_id).taken_over_at = None
        asked = text(session, "any news on my request?")
        told = answer_to(session, asked)
        assert told
        assert "sink" not in told
        assert "Oak" not in told
        assert asked.booking_id != company.booking_id


def test_whoever_is_brought_back_has_their_request_again(
    database: Database, desk: Browser, company: Company
) -> None:
    person = f"/customers/{company.tenant_id}/people/{company.tenant_contact_id}"
    for deed, found in (("remove", []), ("bring-back", [company.booking_id])):
        assert desk.send(f"{person}/{deed}").status_code == 302
        with database.reading() as session:
            assert [each.id for each in open_bookings_from(session, BOB)] == found
