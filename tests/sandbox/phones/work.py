"""Work of the demo company for tests of the page: a booking, a job with a technician, people told."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.alerts.actions.telling import fan_out
from core.clock import database_now
from core.directory.model import Property
from core.directory.queries.people import default_customer
from core.events.actions import FIXLINE
from core.events.model import Event
from core.jobs.actions.booking import NewJob, Request, book, open_booking
from core.jobs.actions.offers import accept, offer_anyway
from core.jobs.actions.visits import schedule
from core.jobs.model import BookingSource, BusinessUnit, Job, JobType, Technician
from core.messaging.letterhead import letterhead_of
from sandbox.company import load_company
from tests.practice import practice_settings

LEAK = "Water through the kitchen ceiling"


def company_at_work(session: Session) -> Job:
    """The demo company with one job, offered to Maria and taken by her; everyone has been told."""
    load_company(session)
    place = session.scalars(select(Property).order_by(Property.id).limit(1)).one()
    customer = default_customer(session, place.id)
    assert customer is not None
    new = NewJob(
        customer=customer,
        property=place,
        unit=place.units[-1],
        business_unit=session.scalars(select(BusinessUnit).limit(1)).one(),
        job_type=session.scalars(select(JobType).limit(1)).one(),
        summary=LEAK,
    )
    job = book(session, new, actor=FIXLINE)
    send_technician(session, job)
    tell_everyone(session)
    return job


def send_technician(session: Session, job: Job) -> None:
    """Schedule a visit that the first technician accepts."""
    maria = session.scalars(select(Technician).order_by(Technician.on_call_order).limit(1)).one()
    start = database_now(session) + timedelta(hours=2)
    visit = schedule(session, job, start=start, end=start + timedelta(hours=2), actor=FIXLINE)
    given = offer_anyway(session, visit, maria, actor=FIXLINE)
    accept(session, given.id, actor=FIXLINE)


def tell_everyone(session: Session) -> None:
    """Work off what the job's moves have promised: who is told, who is not."""
    head = letterhead_of(practice_settings())
    for event in session.scalars(select(Event).where(Event.kind == "job.moved")):
        fan_out(session, head, event, after_point_id=0)


def waiting_booking(session: Session, words: str) -> None:
    """A request that nobody has decided yet."""
    request = Request(BookingSource.SMS, words=words, summary=words, requester_name="Sam Hill")
    open_booking(session, request, actor=FIXLINE)
