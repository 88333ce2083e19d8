"""Photos a machine sends with a booking: decoded, known by their first bytes, written anew without traces, kept.

Nothing is ever fetched from an address.
"""

from __future__ import annotations

import base64
import binascii
from http import HTTPStatus

from sqlalchemy.orm import Session

from core.blobs import keep_blob, pieces_of
from core.jobs.model import Attachment
from core.pictures import UnfitPicture, without_traces
from webhooks.api.problems import Turned
from webhooks.api.schema import FieldProblem, Photo, PhotoType

MOST_BYTES = 5_000_000
_MAGIC: dict[PhotoType, tuple[bytes, ...]] = {
    PhotoType.JPEG: (b"\xff\xd8\xff",),
    PhotoType.PNG: (b"\x89PNG\r\n\x1a\n",),
    PhotoType.GIF: (b"GIF87a", b"GIF89a"),
    PhotoType.WEBP: (b"RIFF",),
}


def pictures(photos: list[Photo]) -> list[bytes]:
    """The pictures' bytes, safe to keep, in order. Raises Turned for the first that is none."""
    return [_picture(place, photo) for place, photo in enumerate(photos)]


def attach(session: Session, booking_id: int, photos: list[Photo], kept: list[bytes]) -> None:
    """Keep the pictures with the booking; its job will have them too."""
    for photo, content in zip(photos, kept, strict=True):
        blob = keep_blob(session, pieces_of(content), content_type=photo.content_type.value)
        session.add(Attachment(blob=blob, name=photo.name, booking_id=booking_id))
    session.flush()


def _picture(place: int, photo: Photo) -> bytes:
    try:
        content = base64.b64decode(photo.content, validate=True)
    except (binascii.Error, ValueError) as error:
        raise _refused(place, "This is not base64.") from error
    if len(content) > MOST_BYTES:
        raise _refused(place, "A photo has at most 5 MB.")
    if not content.startswith(_MAGIC[photo.content_type]):
        raise _refused(place, f"These are not the bytes of {photo.content_type.value}.")
    try:
        return without_traces(content, photo.content_type.value)
    except UnfitPicture as reason:
        raise _refused(place, f"Not kept: {reason}.") from reason


def _refused(place: int, detail: str) -> Turned:
    return Turned(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "invalid-photo",
        "A photo cannot be kept; nothing was booked.",
        errors=[FieldProblem(pointer=f"/photos/{place}/content", detail=detail)],
    )
