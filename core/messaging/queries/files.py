"""Where people meet a kept file: with a job, with a booking, in a conversation. A blob none of them
names, such as a mail as it arrived, is nobody's to see.
"""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.jobs.model import Attachment
from core.messaging.model import MessageMedia


class FilePlace(StrEnum):
    """A kind of page that shows a file."""

    JOB = "job"
    BOOKING = "booking"
    CONVERSATION = "conversation"


def places_of_file(session: Session, blob_id: int) -> frozenset[FilePlace]:
    """The kinds of pages that show the blob; empty when none may."""
    attached = session.execute(
        select(Attachment.job_id, Attachment.booking_id, Attachment.equipment_id).where(
            Attachment.blob_id == blob_id
        )
    ).all()
    heard = session.scalar(select(MessageMedia.id).where(MessageMedia.blob_id == blob_id).limit(1))
    found = {
        # Equipment is seen by whoever sees the jobs that serve it.
        FilePlace.JOB: any(row.job_id or row.equipment_id for row in attached),
        FilePlace.BOOKING: any(row.booking_id is not None for row in attached),
        FilePlace.CONVERSATION: heard is not None,
    }
    return frozenset(place for place, stands in found.items() if stands)
