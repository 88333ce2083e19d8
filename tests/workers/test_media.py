"""Pictures are fetched, made safe and kept with their request; what we will not keep says why."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image
from sqlalchemy import select, update

from carriers.base import FetchedMedia, MediaRefused, MediaUnavailable
from core.blobs import read_blob
from core.jobs.model import Attachment
from core.messaging.model import MediaState, MessageMedia
from core.outbox import Kind
from core.outbox.model import OutboxEntry
from sandbox.company import load_company
from tests.carriers.builders import sms_fields
from tests.webhooks.letterbox import SMS, Letterbox
from tests.workers.wall import Wall, work_off
from workers.runtime import Runtime

TARA = "+13125550111"
MADE_BY = 0x010F
CAMERA = "SecretCam 3000"


@pytest.fixture
def texted(runtime: Runtime) -> Runtime:
    """A known tenant has texted a picture, and nothing was done about it yet."""
    with runtime.database.transaction() as session:
        load_company(session)
    url = "https://api.twilio.com/2010-04-01/Accounts/AC0/Messages/MM0/Media/ME0"
    media = {"NumMedia": "1", "MediaUrl0": url, "MediaContentType0": "image/jpeg"}
    fields = sms_fields(From=TARA, Body="the tap leaks", **media)
    assert Letterbox(runtime.database).post_form(SMS, fields).status_code == 200
    return runtime


def a_photo_with_traces() -> FetchedMedia:
    buffer = BytesIO()
    exif = Image.Exif()
    exif[MADE_BY] = CAMERA
    Image.new("RGB", (4, 4), "blue").save(buffer, "JPEG", exif=exif)
    assert CAMERA.encode() in buffer.getvalue()
    return FetchedMedia(buffer.getvalue(), "image/jpeg")


def kept(runtime: Runtime) -> MessageMedia:
    with runtime.database.reading() as session:
        return session.scalars(select(MessageMedia)).one()


def attachments(runtime: Runtime) -> list[Attachment]:
    with runtime.database.reading() as session:
        return list(session.scalars(select(Attachment)))


def test_a_picture_is_kept_with_its_booking_without_its_traces(texted: Runtime, wall: Wall) -> None:
    wall.medias.append(a_photo_with_traces())

    work_off(texted)

    media = kept(texted)
    assert media.state is MediaState.KEPT
    assert media.blob_id is not None
    with texted.database.reading() as session:
        content = read_blob(session, media.blob_id)
    assert CAMERA.encode() not in content
    assert Image.open(BytesIO(content)).size == (4, 4)
    (attached,) = attachments(texted)
    assert (attached.blob_id, attached.booking_id is not None) == (media.blob_id, True)


@pytest.mark.parametrize(
    ("brought", "why"),
    [
        (MediaRefused("it is larger than 10 MB"), "it is larger than 10 MB"),
        (FetchedMedia(b"\xff\xd8\xff\xe0 no picture", "image/jpeg"), "the picture is damaged"),
    ],
)
def test_what_cannot_be_kept_says_why_and_is_not_fetched_again(
    texted: Runtime, wall: Wall, brought: FetchedMedia | Exception, why: str
) -> None:
    wall.medias.append(brought)

    work_off(texted)

    media = kept(texted)
    assert media.state is MediaState.REFUSED
    assert media.refusal.startswith(why)
    assert attachments(texted) == []
    with texted.database.reading() as session:
        waiting = select(OutboxEntry).where(OutboxEntry.kind == Kind.FETCH_MEDIA)
        assert session.scalars(waiting).all() == []


def test_a_picture_that_cannot_be_had_just_now_is_fetched_later(
    texted: Runtime, wall: Wall
) -> None:
    wall.medias.append(MediaUnavailable("the carrier is away"))
    work_off(texted)
    assert kept(texted).state is MediaState.PENDING

    with texted.database.transaction() as session:
        session.execute(update(OutboxEntry).values(run_at=OutboxEntry.created_at))
    work_off(texted)

    assert kept(texted).state is MediaState.KEPT
    assert len(attachments(texted)) == 1


def test_the_request_does_not_wait_for_its_picture(texted: Runtime, wall: Wall) -> None:
    wall.medias.append(MediaUnavailable("the carrier is away"))

    work_off(texted)

    assert [each.recipient for each in wall.sent] == [TARA]
