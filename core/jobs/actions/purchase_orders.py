"""Write down under which purchase order a job is billed. Refuses a number too long to print."""

from __future__ import annotations

from sqlalchemy.orm import Session

from core.errors import FieldRefused
from core.events.actions import Actor, record
from core.jobs.actions.status import lock_job
from core.jobs.actions.visits import place_of
from core.jobs.model import Job

LONGEST_NUMBER = 60


def set_purchase_order(
    session: Session, job_id: int, po_number: str, *, words: str, actor: Actor
) -> Job:
    """The job's PO number from now on; the same number again changes nothing."""
    job = lock_job(session, job_id)
    number = po_number.strip()
    if not number or len(number) > LONGEST_NUMBER:
        raise FieldRefused("po_number", f"A PO number has up to {LONGEST_NUMBER} characters.")
    if job.po_number == number:
        return job
    before, job.po_number = job.po_number, number
    session.flush()
    record(
        session,
        "job.po_number_set",
        subject=("job", job.id),
        actor=actor,
        place=place_of(job),
        before={"po_number": before},
        after={"po_number": number, "words": words.strip()[:2000]},
    )
    return job
