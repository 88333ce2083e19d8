"""Calls at the desk: written down with what came of them, and booked in one go. It refuses the same form twice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.directory.model import Customer
from core.errors import FieldRefused
from core.events.actions import Actor, Place, record
from core.jobs.actions.booking import NewJob, Request, convert, open_booking
from core.jobs.actions.emergencies import Danger, raise_emergency
from core.jobs.actions.offers import need_technician, offer, offer_against
from core.jobs.actions.settling import ask_to_plan
from core.jobs.actions.status import tell_last_alone
from core.jobs.actions.visits import schedule
from core.jobs.model import Booking, Call, Job, Technician

MOST_MINUTES = 240
LONGEST_NOTES = 4000


@dataclass(frozen=True)
class PlannedVisit:
    """What was agreed on the telephone. start, end: aware UTC.

    technician: None leaves the choice to dispatch; insists: they are asked against all that stands in the way.
    zone: the company's, on whose clock hours are told.
    """

    start: datetime
    end: datetime
    zone: str
    technician: Technician | None = None
    insists: bool = False


@dataclass(frozen=True)
class CallNotes:
    """What is kept of a call. phone: where it came from, or ""; minutes: how long it took, from 0."""

    minutes: int
    notes: str = ""
    phone: str = ""


def book_call(
    session: Session, request: Request, new: NewJob, visit: PlannedVisit | None, *, actor: Actor
) -> Job:
    """Write the request down, make it a job, plan its visit and offer it, all or nothing (inventory 44, 46, 59).

    The customer hears of the booking, or where it has a visit of that alone, by their alerts; dispatch finds a task
    wherever somebody is still to be found. NeedsForce where the technician should not be sent then.
    """
    booking = take_request(session, request, actor=actor)
    job = convert(session, booking.id, new, actor=actor)
    if visit is None:
        ask_to_plan(session, job, details=_wished(request))
        return job
    planned = schedule(session, job, start=visit.start, end=visit.end, actor=actor)
    tell_last_alone(session, job)
    if visit.technician is None:
        need_technician(session, planned, why=f"Booked by telephone by {actor.name}.")
    else:
        propose = offer_against if visit.insists else offer
        propose(session, planned, visit.technician, zone=visit.zone, actor=actor)
    return job


def take_request(session: Session, request: Request, *, actor: Actor) -> Booking:
    """Write a request down; one that names a danger pages the on-call ladder at once (inventory 52, 53)."""
    booking = open_booking(session, request, actor=actor)
    if request.safety is not None:
        danger = Danger(
            safety=request.safety,
            words=request.words,
            reporter_address=request.requester_address,
            booking_id=booking.id,
            property_id=request.property_id,
            unit_id=request.unit_id,
        )
        raise_emergency(session, danger, actor=actor)
    return booking


def taken_before(session: Session, form_key: str) -> Booking | None:
    """What this form became when it was sent before, if it was. Of two at the same moment the second waits here."""
    session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(form_key, 0))))
    return session.scalar(select(Booking).where(Booking.form_key == form_key))


def note_call(
    session: Session,
    customer: Customer,
    said: CallNotes,
    *,
    actor: Actor,
    booking: Booking | None = None,
) -> Call:
    """Keep a call on the customer's record (inventory 61). Refuses what no call lasts, and one without any word."""
    if not 0 <= said.minutes <= MOST_MINUTES:
        raise FieldRefused("minutes", f"A call lasts from 0 to {MOST_MINUTES} minutes.")
    if not said.notes.strip() and booking is None:
        raise FieldRefused("notes", "Write what the call was about.")
    call = Call(
        customer=customer,
        booking=booking,
        phone=said.phone,
        minutes=said.minutes,
        began_at=func.clock_timestamp() - func.make_interval(0, 0, 0, 0, 0, said.minutes),
        notes=said.notes.strip()[:LONGEST_NOTES],
        taken_by=actor.name,
    )
    session.add(call)
    session.flush()
    record(
        session,
        "call.noted",
        subject=("call", call.id),
        actor=actor,
        place=Place(customer_id=customer.id, booking_id=booking.id if booking else None),
        after={"minutes": call.minutes, "words": call.notes},
    )
    return call


def _wished(request: Request) -> str:
    return f"Wished: {request.requested_window}" if request.requested_window else ""
