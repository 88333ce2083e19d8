"""Receipts: kept once, in any order, moving their message only forward, with the consequences of a failure."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.directory.queries.people import points_at
from core.messaging.actions.consenting import consent_of
from core.messaging.actions.receipts import match_orphans, record_receipt
from core.messaging.model import Message, ReceiptRow
from core.messaging.wire import Channel, ConsentState, MessageState, PermanentCause, Receipt
from tests.builders import HEAD, a_draft, a_message, a_person, a_phone, an_email, number

ROAD = [MessageState.ACCEPTED, MessageState.SENT, MessageState.DELIVERED]


@settings(max_examples=25)
@given(st.lists(st.sampled_from(ROAD), min_size=1, max_size=8))
def test_the_end_does_not_depend_on_the_order_or_number_of_receipts(
    session: Session, order: list[MessageState]
) -> None:
    message = sent(session)
    for state in order:
        record_receipt(session, HEAD, receipt(message, state))
    session.refresh(message)
    assert message.state is max(order, key=ROAD.index)
    kept = session.scalars(
        select(ReceiptRow.state).where(ReceiptRow.provider_id == message.provider_id)
    ).all()
    assert sorted(kept) == sorted(set(order))


def test_a_repeated_receipt_is_absorbed(session: Session) -> None:
    message = sent(session)
    news = receipt(message, MessageState.SENT)
    assert record_receipt(session, HEAD, news)
    assert not record_receipt(session, HEAD, news)


def test_our_own_id_in_the_receipt_finds_the_message_before_the_carriers_is_known(
    session: Session,
) -> None:
    message = a_message(session)
    message.state = MessageState.SENDING
    session.flush()
    early = Receipt("twilio", "e1", "SM9", str(message.ref), MessageState.SENT)
    record_receipt(session, HEAD, early)
    assert (message.state, message.provider_id) == (MessageState.SENT, "SM9")


@pytest.mark.parametrize("ref", [None, "no-uuid", "00000000-0000-4000-8000-000000000000"])
def test_a_receipt_of_nobodys_message_is_kept_as_an_orphan(
    session: Session, ref: str | None
) -> None:
    message = sent(session)
    stray = Receipt("twilio", "e1", "SM-unknown", ref, MessageState.DELIVERED)
    assert record_receipt(session, HEAD, stray)
    assert session.scalars(select(ReceiptRow)).one().matched_at is None
    assert message.state is MessageState.ACCEPTED


def test_an_orphan_finds_its_message_when_that_is_known(session: Session) -> None:
    early = Receipt("twilio", "e1", "SM9", None, MessageState.DELIVERED)
    record_receipt(session, HEAD, early)
    assert match_orphans(session, HEAD) == 0
    message = sent(session, provider_id="SM9")
    assert match_orphans(session, HEAD) == 1
    assert message.state is MessageState.DELIVERED
    assert match_orphans(session, HEAD) == 0


def test_the_id_of_another_carrier_means_nothing(session: Session) -> None:
    message = sent(session)
    record_receipt(
        session, HEAD, Receipt("sendgrid", "e1", message.provider_id, None, MessageState.DELIVERED)
    )
    assert message.state is MessageState.ACCEPTED


def test_nobody_can_move_what_a_person_wrote_by_a_receipt(session: Session) -> None:
    message = sent(session)
    message.inbound, message.state = True, MessageState.RECEIVED
    session.flush()
    record_receipt(session, HEAD, receipt(message, MessageState.FAILED))
    assert message.state is MessageState.RECEIVED


@pytest.mark.parametrize("state", [MessageState.FAILED, MessageState.UNDELIVERED])
def test_a_failure_marks_the_address_and_takes_the_other_channel(
    session: Session, state: MessageState
) -> None:
    message = sent(session, to_a_person_with_mail=True)
    news = receipt(message, state, code="30005", cause=PermanentCause.BAD_ADDRESS)
    record_receipt(session, HEAD, news)
    mail = session.scalars(select(Message).where(Message.channel == Channel.EMAIL)).one()
    assert points_at(session, number(142))[0].bad_reason == "carrier code 30005"
    assert (mail.recipient, mail.body) == ("bob@home.example", message.body)
    record_receipt(session, HEAD, receipt(message, state, event="again", code="30005"))
    assert len(session.scalars(select(Message).where(Message.channel == Channel.EMAIL)).all()) == 1


def test_a_failure_after_the_delivery_has_no_consequences(session: Session) -> None:
    message = sent(session, to_a_person_with_mail=True)
    record_receipt(session, HEAD, receipt(message, MessageState.DELIVERED))
    record_receipt(session, HEAD, receipt(message, MessageState.UNDELIVERED, code="30005"))
    assert message.state is MessageState.DELIVERED
    assert session.scalars(select(Message).where(Message.channel == Channel.EMAIL)).all() == []


@pytest.mark.parametrize(
    "state", [MessageState.FAILED, MessageState.DELIVERED, MessageState.UNDELIVERED]
)
@pytest.mark.parametrize("before", [MessageState.ACCEPTED, MessageState.DELIVERED])
def test_an_opt_out_told_by_the_carrier_counts_whatever_became_of_the_message(
    session: Session, before: MessageState, state: MessageState
) -> None:
    message = sent(session)
    message.state = before
    session.flush()
    news = receipt(message, state, code="21610", cause=PermanentCause.OPTED_OUT)
    record_receipt(session, HEAD, news)
    assert consent_of(session, Channel.SMS, number(142)) is ConsentState.OPTED_OUT


def sent(
    session: Session, *, provider_id: str | None = None, to_a_person_with_mail: bool = False
) -> Message:
    """A message the carrier has accepted."""
    point_id = None
    if to_a_person_with_mail:
        person = a_person(session)
        point_id = a_phone(session, person).id
        an_email(session, person)
    message = a_message(session, a_draft(session, contact_point_id=point_id))
    message.state = MessageState.ACCEPTED
    message.provider_id = provider_id or f"SM{message.id}"
    session.flush()
    return message


def receipt(
    message: Message,
    state: MessageState,
    *,
    event: str = "",
    code: str = "",
    cause: PermanentCause | None = None,
) -> Receipt:
    event_id = event or f"{message.provider_id}:{state}"
    return Receipt("twilio", event_id, message.provider_id, None, state, code=code, cause=cause)
