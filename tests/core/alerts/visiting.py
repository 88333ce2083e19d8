"""Visits of which somebody hears, for tests of what is sent before them."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from core.clock import database_now, local
from core.directory.model import Contact, Property
from core.jobs.actions.visits import schedule
from core.jobs.model import Appointment, Job
from tests.builders import CHICAGO, OFFICE, a_job, a_place, a_tenant, hears


def a_visit_heard_of(
    session: Session, *, starts_in: timedelta = timedelta(days=2)
) -> tuple[Job, Appointment]:
    place = a_place(session)
    tenant = a_tenant(session, place)
    hears(session, tenant.customer, "Scheduled")
    visit = a_visit_at(session, place, tenant, starts_in=starts_in)
    return visit.job, visit


def a_visit_at(
    session: Session,
    place: Property,
    tenant: Contact,
    *,
    starts_in: timedelta = timedelta(days=2),
) -> Appointment:
    job = a_job(session, place, tenant.customer)
    start = database_now(session).replace(microsecond=0) + starts_in
    return schedule(session, job, start=start, end=start + timedelta(hours=2), actor=OFFICE)


def five_in_the_afternoon_before(visit: Appointment) -> datetime:
    day = local(visit.window_start, CHICAGO).date() - timedelta(days=1)
    return datetime.combine(day, time(17), ZoneInfo(CHICAGO)).astimezone(UTC)
