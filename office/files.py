"""Pictures and files people sent. Only pictures are shown in the browser, all else can merely be
saved; what no job, booking or conversation shows is not given out at all.
"""

from __future__ import annotations

from collections.abc import Mapping

from flask import Response
from werkzeug.exceptions import Forbidden

from core.blobs import Blob, read_blob
from core.desk.permissions import Permission
from core.errors import NotFound
from core.messaging.queries.files import FilePlace, places_of_file
from office.access import any_staff, i_may
from office.door import reading

SHOWN = frozenset({"image/jpeg", "image/png", "image/gif", "image/webp"})
NEEDED: Mapping[FilePlace, Permission] = {
    FilePlace.JOB: Permission.JOBS_READ,
    FilePlace.BOOKING: Permission.BOOKINGS_READ,
    FilePlace.CONVERSATION: Permission.INBOX_READ,
}


@any_staff
def file(blob_id: int) -> Response:
    """The bytes, with a type that no browser will guess beyond, for who may see a page that shows them."""
    with reading() as session:
        places = places_of_file(session, blob_id)
        if not places:
            raise NotFound("file", blob_id)
        if not any(i_may(NEEDED[place]) for place in places):
            raise Forbidden
        blob = session.get_one(Blob, blob_id)
        kind, content = blob.content_type, read_blob(session, blob_id)
    is_shown = kind in SHOWN
    answer = Response(content, mimetype=kind if is_shown else "application/octet-stream")
    disposition = "inline" if is_shown else "attachment"
    answer.headers["Content-Disposition"] = f'{disposition}; filename="file-{blob_id}"'
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cache-Control"] = "private, max-age=3600"
    return answer
