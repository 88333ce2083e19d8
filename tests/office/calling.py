"""A whole form of the call page, for tests to change."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.db import Database
from core.jobs.model import Booking, BookingSource, BusinessUnit, JobType
from tests.office.company import Company


def calls_booked(session: Session) -> list[Booking]:
    """The bookings taken on the telephone, oldest first."""
    by_phone = select(Booking).where(Booking.source == BookingSource.PHONE).order_by(Booking.id)
    return list(session.scalars(by_phone))


def filled(database: Database, company: Company, **fields: object) -> dict[str, str]:
    """A whole form for the tenant's kitchen."""
    with database.reading() as session:
        trade = session.scalars(select(BusinessUnit.id).order_by(BusinessUnit.id)).first()
        kind = session.scalars(select(JobType.id).order_by(JobType.id)).first()
    whole: dict[str, object] = {
        "do": "book",
        "form_key": "a-form",
        "caller": company.tenant_contact_id,
        "property_id": company.property_id,
        "unit_id": company.unit_id,
        "customer_id": company.manager_id,
        "words": "Dishwasher leaks\nA puddle every evening",
        "since": "since Sunday",
        "urgency": "routine",
        "safety": "other",
        "business_unit_id": trade,
        "job_type_id": kind,
        **fields,
    }
    return {name: str(value) for name, value in whole.items()}
