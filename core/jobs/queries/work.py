"""Work as conversations need it: what is open for a person, a technician's visits, photos of a booking."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from core.clock import database_now
from core.directory.model import ContactPoint, PropertyRelationship
from core.errors import NotFound
from core.jobs.facts import OPEN_VISITS
from core.jobs.lifecycle import OPEN
from core.jobs.model import (
    Appointment,
    AppointmentState,
    Assignment,
    AssignmentState,
    Booking,
    BookingStatus,
    Emergency,
    Job,
    JobStatus,
    Technician,
)
from core.jobs.queries.on_call import on_shift

MOST_OPEN = 9


def open_jobs_of(
    session: Session, *, contact_ids: Sequence[int], unit_ids: Sequence[int]
) -> Sequence[Job]:
    """Jobs not yet done that these people asked for, or that are in the units where they live, newest first."""
    return session.scalars(
        select(Job)
        .join(JobStatus)
        .where(
            JobStatus.category.in_(OPEN),
            or_(Job.requester_contact_id.in_(contact_ids), Job.unit_id.in_(unit_ids)),
        )
        .options(selectinload(Job.appointments).selectinload(Appointment.assignments))
        .order_by(Job.id.desc())
        .limit(MOST_OPEN)
    ).all()


def open_bookings_from(session: Session, address: str) -> Sequence[Booking]:
    """Requests from this number or address that are not yet jobs, newest first.

    What somebody asked for who has given it back since is not told to whoever has it now.
    """
    return session.scalars(
        select(Booking)
        .where(
            Booking.requester_address == address,
            Booking.status.in_([BookingStatus.NEW, BookingStatus.WAIT_LISTED]),
            ~_given_back_since(address).exists() | _still_there(address).exists(),
        )
        .order_by(Booking.id.desc())
        .limit(MOST_OPEN)
    ).all()


def _given_back_since(address: str) -> Select[int]:
    """Entries with the address that stood when the request came and stand no more."""
    return select(ContactPoint.id).where(
        ContactPoint.value == address,
        ContactPoint.retired_at >= Booking.created_at,
        or_(
            Booking.requester_contact_id.is_(None),
            Booking.requester_contact_id == ContactPoint.contact_id,
        ),
    )


def _still_there(address: str) -> Select[int]:
    """Entries with the address, now, of whoever asked; where that is not known, of whoever had it then."""
    return select(ContactPoint.id).where(
        ContactPoint.value == address,
        ContactPoint.retired_at.is_(None),
        or_(
            Booking.requester_contact_id == ContactPoint.contact_id,
            Booking.requester_contact_id.is_(None)
            & (ContactPoint.created_at <= Booking.created_at),
        ),
    )


def technician_at(session: Session, phone: str) -> Technician | None:
    """The active technician who has this number."""
    return session.scalar(select(Technician).where(Technician.phone == phone, Technician.active))


def visits_of(session: Session, technician_id: int) -> Sequence[Assignment]:
    """Visits offered to the technician, and those they have accepted and not finished, oldest first."""
    return session.scalars(
        select(Assignment)
        .join(Appointment)
        .where(
            Assignment.technician_id == technician_id,
            or_(
                (Assignment.state == AssignmentState.OFFERED)
                & (Appointment.state == AppointmentState.SCHEDULED),
                (Assignment.state == AssignmentState.ACCEPTED) & Appointment.state.in_(OPEN_VISITS),
            ),
        )
        .options(joinedload(Assignment.appointment).joinedload(Appointment.job))
        .order_by(Assignment.id)
    ).all()


def unacknowledged(session: Session) -> Sequence[Emergency]:
    """Emergencies no human has yet said they have, oldest first."""
    return session.scalars(
        select(Emergency).where(Emergency.acknowledged_at.is_(None)).order_by(Emergency.id)
    ).all()


def job_numbered(session: Session, number: int) -> Job:
    """The job people call by this number. NotFound if there is none."""
    job = session.scalar(select(Job).where(Job.number == number))
    if job is None:
        raise NotFound("job", number)
    return job


def on_call(session: Session) -> Sequence[Technician]:
    """Technicians on call now, the first to be paged first: by the rota where it covers this moment, else by order."""
    by_rota = on_shift(session, database_now(session))
    if by_rota:
        return by_rota
    return session.scalars(
        select(Technician)
        .where(Technician.active, Technician.on_call_order.is_not(None))
        .order_by(Technician.on_call_order, Technician.id)
    ).all()


def has_path_to(session: Session, job: Job, customer_ids: Sequence[int]) -> bool:
    """Whether one of these customers is the job's, or is linked to its property or its unit.

    A letter passed on to somebody else opens nothing: the job's number alone gives no say in it.
    """
    if job.customer_id in customer_ids:
        return True
    found = session.scalar(
        select(PropertyRelationship.id)
        .where(
            PropertyRelationship.property_id == job.property_id,
            PropertyRelationship.customer_id.in_(customer_ids),
            or_(
                PropertyRelationship.unit_id.is_(None),
                PropertyRelationship.unit_id == job.unit_id,
            ),
        )
        .limit(1)
    )
    return found is not None
