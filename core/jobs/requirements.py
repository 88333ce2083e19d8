"""What a status may require of a job before the job enters it, and what of that a job still lacks. Reads only."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.events.model import Event
from core.jobs.facts import accepted_by, current_visit
from core.jobs.forms_missing import missing_forms
from core.jobs.model import AppointmentState, Attachment, Job, JobStatus

NOTED = ("job.noted", "note.added")


class RequiredField(StrEnum):
    """What can be asked for; a status keeps these words in `required_fields`."""

    SUMMARY = "summary"
    BILL_TO = "bill_to"
    PO_NUMBER = "po_number"
    NOT_TO_EXCEED = "not_to_exceed"
    CUSTOMER_NOTES = "customer_notes"
    WINDOW = "window"
    TECHNICIAN = "technician"
    PHOTO = "photo"
    NOTE = "note"
    RESOLUTION = "resolution"
    FORMS = "forms"


@dataclass(frozen=True)
class Need:
    """One thing asked for. words: as in "it needs a PO number"; where: the part of the job's page to fill it in."""

    words: str
    where: str


NEEDS: Mapping[RequiredField, Need] = {
    RequiredField.SUMMARY: Need("a summary", "Facts"),
    RequiredField.BILL_TO: Need("somebody to bill", "Facts"),
    RequiredField.PO_NUMBER: Need("a PO number", "Facts"),
    RequiredField.NOT_TO_EXCEED: Need("a not-to-exceed amount", "Facts"),
    RequiredField.CUSTOMER_NOTES: Need("notes of the customer", "Facts"),
    RequiredField.WINDOW: Need("a visit with a window", "Visits"),
    RequiredField.TECHNICIAN: Need("a technician who accepted the visit", "Visits"),
    RequiredField.PHOTO: Need("a photo", "Photos"),
    RequiredField.NOTE: Need("a note", "Note"),
    RequiredField.RESOLUTION: Need("a resolution", "Facts"),
    RequiredField.FORMS: Need("the forms that every job needs", "Forms"),
}


def missing_for(session: Session, job: Job, status: JobStatus) -> tuple[RequiredField, ...]:
    """What the status requires and the job lacks, in the order of RequiredField."""
    required = frozenset(status.required_fields)
    return tuple(
        field for field in RequiredField if field in required and not HAS[field](session, job)
    )


def has_payer(_: Session, job: Job) -> bool:
    """Somebody decided who pays: for this job, or for the property (inventory 33, 64)."""
    return job.bill_to_override_id is not None or job.property.responsible is not None


def need_words(field: RequiredField) -> str:
    """A clause that says what to fill in and where: `a PO number (under Facts)`."""
    need = NEEDS[field]
    return f"{need.words} (under {need.where})"


def _has_window(_: Session, job: Job) -> bool:
    return any(visit.state is not AppointmentState.CANCELED for visit in job.appointments)


def _has_photo(session: Session, job: Job) -> bool:
    return (
        session.scalar(select(Attachment.id).where(Attachment.job_id == job.id).limit(1))
        is not None
    )


def _has_note(session: Session, job: Job) -> bool:
    noted = select(Event.id).where(Event.job_id == job.id, Event.kind.in_(NOTED)).limit(1)
    return session.scalar(noted) is not None


HAS: Mapping[RequiredField, Callable[[Session, Job], bool]] = {
    RequiredField.SUMMARY: lambda _, job: bool(job.summary.strip()),
    RequiredField.BILL_TO: has_payer,
    RequiredField.PO_NUMBER: lambda _, job: bool(job.po_number),
    RequiredField.NOT_TO_EXCEED: lambda _, job: job.not_to_exceed_cents is not None,
    RequiredField.CUSTOMER_NOTES: lambda _, job: bool(job.customer_notes),
    RequiredField.WINDOW: _has_window,
    RequiredField.TECHNICIAN: lambda _, job: accepted_by(current_visit(job)) is not None,
    RequiredField.PHOTO: _has_photo,
    RequiredField.NOTE: _has_note,
    RequiredField.RESOLUTION: lambda _, job: bool(job.resolution.strip()),
    RequiredField.FORMS: lambda session, job: not missing_forms(session, job.id),
}
