"""Fetch pictures and files from the carrier and keep them, with the message and with its booking or job."""

from __future__ import annotations

from sqlalchemy.orm import Session

from carriers.base import MediaRefused
from core.messaging.actions.attaching import attach_media, keep_media, refuse_media
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
        refuse_media(session, media, str(refusal))
        return
    media.content_type = fetched.content_type
    keep_media(session, media, fetched.content)
    attach_media(session, media.message)


fetch_media = one_by_one(_fetch_media)
