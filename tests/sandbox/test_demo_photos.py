"""The demo company's photos are pictures, hang where people look for them, and are the same for the same drawing."""

from __future__ import annotations

from collections import Counter
from io import BytesIO

import pytest
from PIL import Image
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.blobs import Blob, read_blob
from core.events.model import Event
from core.jobs.lifecycle import Category
from core.jobs.model import Attachment, Booking, BookingStatus, Job, JobStatus, Technician
from core.messaging.model import MediaState, Message, MessageMedia
from core.messaging.queries.files import FilePlace, places_of_file
from sandbox.demo.amounts import AMOUNTS, DemoSize
from sandbox.demo.loading import load_demo
from sandbox.demo.pictures.album import DRAWINGS, MOST_SCENES, picture
from sandbox.demo.pictures.camera import HEIGHT, SCENES, WIDTH, photographed
from sandbox.demo.pictures.condition import Condition
from sandbox.demo.troubles import TROUBLES

SMALL = AMOUNTS[DemoSize.SMALL]
FINISHED = {Category.COMPLETED, Category.INVOICED, Category.PAID}


@pytest.fixture
def loaded(session: Session) -> Session:
    load_demo(session, DemoSize.SMALL, lambda _words: None)
    return session


def test_as_many_photos_come_as_were_asked_for(loaded: Session) -> None:
    hung = loaded.scalars(select(Attachment).where(Attachment.job_id.is_not(None))).all()
    assert len(hung) == SMALL.photos
    assert Counter(bool(each.added_by) for each in hung) == {
        False: SMALL.photos // 3,
        True: SMALL.photos - SMALL.photos // 3,
    }


def test_each_photo_opens_as_a_picture_that_pages_show(loaded: Session) -> None:
    shown = set(loaded.scalars(select(Attachment.blob_id)))
    blobs = loaded.scalars(select(Blob).where(Blob.id.in_(shown))).all()
    assert len(shown) > SMALL.photos // 3
    assert len({blob.sha256 for blob in blobs}) == len(blobs) == len(shown)
    for blob in blobs:
        content = read_blob(loaded, blob.id)
        assert len(content) == blob.size
        with Image.open(BytesIO(content)) as opened:
            opened.load()
            assert (opened.format, opened.size) == ("JPEG", (WIDTH, HEIGHT))
        assert places_of_file(loaded, blob.id)


def test_what_a_person_texted_hangs_on_their_words_their_request_and_the_job(
    loaded: Session,
) -> None:
    heard = loaded.scalars(select(MessageMedia)).all()
    assert len(heard) == SMALL.photos // 3
    for media in heard:
        message, booking = media.message, loaded.get_one(Booking, media.message.booking_id)
        assert message.inbound
        assert message.body == booking.raw_words
        assert media.state is MediaState.KEPT
        assert media.blob_id is not None
        attached = loaded.scalars(select(Attachment).where(Attachment.name == media.name)).one()
        assert attached.blob_id == media.blob_id
        assert (attached.booking_id, attached.job_id) == (booking.id, message.job_id)
        assert FilePlace.CONVERSATION in places_of_file(loaded, media.blob_id)


def test_technicians_took_one_before_and_one_after_and_the_job_tells_of_both(
    loaded: Session,
) -> None:
    crew = set(loaded.scalars(select(Technician.name)))
    taken = loaded.scalars(select(Attachment).where(Attachment.added_by != "")).all()
    for job_id in {each.job_id for each in taken}:
        job = loaded.get_one(Job, job_id)
        assert loaded.get_one(JobStatus, job.status_id).category in FINISHED
        pair = sorted(
            (each for each in taken if each.job_id == job_id), key=lambda each: each.created_at
        )
        assert [each.name for each in pair] == ["before.jpg", "after.jpg"]
        assert {each.added_by for each in pair} <= crew
        assert pair[0].blob_id != pair[1].blob_id
    told = loaded.scalars(select(Event).where(Event.kind == "attachment.added")).all()
    assert {event.subject_id for event in told} == {each.id for each in taken}


def test_requests_that_wait_have_photos_too(loaded: Session) -> None:
    waiting = loaded.scalars(
        select(Booking.status).join(Attachment, Attachment.booking_id == Booking.id)
        .where(Attachment.job_id.is_(None))
    ).all()  # fmt: skip
    assert 0 < len(waiting) <= SMALL.bookings
    assert set(waiting) <= {BookingStatus.NEW, BookingStatus.WAIT_LISTED}


def test_no_message_with_a_photo_waits_to_be_fetched(loaded: Session) -> None:
    pending = select(Message.id).join(MessageMedia).where(MessageMedia.state == MediaState.PENDING)
    assert loaded.scalars(pending).all() == []


def test_every_drawing_belongs_to_a_trouble_there_is() -> None:
    assert set(DRAWINGS) <= {trouble.summary for trouble in TROUBLES}


@pytest.mark.parametrize("summary", DRAWINGS)
def test_the_same_trouble_is_drawn_alike_twice_and_otherwise_once_mended(summary: str) -> None:
    drawn, scene = DRAWINGS[summary], SCENES[0]
    again = [photographed(drawn(scene, Condition.BROKEN), scene, 5) for _ in range(2)]
    assert again[0] == again[1]
    assert picture(summary, Condition.BROKEN, 0) != picture(summary, Condition.MENDED, 0)
    assert picture(summary, Condition.BROKEN, 0) != picture(summary, Condition.BROKEN, 1)
    assert picture(summary, Condition.BROKEN, 1) == picture(summary, Condition.BROKEN, 1 + MOST_SCENES)  # fmt: skip
