"""What the office does in the demo's story, through the same verbs its pages use."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.clock import database_now
from core.directory.queries.people import default_customer
from core.errors import Refused
from core.events.actions import Actor
from core.jobs.actions.approvals import request_approval, set_mail_limit
from core.jobs.actions.booking import PRIORITY_OF_URGENCY, NewJob, convert
from core.jobs.actions.offers import offer_anyway
from core.jobs.actions.visits import schedule
from core.jobs.model import (
    Booking,
    BookingSource,
    BookingStatus,
    BusinessUnit,
    Job,
    JobPriority,
    JobType,
    Technician,
)
from sandbox.stage import Missing

ASKED_CENTS = 450_00
MAIL_LIMIT_CENTS = 500_00


def convert_newest(session: Session, actor: Actor) -> None:
    """Make a job of the booking that has waited longest."""
    _convert(session, session.scalars(_WAITING).first(), actor)


def convert_request_by_mail(session: Session, actor: Actor) -> None:
    """Make a job of what was asked for by e-mail."""
    by_mail = _WAITING.where(Booking.source == BookingSource.EMAIL)
    _convert(session, session.scalars(by_mail).first(), actor)


def convert_for_opted_out(session: Session, actor: Actor) -> None:
    """Make another job at the place of the first."""
    first = session.scalars(select(Booking).order_by(Booking.id).limit(1)).one()
    again = Booking(
        source=first.source,
        raw_words="Hall light flickers",
        summary="Hall light flickers",
        requester_contact_id=first.requester_contact_id,
        property_id=first.property_id,
        unit_id=first.unit_id,
    )
    session.add(again)
    session.flush()
    _make_job(session, again, actor)


def schedule_and_offer(session: Session, actor: Actor) -> None:
    """Set a visit for the newest job and offer it to who is first on call."""
    job = _newest_job(session)
    maria = session.scalars(select(Technician).where(Technician.on_call_order == 1)).one()
    start = database_now(session) + timedelta(hours=2)
    visit = schedule(session, job, start=start, end=start + timedelta(hours=2), actor=actor)
    offer_anyway(session, visit, maria, actor=actor)


def ask_approval(session: Session, actor: Actor) -> None:
    """Let the newest job's customer approve a little by mail, and ask for less than that."""
    job = _newest_job(session)
    set_mail_limit(session, job.customer_id, cents=MAIL_LIMIT_CENTS, actor=actor)
    request_approval(
        session,
        job,
        amount_cents=ASKED_CENTS,
        reason="a new flange and fill valve",
        actor=actor,
    )


_WAITING = select(Booking).where(Booking.status == BookingStatus.NEW).order_by(Booking.id)


def _newest_job(session: Session) -> Job:
    return session.scalars(select(Job).order_by(Job.id.desc()).limit(1)).one()


def _convert(session: Session, booking: Booking | None, actor: Actor) -> None:
    if booking is None:
        raise Missing("There is no booking to make a job of.")
    _make_job(session, booking, actor)


def _make_job(session: Session, booking: Booking, actor: Actor) -> Job:
    customer = default_customer(session, booking.property_id) if booking.property_id else None
    if customer is None or booking.property is None:
        raise Refused("The booking has no place or customer yet.")
    return convert(
        session,
        booking.id,
        NewJob(
            customer=customer,
            property=booking.property,
            unit=booking.unit,
            requester=booking.requester,
            business_unit=session.scalars(select(BusinessUnit).limit(1)).one(),
            job_type=session.scalars(select(JobType).limit(1)).one(),
            summary=booking.summary,
            priority=PRIORITY_OF_URGENCY.get(booking.urgency, JobPriority.NORMAL),
        ),
        actor=actor,
    )
