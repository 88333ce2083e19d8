"""What the room of estimates, equipment, files, forms and call-backs shows on a job's page."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from core.jobs.forms_missing import missing_forms
from core.jobs.model import Job
from core.jobs.queries.callbacks import Callbacks, callbacks_of
from core.jobs.queries.equipment import EquipmentRow, equipment_of_job, equipment_to_serve
from core.jobs.queries.estimates import EstimateView, estimates_of
from core.jobs.queries.forms import EntryView, FormView, entries_of, form_templates
from core.jobs.queries.photos import FileView, files_of_job


@dataclass(frozen=True)
class JobWork:
    """to_serve: options of a form; templates: the forms in use; missing: names of those still needed."""

    estimates: tuple[EstimateView, ...]
    equipment: tuple[EquipmentRow, ...]
    to_serve: tuple[tuple[int, str], ...]
    files: tuple[FileView, ...]
    templates: tuple[FormView, ...]
    entries: tuple[EntryView, ...]
    missing: tuple[str, ...]
    callbacks: Callbacks


def work_of_job(session: Session, job_id: int) -> JobWork:
    """All of it, for the job's page."""
    job = session.get_one(Job, job_id)
    return JobWork(
        estimates=estimates_of(session, job_id),
        equipment=equipment_of_job(session, job_id),
        to_serve=tuple((row.id, _said(row)) for row in equipment_to_serve(session, job)),
        files=files_of_job(session, job_id),
        templates=tuple(each for each in form_templates(session) if each.active),
        entries=entries_of(session, job_id),
        missing=missing_forms(session, job_id),
        callbacks=callbacks_of(session, job_id),
    )


def _said(row: EquipmentRow) -> str:
    named = " ".join(part for part in (row.name, row.make, row.model) if part)
    return f"{named} (#{row.unit})" if row.unit else named
