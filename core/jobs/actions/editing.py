"""Change one thing about a job at a time (inventory 63, 64, 73): refused when somebody changed it meanwhile, recorded
with what stood there before. It never changes the job's customer.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from sqlalchemy.orm import Session

from core.errors import Refused
from core.events.actions import Actor, record
from core.jobs.actions.approved_limits import limit_is_set_by_hand
from core.jobs.actions.settling import ask_to_send
from core.jobs.actions.status import lock_job
from core.jobs.actions.visits import place_of
from core.jobs.job_fields import FIELDS, JobField
from core.jobs.model import Job

FINGERPRINT = 16
EDITED = "job.edited"
BILL_TO_SET = "job.bill_to_set"
LIMIT_KEPT = "job.limit_kept"


class EditedMeanwhile(Refused):
    """Somebody else changed the field since it was read; nothing was written.

    seen: the fingerprint of what stands there now. now, yours: both values as people read them.
    """

    def __init__(self, field: JobField, *, seen: str, now: str, yours: str) -> None:
        super().__init__(f"Somebody changed {FIELDS[field].words} meanwhile.")
        self.field = field
        self.seen = seen
        self.now = now
        self.yours = yours


@dataclass(frozen=True)
class Edit:
    """One change. seen: the fingerprint of what the person saw before they typed. wanted: as `job_fields` stores it."""

    field: JobField
    seen: str
    wanted: str


def fingerprint(stored: str) -> str:
    """Tells one stored value from another, whatever a browser does to its spaces and line ends."""
    return hashlib.sha256(stored.encode()).hexdigest()[:FINGERPRINT]


def edit_job(session: Session, job_id: int, edit: Edit, *, actor: Actor) -> Job:
    """Write the new value down; the same value again changes nothing, but makes an approval's limit the office's own.

    Raises FieldRefused for a value the field cannot hold, EditedMeanwhile when what was seen no longer stands there.
    """
    job = lock_job(session, job_id)
    held = FIELDS[edit.field]
    wanted = held.checked(session, edit.wanted)
    stands = held.read(session, job)
    if stands == wanted:
        _keep_limit(session, job, edit, held.said(session, stands), actor=actor)
        return job
    before, after = held.said(session, stands), held.said(session, wanted)
    if fingerprint(stands) != edit.seen:
        raise EditedMeanwhile(edit.field, seen=fingerprint(stands), now=before, yours=after)
    held.write(session, job, wanted)
    session.flush()
    if edit.field is JobField.NOT_TO_EXCEED:
        limit_is_set_by_hand(session, job)
    session.expire(job)
    record(
        session,
        BILL_TO_SET if edit.field is JobField.BILL_TO else EDITED,
        subject=("job", job.id),
        actor=actor,
        place=place_of(job),
        before={"field": edit.field, "value": before},
        after={"field": edit.field, "value": after},
        facts={"was": stands, "is": wanted},
    )
    if edit.field is JobField.PRIORITY:
        ask_to_send(session, job)
    return job


def _keep_limit(session: Session, job: Job, edit: Edit, said: str, *, actor: Actor) -> None:
    """Whoever sets by hand what an approval had set means it, whatever becomes of the approval."""
    if edit.field is not JobField.NOT_TO_EXCEED or not limit_is_set_by_hand(session, job):
        return
    record(
        session,
        LIMIT_KEPT,
        subject=("job", job.id),
        actor=actor,
        place=place_of(job),
        after={"value": said},
    )
