"""When who pays changes, the drafts that follow it change in the same step, on the company's own day."""

from __future__ import annotations

from sqlalchemy.orm import Session

from core.billing.actions.following import follow_payer_of_job, follow_payer_of_property
from core.billing.queries.company import company_day
from office.access import actor
from office.door import office


def bill_jobs_drafts_anew(session: Session, job_id: int) -> None:
    """After a job's own bill-to was set or taken away."""
    on = company_day(session, office().settings.company_timezone)
    follow_payer_of_job(session, job_id, on=on, actor=actor())


def bill_places_drafts_anew(session: Session, property_id: int) -> None:
    """After a property's financially responsible party was set or taken away."""
    on = company_day(session, office().settings.company_timezone)
    follow_payer_of_property(session, property_id, on=on, actor=actor())
