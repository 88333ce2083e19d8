"""Pictures and files brought at a desk: kept with a job or with equipment, cleaned of what a camera noted.

Refused: what is neither picture nor PDF by its own bytes, what is damaged, too large or too many.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.blobs import keep_blob, pieces_of
from core.errors import FieldRefused, NotFound
from core.events.actions import Actor, Place, record
from core.jobs.actions.status import lock_job
from core.jobs.actions.visits import place_of
from core.jobs.file_kinds import kind_of
from core.jobs.model import Attachment, Equipment, Job
from core.pictures import UnfitPicture, without_traces

LARGEST_BYTES = 10 * 1024 * 1024
LONGEST_NAME = 200
MOST_FILES = 200


@dataclass(frozen=True)
class Upload:
    """A file as somebody sent it. field: where in the form it was chosen."""

    name: str
    content: bytes
    field: str = "file"


def add_job_file(session: Session, job: Job, upload: Upload, *, actor: Actor) -> Attachment:
    """Keep it with the job, under the name it came with; at most MOST_FILES a job."""
    job = lock_job(session, job.id)
    _check_room(session, upload.field, job.id)
    kept = _keep(session, upload, actor=actor)
    kept.job_id = job.id
    session.flush()
    _record(session, "attachment.added", kept, actor=actor, place=place_of(job))
    return kept


def add_equipment_file(
    session: Session, equipment_id: int, upload: Upload, *, actor: Actor
) -> Attachment:
    """Keep it with the equipment, such as a picture of its type plate."""
    equipment = session.get(Equipment, equipment_id, with_for_update=True)
    if equipment is None:
        raise NotFound("equipment", equipment_id)
    kept = _keep(session, upload, actor=actor)
    kept.equipment_id = equipment_id
    session.flush()
    place = Place(property_id=equipment.property_id)
    _record(session, "attachment.added", kept, actor=actor, place=place)
    return kept


def remove_job_file(session: Session, job: Job, attachment_id: int, *, actor: Actor) -> None:
    """Take a file off the job; only what was brought at a desk, what people sent stays with their words."""
    kept = session.get(Attachment, attachment_id, with_for_update=True)
    if kept is None or kept.job_id != job.id or not kept.added_by:
        raise NotFound("file of this job", attachment_id)
    _record(session, "attachment.removed", kept, actor=actor, place=place_of(job))
    session.delete(kept)
    session.flush()


def _check_room(session: Session, field: str, job_id: int) -> None:
    count = session.scalar(
        select(func.count()).select_from(Attachment).where(Attachment.job_id == job_id)
    )
    if (count or 0) >= MOST_FILES:
        raise FieldRefused(field, f"A job keeps at most {MOST_FILES} files.")


def _keep(session: Session, upload: Upload, *, actor: Actor) -> Attachment:
    if not upload.content:
        raise FieldRefused(upload.field, "Choose a file first.")
    if len(upload.content) > LARGEST_BYTES:
        raise FieldRefused(upload.field, "That file is over 10 MB; make it smaller.")
    kind = kind_of(upload.content)
    if kind is None:
        raise FieldRefused(
            upload.field, "Only pictures (JPEG, PNG, GIF, WebP) and PDF files are kept."
        )
    try:
        clean = without_traces(upload.content, kind)
    except UnfitPicture as unfit:
        raise FieldRefused(upload.field, f"That cannot be kept: {unfit}.") from unfit
    blob = keep_blob(session, pieces_of(clean), content_type=kind)
    kept = Attachment(blob=blob, name=_named(upload.name), added_by=actor.name[:200])
    session.add(kept)
    return kept


def _named(name: str) -> str:
    """The last part of the name, without control signs: a browser may send a whole path."""
    last = name.replace("\\", "/").rpartition("/")[2]
    return "".join(sign for sign in last if sign.isprintable()).strip()[:LONGEST_NAME] or "file"


def _record(session: Session, kind: str, kept: Attachment, *, actor: Actor, place: Place) -> None:
    record(
        session,
        kind,
        subject=("attachment", kept.id),
        actor=actor,
        place=place,
        after={"name": kept.name, "blob_id": kept.blob_id},
    )
