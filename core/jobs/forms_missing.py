"""Which of the forms that every job needs a job still lacks. Reads only."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.jobs.model import FormEntry, FormTemplate

MOST_NAMED = 100


def missing_forms(session: Session, job_id: int) -> tuple[str, ...]:
    """Names of the required forms nobody has filled in on the job; a status may ask for none to be missing."""
    filled = select(FormEntry.template_id).where(FormEntry.job_id == job_id)
    names = session.scalars(
        select(FormTemplate.name)
        .where(FormTemplate.required, FormTemplate.active, FormTemplate.id.not_in(filled))
        .order_by(FormTemplate.name)
        .limit(MOST_NAMED)
    )
    return tuple(names)
