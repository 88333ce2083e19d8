"""Keep the pictures of a message, made safe to show, with the booking or job they are about; once each."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.blobs import keep_blob, pieces_of
from core.jobs.model import Attachment, Booking, BookingStatus, Job
from core.messaging.model import MediaState, Message, MessageMedia
from core.pictures import UnfitPicture, without_traces


def keep_media(session: Session, media: MessageMedia, content: bytes) -> None:
    """Keep a file's bytes; a picture without what its camera wrote into it. One that is unfit is refused."""
    try:
        safe = without_traces(content, media.content_type)
    except UnfitPicture as unfit:
        refuse_media(session, media, str(unfit))
        return
    blob = keep_blob(session, pieces_of(safe), content_type=media.content_type)
    media.blob_id, media.state = blob.id, MediaState.KEPT
    session.flush()


def refuse_media(session: Session, media: MessageMedia, why: str) -> None:
    """The file is not kept, now or later. why: fit to show."""
    media.state, media.refusal = MediaState.REFUSED, why[:200]
    session.flush()


def attach_media(session: Session, message: Message) -> None:
    """Attach what has been kept of a message's media; what is still to be fetched follows when it comes.

    A booking that has become a job meanwhile passes its pictures on.
    """
    session.flush()
    # What it is about and its files are found out side by side; whoever comes second must see the other's.
    session.refresh(message, ["booking_id", "job_id"], with_for_update={"key_share": True})
    if message.booking_id is None and message.job_id is None:
        return
    job_id = message.job_id or _job_of(session, message.booking_id)
    kept = session.scalars(
        select(MessageMedia).where(
            MessageMedia.message_id == message.id, MessageMedia.state == MediaState.KEPT
        )
    )
    for media in kept.all():
        if media.blob_id is not None and not _is_attached(session, media.blob_id):
            session.add(
                Attachment(
                    blob_id=media.blob_id,
                    name=media.name,
                    booking_id=message.booking_id,
                    job_id=job_id,
                )
            )
    session.flush()


def _job_of(session: Session, booking_id: int | None) -> int | None:
    return session.scalar(
        select(Job.id)
        .join(Booking, Booking.id == Job.booking_id)
        .where(Booking.id == booking_id, Booking.status == BookingStatus.CONVERTED)
    )


def _is_attached(session: Session, blob_id: int) -> bool:
    return session.scalar(select(Attachment.id).where(Attachment.blob_id == blob_id)) is not None
