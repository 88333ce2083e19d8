"""Pictures and files people sent. Only pictures are shown in the browser; all else can merely be
saved.
"""

from __future__ import annotations

from flask import Response

from core.blobs import Blob, read_blob
from core.desk.permissions import Permission
from core.errors import NotFound
from office.access import needs
from office.door import reading

SHOWN = frozenset({"image/jpeg", "image/png", "image/gif", "image/webp"})


@needs(Permission.JOBS_READ)
def file(blob_id: int) -> Response:
    """The bytes, with a type that no browser will guess beyond."""
    with reading() as session:
        blob = session.get(Blob, blob_id)
        if blob is None:
            raise NotFound("file", blob_id)
        kind, content = blob.content_type, read_blob(session, blob_id)
    is_shown = kind in SHOWN
    answer = Response(content, mimetype=kind if is_shown else "application/octet-stream")
    disposition = "inline" if is_shown else "attachment"
    answer.headers["Content-Disposition"] = f'{disposition}; filename="file-{blob_id}"'
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cache-Control"] = "private, max-age=3600"
    return answer
