"""Pictures of a message stand with the booking or the job they are about, once each."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from time import sleep

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.db import Database
from core.jobs.actions.booking import convert
from core.jobs.model import Attachment, Booking
from core.messaging.actions.attaching import attach_media, keep_media, refuse_media
from core.messaging.model import MediaState, Message, MessageMedia
from core.messaging.wire import Channel, MessageState
from tests.builders import OFFICE, a_booking, a_conversation, a_job, number
from tests.builders.jobs import new_job


def test_what_is_kept_is_attached_once(session: Session) -> None:
    booking = a_booking(session)
    message, media = with_a_file(session, booking)
    attach_media(session, message)
    assert attached(session) == []
    keep_media(session, media, b"lease")
    attach_media(session, message)
    attach_media(session, message)
    assert attached(session) == [(booking.id, None)]


def test_a_file_that_comes_after_the_booking_became_a_job_goes_along(session: Session) -> None:
    booking = a_booking(session)
    message, media = with_a_file(session, booking)
    job = convert(session, booking.id, new_job(session), actor=OFFICE)
    keep_media(session, media, b"lease")
    attach_media(session, message)
    assert attached(session) == [(booking.id, job.id)]


def test_a_refused_file_is_never_attached_and_says_why(session: Session) -> None:
    message, media = with_a_file(session, a_booking(session))
    refuse_media(session, media, "too large " * 90)
    attach_media(session, message)
    assert (media.state, len(media.refusal)) == (MediaState.REFUSED, 200)
    assert attached(session) == []


def test_a_message_about_nothing_attaches_nothing(session: Session) -> None:
    message, media = with_a_file(session, None)
    keep_media(session, media, b"lease")
    attach_media(session, message)
    assert attached(session) == []


def test_a_file_that_comes_while_the_message_is_being_understood_is_attached(
    database: Database,
) -> None:
    with database.transaction() as session:
        job_id = a_job(session).id
        message, media = with_a_file(session, None)
        message_id, media_id = message.id, media.id

    def fetched() -> None:
        with database.transaction() as session:
            keep_media(session, session.get_one(MessageMedia, media_id), b"lease")
            attach_media(session, session.get_one(Message, message_id))

    with ThreadPoolExecutor(1) as fetching, database.transaction() as session:
        understood = session.get_one(Message, message_id)
        understood.job_id = job_id
        session.flush()
        file_came = fetching.submit(fetched)
        sleep(0.3)
        attach_media(session, understood)
        session.commit()
        file_came.result(20)
    with database.reading() as session:
        assert attached(session) == [(None, job_id)]


def with_a_file(session: Session, booking: Booking | None) -> tuple[Message, MessageMedia]:
    message = Message(
        conversation_id=a_conversation(session).id,
        inbound=True,
        channel=Channel.SMS,
        carrier="twilio",
        sender=number(142),
        recipient=number(100),
        state=MessageState.RECEIVED,
        booking_id=booking.id if booking else None,
    )
    session.add(message)
    session.flush()
    media = MessageMedia(message_id=message.id, name="lease.pdf", content_type="application/pdf")
    session.add(media)
    session.flush()
    return message, media


def attached(session: Session) -> list[tuple[int | None, int | None]]:
    return [(row.booking_id, row.job_id) for row in session.scalars(select(Attachment))]
