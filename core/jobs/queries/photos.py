"""Pictures and files of a job, with who brought each and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from core.jobs.model import Attachment

MOST_SHOWN = 200


@dataclass(frozen=True)
class FileView:
    """A kept file. added_by: who brought it at a desk; empty where it came with somebody's words."""

    id: int
    blob_id: int
    name: str
    content_type: str
    added_by: str
    at: datetime


def files_of_job(session: Session, job_id: int) -> tuple[FileView, ...]:
    """The job's files, newest first: those of its booking, of texts and mails about it, and from desks."""
    rows = session.scalars(
        select(Attachment)
        .where(Attachment.job_id == job_id)
        .options(joinedload(Attachment.blob))
        .order_by(Attachment.id.desc())
        .limit(MOST_SHOWN)
    )
    return tuple(
        FileView(
            id=row.id,
            blob_id=row.blob_id,
            name=row.name,
            content_type=row.blob.content_type,
            added_by=row.added_by,
            at=row.created_at,
        )
        for row in rows
    )
