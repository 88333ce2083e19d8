"""Writes the photos of the demo company: of the trouble by those who have it, before and after the work by technicians.

A picture that was taken twice is kept once; nothing comes from a file.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.blobs import Blob, BlobPiece
from core.events.actions import ActorType
from core.events.model import Event
from core.jobs.model import Attachment, Booking, BookingSource
from core.messaging.model import MediaState, Message, MessageMedia
from core.messaging.wire import Channel
from sandbox.demo.drawing import Draw
from sandbox.demo.filling import Filler, Line
from sandbox.demo.pictures.album import DRAWINGS, MOST_SCENES, picture
from sandbox.demo.pictures.camera import CONTENT_TYPE
from sandbox.demo.pictures.condition import Condition
from sandbox.demo.planning import Stage
from sandbox.demo.works import Around, WrittenJob

# One of so many photos is what somebody texted; the others are pairs of before and after.
PER_REPORT = 3
# Half of the jobs with photos are among the last so many of a hundred.
LATELY_PERCENT = 8


@dataclass(frozen=True)
class _Taken:
    """A photo by a technician. condition: whether before or after the work."""

    job: WrittenJob
    condition: Condition
    at: datetime


class _Album:
    """The pictures that are kept already, by what they show."""

    def __init__(self, filler: Filler) -> None:
        self._filler = filler
        self._kept: dict[str, int] = {}

    def blob(self, summary: str, condition: Condition, scene: int) -> int:
        """The number of the kept picture; it is kept when it is first asked for."""
        content = picture(summary, condition, scene % MOST_SCENES)
        digest = hashlib.sha256(content).hexdigest()
        if digest not in self._kept:
            self._kept[digest] = self._keep(content, digest)
        return self._kept[digest]

    def _keep(self, content: bytes, digest: str) -> int:
        (key,) = self._filler.ids(Blob, 1)
        kept = {"id": key, "content_type": CONTENT_TYPE, "size": len(content), "sha256": digest}
        self._filler.fill(Blob, [kept])
        self._filler.fill(BlobPiece, [{"blob_id": key, "n": 0, "content": content}])
        return key


def write_photos(
    around: Around, session: Session, jobs: Sequence[WrittenJob], waiting: Sequence[int], count: int
) -> None:  # fmt: skip
    """So many photos on jobs, and one on every second of the waiting requests that can be drawn.

    waiting: numbers of bookings.
    """
    album = _Album(around.filler)
    drawn = [job for job in jobs if job.work.trouble.summary in DRAWINGS]
    texted = [job for job in drawn if job.work.source is BookingSource.SMS]
    reports = _some(around.draw, texted, count // PER_REPORT)
    _write_reports(around, session, album, reports)
    shown = {job.id for job in reports}
    finished = [job for job in drawn if _technician(job) is not None and job.id not in shown]
    pairs = _some(around.draw, finished, (count - len(reports)) // 2)
    _write_work(around, album, [taken for job in pairs for taken in _pair(job)])
    _write_requests(around, session, album, waiting)


def _some(draw: Draw, jobs: Sequence[WrittenJob], count: int) -> list[WrittenJob]:
    """So many of them, half of these lately: whoever looks at the company looks at this week first."""
    since = len(jobs) - len(jobs) * LATELY_PERCENT // 100
    lately = draw.some(jobs[since:], count // 2)
    return [*draw.some(jobs[:since], count - len(lately)), *lately]


def _write_reports(
    around: Around, session: Session, album: _Album, jobs: Sequence[WrittenJob]
) -> None:
    """The picture with the words it came with, with the request and with the job."""
    first = _first_texts(session, [job.id for job in jobs])
    media, attached = [], []
    for job in jobs:
        blob_id = album.blob(job.work.trouble.summary, Condition.BROKEN, job.work.place.key)
        name = f"ME{around.draw.hexadecimal(32)}"
        media.append({
            "message_id": first[job.id], "name": name, "content_type": CONTENT_TYPE,
            "state": MediaState.KEPT, "blob_id": blob_id, "created_at": job.work.asked_at,
        })  # fmt: skip
        attached.append({
            "blob_id": blob_id, "name": name, "booking_id": job.booking_id, "job_id": job.id,
            "created_at": job.work.asked_at,
        })  # fmt: skip
    around.filler.fill(MessageMedia, media)
    around.filler.fill(Attachment, attached)


def _first_texts(session: Session, jobs: Sequence[int]) -> dict[int, int]:
    """By the job's number, the first text that somebody wrote of it."""
    rows = session.execute(
        select(Message.job_id, func.min(Message.id))
        .where(Message.job_id.in_(jobs), Message.inbound, Message.channel == Channel.SMS)
        .group_by(Message.job_id)
    )
    return {job_id: message_id for job_id, message_id in rows if job_id is not None}


