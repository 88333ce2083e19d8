"""Files that go with a mail: named by its row when it is queued, read whole when it leaves.

A mail never leaves without a file it names: one that cannot be read, or is not what was kept, is said to be so.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import insert, select
from sqlalchemy.orm import Session, joinedload

from core.blobs import Blob, read_blob
from core.errors import Refused
from core.messaging.model import MediaState, MessageMedia
from core.messaging.wire import Channel, SentFile

# In a mail three bytes become four, and its carrier takes 30 MB of it in all (SendGrid, v3 mail/send limitations).
MOST_BYTES = 20 * 1024 * 1024
MOST_FILES = 10


@dataclass(frozen=True)
class KeptFile:
    """A file in the store, under the name it is to have in the mail. size: in bytes."""

    blob_id: int
    name: str
    content_type: str
    size: int


class FileUnreadable(Exception):
    """A file a mail must carry cannot be had; the text names it and is fit to show."""


def kept_file(blob: Blob, name: str) -> KeptFile:
    """A stored file as a draft names it."""
    return KeptFile(blob.id, name, blob.content_type, blob.size)


def check_files(channel: Channel, files: Sequence[KeptFile]) -> None:
    """Refuses files on a text, more than MOST_FILES, and more than MOST_BYTES of them together."""
    if not files:
        return
    if channel is not Channel.EMAIL:
        raise Refused("Only a mail carries files; a text can carry a link.")
    if len(files) > MOST_FILES:
        raise Refused(f"A mail carries at most {MOST_FILES} files, not {len(files)}.")
    size = sum(file.size for file in files)
    if size > MOST_BYTES:
        raise Refused(
            f"These files are {_mb(size)} together; a mail carries at most {_mb(MOST_BYTES)}."
        )


def carry_files(session: Session, carried: Iterable[tuple[int, Sequence[KeptFile]]]) -> None:
    """Write down, for each message by its id, what it carries; one statement, none when nothing is carried."""
    rows = [
        {
            "message_id": message_id,
            "name": file.name,
            "content_type": file.content_type,
            "state": MediaState.KEPT,
            "blob_id": file.blob_id,
        }
        for message_id, files in carried
        for file in files
    ]
    if rows:
        session.execute(insert(MessageMedia), rows)


def carried_files(session: Session, message_id: int, count: int) -> tuple[SentFile, ...]:
    """The files of a mail, whole, in the order in which it names them. Raises FileUnreadable unless all `count` are."""
    rows = session.scalars(
        select(MessageMedia)
        .where(MessageMedia.message_id == message_id, MessageMedia.state == MediaState.KEPT)
        .options(joinedload(MessageMedia.blob))
        .order_by(MessageMedia.id)
        .limit(MOST_FILES + 1)
    ).all()
    if len(rows) != count:
        raise FileUnreadable(f"The mail must carry {count} files, and {len(rows)} are there.")
    return tuple(_whole(session, row) for row in rows)


def _whole(session: Session, row: MessageMedia) -> SentFile:
    blob = row.blob
    content = read_blob(session, blob.id) if blob else b""
    if blob is None or hashlib.sha256(content).hexdigest() != blob.sha256:
        raise FileUnreadable(f"The file {row.name} cannot be read.")
    return SentFile(row.name, row.content_type, content)


def _mb(size: int) -> str:
    return f"{size / 1024 / 1024:.1f} MB"
