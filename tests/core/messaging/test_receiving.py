"""A person's message is filed once, in the conversation it belongs to; no forged sender opens a job."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from core.clock import database_now
from core.db import Database
from core.jobs.model import Job
from core.messaging.actions.receiving import LONGEST_BODY, TOKEN_VALID, receive
from core.messaging.letterhead import mail_id, reply_token
from core.messaging.model import Conversation, Envelope, EnvelopeSource, MediaState, Message
from core.messaging.wire import Channel, InboundMessage, Media, MessageState, SenderProof
from core.outbox import Kind
from core.outbox.model import OutboxEntry
from tests.builders import HEAD, a_draft, a_job, a_manager, a_message, a_place, number
from tests.crowd import at_once

RITA = "rita@lakeside.example"
PROVEN = SenderProof(aligned_pass=True, detail="dkim=pass")
FORGED = SenderProof(aligned_pass=False, detail="dkim=fail spf=softfail")
SMS = InboundMessage(Channel.SMS, "twilio", "SM1", number(142), number(100), "the sink leaks")
MAIL = InboundMessage(
    Channel.EMAIL,
    "sendgrid",
    "m1@lakeside.example",
    RITA,
    "service@reply.fixline.example.com",
    "any news?",
    subject="Hello",
    proof=PROVEN,
)


@pytest.mark.inventory(41)
def test_a_text_lands_in_the_one_conversation_with_its_number(session: Session) -> None:
    first, second = filed(session, SMS), filed(session, replace(SMS, provider_id="SM2"))
    thread = conversation(session, first)
    assert second.conversation_id == thread.id
    assert (thread.channel, thread.address, thread.job_id) == (Channel.SMS, number(142), None)
    assert (first.state, first.inbound, first.proven_sender) == (MessageState.RECEIVED, True, True)
    assert (thread.unread, thread.last_words) == (2, "the sink leaks")


def test_a_message_is_promised_to_be_heard_before_routine_work(session: Session) -> None:
    message = filed(session, SMS)
    (entry,) = session.scalars(select(OutboxEntry)).all()
    assert entry.kind is Kind.CONVERSE
    assert entry.args == {
        "conversation_id": message.conversation_id,
        "message_id": message.id,
    }
    assert entry.rank == 1


def test_the_same_message_under_another_envelope_is_filed_once(session: Session) -> None:
    filed(session, SMS)
    assert receive(session, HEAD, SMS, envelope_id=an_envelope(session)) is None
    assert session.scalar(select(func.count()).select_from(Message)) == 1
    assert session.scalar(select(func.count()).select_from(OutboxEntry)) == 1


def test_of_eight_copies_at_once_one_is_filed(database: Database) -> None:
    with database.transaction() as session:
        envelope_id = an_envelope(session)

    def act(_hand: int) -> int | None:
        with database.transaction() as session:
            return receive(session, HEAD, SMS, envelope_id=envelope_id)

    assert len([got for got in at_once(8, act) if got is not None]) == 1


def test_mail_about_nothing_known_lands_in_the_senders_own_thread(session: Session) -> None:
    thread = conversation(session, filed(session, MAIL))
    assert (thread.address, thread.job_id, thread.subject) == (RITA, None, "Hello")


def test_an_answer_to_our_mail_lands_at_its_job_by_the_token(session: Session) -> None:
    job, told = a_told_job(session)
    answer = replace(MAIL, reply_token=reply_token(HEAD, told.ref).upper())
    assert conversation(session, filed(session, answer)).job_id == job.id


def test_a_token_that_is_old_or_made_up_opens_nothing(session: Session) -> None:
    _, told = a_told_job(session)
    made_up = replace(MAIL, reply_token="abcdefghijklmnopqrstuvwxyz")
    assert conversation(session, filed(session, made_up)).job_id is None
    long_ago = database_now(session) - TOKEN_VALID - timedelta(days=1)
    session.execute(update(Message).where(Message.id == told.id).values(created_at=long_ago))
    old = replace(MAIL, provider_id="m2", reply_token=reply_token(HEAD, told.ref))
    assert conversation(session, filed(session, old)).job_id is None


def test_an_answer_that_names_our_mail_lands_at_its_job_for_its_recipient_only(
    session: Session,
) -> None:
    job, told = a_told_job(session)
    answer = replace(MAIL, references=("x@y.example", mail_id(HEAD, told.ref)))
    stranger = replace(answer, provider_id="m2", sender="eve@evil.example")
    assert conversation(session, filed(session, answer)).job_id == job.id
    assert conversation(session, filed(session, stranger)).job_id is None


def test_a_job_named_in_the_subject_counts_from_one_with_a_say_there(session: Session) -> None:
    job, _ = a_told_job(session)
    named = replace(MAIL, subject=f"Re: [#{job.number}] Sink")
    assert conversation(session, filed(session, named)).job_id == job.id


@pytest.mark.parametrize("proof", [FORGED, None])
def test_a_forged_sender_is_marked_and_opens_no_job_by_its_subject(
    session: Session, proof: SenderProof | None
) -> None:
    job, _ = a_told_job(session)
    forged = filed(session, replace(MAIL, subject=f"[#{job.number}]", proof=proof))
    assert conversation(session, forged).job_id is None
    assert not forged.proven_sender


def test_a_proven_stranger_opens_no_job_by_its_subject(session: Session) -> None:
    job, _ = a_told_job(session)
    place = a_place(session, "9 Hill Rd")
    a_manager(session, place, email="tom@other.example")
    named = replace(MAIL, subject=f"[#{job.number}]", sender="tom@other.example")
    assert conversation(session, filed(session, named)).job_id is None
    missing = replace(MAIL, provider_id="m2", subject="[#999999999]")
    assert conversation(session, filed(session, missing)).job_id is None


@pytest.mark.parametrize(
    "sender", ["service@reply.fixline.example.com", "r+abc@reply.fixline.example.com"]
)
def test_mail_from_ourselves_is_marked_so_that_nobody_answers_it(
    session: Session, sender: str
) -> None:
    looped = filed(session, replace(MAIL, sender=sender))
    assert looped.automatic == "from our own address"


def test_what_a_machine_wrote_is_marked(session: Session) -> None:
    assert filed(session, replace(MAIL, automatic="auto-replied")).automatic == "auto-replied"
    assert filed(session, replace(MAIL, provider_id="m2")).automatic is None


def test_pictures_that_lie_at_the_carrier_are_promised_to_be_fetched(session: Session) -> None:
    picture = Media("sink.jpg", "image/jpeg", url="https://carrier.example/media/1")
    message = filed(session, replace(SMS, body="", media=(picture,)))
    (media,) = message.media
    assert media.state is MediaState.PENDING
    promised = session.scalars(
        select(OutboxEntry).where(OutboxEntry.kind == Kind.FETCH_MEDIA)
    ).one()
    assert promised.args == {"media_id": media.id}
    assert conversation(session, message).last_words == "(photo)"


def test_a_file_that_came_along_is_kept_at_once(session: Session) -> None:
    note = Media("lease.pdf", "application/pdf", content=b"%PDF-1.7 lease")
    (media,) = filed(session, replace(MAIL, media=(note,))).media
    assert media.state is MediaState.KEPT
    assert media.blob_id is not None


def test_too_much_of_anything_is_cut_and_not_refused(session: Session) -> None:
    endless = replace(
        MAIL,
        subject="s" * 1000,
        body="b" * (LONGEST_BODY + 9),
        sender_name="n" * 500,
    )
    message = filed(session, endless)
    assert (len(message.subject), len(message.body)) == (300, LONGEST_BODY)


def filed(session: Session, inbound: InboundMessage) -> Message:
    message_id = receive(session, HEAD, inbound, envelope_id=an_envelope(session))
    assert message_id is not None
    return session.get_one(Message, message_id)


def conversation(session: Session, message: Message) -> Conversation:
    return session.get_one(Conversation, message.conversation_id, populate_existing=True)


def an_envelope(session: Session) -> int:
    count = session.scalar(select(func.count()).select_from(Envelope))
    envelope = Envelope(source=EnvelopeSource.TWILIO_SMS, provider_id=f"envelope {count}")
    session.add(envelope)
    session.flush()
    return envelope.id


def a_told_job(session: Session) -> tuple[Job, Message]:
    """A job of which its manager has been told by mail."""
    place = a_place(session)
    manager = a_manager(session, place, email=RITA)
    job = a_job(session, place, manager.customer)
    return job, a_message(session, a_draft(session, RITA, channel=Channel.EMAIL, job_id=job.id))