def _pair(job: WrittenJob) -> Iterator[_Taken]:
    """One photo on arriving and one when all was done."""
    done_at = job.work.completed_at
    began_at = dict(job.work.steps).get(Stage.IN_PROGRESS)
    if began_at is not None and done_at is not None:
        yield _Taken(job, Condition.BROKEN, min(began_at + timedelta(minutes=3), done_at))
        yield _Taken(job, Condition.MENDED, done_at)


def _write_work(around: Around, album: _Album, photos: Sequence[_Taken]) -> None:
    """The files with the jobs, and in each job's history who added them."""
    filler = around.filler
    keys, events = filler.ids(Attachment, len(photos)), filler.ids(Event, len(photos))
    lines = [
        (key, taken, album.blob(taken.job.work.trouble.summary, taken.condition, taken.job.work.place.key))
        for key, taken in zip(keys, photos, strict=True)
    ]  # fmt: skip
    filler.fill(Attachment, [_file(around, *line) for line in lines])
    filler.fill(
        Event, [_added(around, event, *line) for event, line in zip(events, lines, strict=True)]
    )


def _file(around: Around, key: int, taken: _Taken, blob_id: int) -> Line:
    return {
        "id": key,
        "blob_id": blob_id,
        "name": _NAMES[taken.condition],
        "job_id": taken.job.id,
        "added_by": _named(around, taken.job),
        "created_at": taken.at,
    }


def _added(around: Around, event_id: int, key: int, taken: _Taken, blob_id: int) -> Line:
    """Of the job alone: the history of a whole property begins with the highest numbers, which these have."""
    technician = _technician(taken.job)
    return {
        "id": event_id,
        "kind": "attachment.added",
        "subject_type": "attachment",
        "subject_id": key,
        "job_id": taken.job.id,
        "actor_type": ActorType.TECHNICIAN,
        "actor_id": None if technician is None else around.crew[technician].id,
        "actor_name": _named(around, taken.job),
        "before": {},
        "after": {"name": _NAMES[taken.condition], "blob_id": blob_id},
        "facts": {},
        "created_at": taken.at,
    }


_NAMES = {Condition.BROKEN: "before.jpg", Condition.MENDED: "after.jpg"}


def _technician(job: WrittenJob) -> int | None:
    """The place in the crew of who finished it."""
    visit = job.work.visit
    return visit.technician if job.is_done and visit is not None else None


def _named(around: Around, job: WrittenJob) -> str:
    technician = _technician(job)
    return "" if technician is None else around.crew[technician].name


def _write_requests(
    around: Around, session: Session, album: _Album, waiting: Sequence[int]
) -> None:
    rows = session.execute(
        select(Booking.id, Booking.summary, Booking.created_at)
        .where(Booking.id.in_(waiting), Booking.summary.in_(list(DRAWINGS)))
        .order_by(Booking.id)
    ).all()
    lines = [
        {
            "blob_id": album.blob(summary, Condition.BROKEN, key),
            "name": f"ME{around.draw.hexadecimal(32)}",
            "booking_id": key,
            "created_at": at,
        }
        for key, summary, at in rows[::2]
    ]
    around.filler.fill(Attachment, lines)
