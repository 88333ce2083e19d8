"""Fetch pictures and files from the carrier and keep them, with the message and with its booking or job."""

from __future__ import annotations

from sqlalchemy.orm import Session

from carriers.base import FetchedMedia, MediaRefused
from core.blobs import keep_blob, pieces_of
from core.messaging.actions.attaching import attach_media
from core.messaging.model import MediaState, MessageMedia
from core.outbox.actions import Promise
from workers.doing import number, one_by_one
from workers.runtime import Runtime


def _fetch_media(session: Session, runtime: Runtime, promise: Promise) -> None:
    """Safe to run twice: what is kept or refused is not fetched again.

    A file that cannot be had just now raises, and the entry is tried again later.
    """
    media = session.get_one(MessageMedia, number(promise, "media_id"))
    if media.state is not MediaState.PENDING or media.url is None:
        return
    try:
        fetched = runtime.carriers[media.message.channel].fetch_media(media.url)
    except MediaRefused as refusal:
        media.state, media.refusal = MediaState.REFUSED, str(refusal)[:200]
        return
    _keep(session, media, fetched)


def _keep(session: Session, media: MessageMedia, fetched: FetchedMedia) -> None:
    blob = keep_blob(session, pieces_of(fetched.content), content_type=fetched.content_type)
    media.blob_id, media.state, media.content_type = (
        blob.id,
        MediaState.KEPT,
        fetched.content_type,
    )
    session.flush()
    attach_media(session, media.message)


fetch_media = one_by_one(_fetch_media)
