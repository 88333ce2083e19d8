"""One job as its page shows it: head, facts, visits, and where it may go next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from core.errors import NotFound
from core.events.actions import FIXLINE, Actor
from core.jobs.actions.status import reachable_statuses
from core.jobs.lifecycle import Category
from core.jobs.model import (
    Appointment,
    AppointmentState,
    Assignment,
    AssignmentState,
    Booking,
    Emergency,
    Job,
    JobPriority,
    JobStatus,
)
from core.jobs.queries.booking_pages import Photo, photos
from core.jobs.requirements import has_payer


@dataclass(frozen=True)
class OfferView:
    """A visit offered to a technician, and the answer. reason: why they passed."""

    id: int
    technician: str
    state: AssignmentState
    reason: str


@dataclass(frozen=True)
class VisitView:
    """One visit. Times are aware UTC; the job's zone is the property's."""

    id: int
    start: datetime
    end: datetime
    state: AppointmentState
    eta_at: datetime | None
    offers: tuple[OfferView, ...]


@dataclass(frozen=True)
class NextStatus:
    """A status the workflow links to.

    refusal: why not now, as a clause, or None. is_next: the usual next step of the work.
    """

    id: int
    name: str
    category: Category
    refusal: str | None
    is_next: bool


@dataclass(frozen=True)
class JobView:
    """A job's page. payer: who is billed as far as known, payer_why: by which rule.

    is_payer_decided: whether somebody said so, for the job or the property; else the job's customer pays until then.
    wished: when a visit suits whoever asked, in their words.
    """

    id: int
    number: int
    summary: str
    status: str
    status_id: int
    category: Category
    since: datetime
    priority: JobPriority
    customer: tuple[int, str]
    payer: tuple[int, str]
    payer_why: str
    is_payer_decided: bool
    property: tuple[int, str]
    unit: str | None
    access_notes: str
    time_zone: str
    requester: tuple[int, str] | None
    business_unit: str
    job_type: str
    customer_notes: str
    po_number: str
    not_to_exceed_cents: int | None
    booking_id: int | None
    wished: str
    opened_at: datetime
    visits: tuple[VisitView, ...]
    photos: tuple[Photo, ...]
    next_statuses: tuple[NextStatus, ...]
    emergency_id: int | None


def job_page(session: Session, number: int, *, actor: Actor = FIXLINE) -> JobView:
    """The job people call by this number; NotFound if there is none. actor: whose next steps are shown."""
    job = _numbered(session, number)
    payer, why = _payer(job)
    return JobView(
        id=job.id,
        number=job.number,
        summary=job.summary,
        status=job.status.name,
        status_id=job.status_id,
        category=job.status.category,
        since=job.status_since,
        priority=job.priority,
        customer=(job.customer_id, job.customer.display_name),
        payer=payer,
        payer_why=why,
        is_payer_decided=has_payer(session, job),
        property=(job.property_id, job.property.address),
        unit=job.unit.name if job.unit else None,
        access_notes=_access(job),
        time_zone=job.property.time_zone,
        requester=_requester(job),
        business_unit=job.business_unit.name,
        job_type=job.job_type.name,
        customer_notes=job.customer_notes,
        po_number=job.po_number,
        not_to_exceed_cents=job.not_to_exceed_cents,
        booking_id=job.booking_id,
        wished=_wished(session, job),
        opened_at=job.created_at,
        visits=tuple(_visit(each) for each in job.appointments),
        photos=photos(session, job_id=job.id),
        next_statuses=_next(session, job, actor),
        emergency_id=_emergency(session, job.id),
    )


def _numbered(session: Session, number: int) -> Job:
    """The job with all that its page reads; one query a kind of row."""
    job = session.scalar(
        select(Job)
        .where(Job.number == number)
        .options(
            joinedload(Job.customer),
            joinedload(Job.property),
            selectinload(Job.appointments)
            .selectinload(Appointment.assignments)
            .joinedload(Assignment.technician),
        )
    )
    if job is None:
        raise NotFound("job", f"#{number}")
    return job


def _payer(job: Job) -> tuple[tuple[int, str], str]:
    """Bill-to by rule: the job's override, the property's responsible party, the job's customer
    (inventory 33, 63, 64).
    """
    if job.bill_to_override is not None:
        return (job.bill_to_override.id, job.bill_to_override.display_name), "set on this job"
    responsible = job.property.responsible
    if responsible is not None:
        return (
            responsible.id,
            responsible.display_name,
        ), "financially responsible for the property"
    return (job.customer.id, job.customer.display_name), "the job’s customer"


def _access(job: Job) -> str:
    notes = (job.property.access_notes, job.unit.access_notes if job.unit else "")
    return "\n".join(note for note in notes if note)


def _wished(session: Session, job: Job) -> str:
    wish = select(Booking.requested_window).where(Booking.id == job.booking_id)
    return session.scalar(wish) or ""


def _requester(job: Job) -> tuple[int, str] | None:
    person = job.requester
    return (person.customer_id, person.full_name) if person else None


def _visit(row: Appointment) -> VisitView:
    offers = tuple(OfferView(a.id, a.technician.name, a.state, a.reason) for a in row.assignments)
    return VisitView(row.id, row.window_start, row.window_end, row.state, row.eta_at, offers)


def _next(session: Session, job: Job, actor: Actor) -> tuple[NextStatus, ...]:
    """Every linked status, the usual next step marked."""
    linked = reachable_statuses(session, job, actor=actor)
    usual = _usual(job, [status for status, refusal in linked if refusal is None])
    return tuple(
        NextStatus(status.id, status.name, status.category, refusal, status.id == usual)
        for status, refusal in linked
    )


def _usual(job: Job, free: list[JobStatus]) -> int | None:
    """The first further along the workflow; from a halt the furthest of those back. Never to cancel: nobody should do
    that by habit.
    """
    steps = [status for status in free if status.category != Category.CANCELED]
    onward = [status.id for status in steps if status.position > job.status.position]
    if onward or job.status.category != Category.ON_HOLD:
        return next(iter(onward), None)
    return steps[-1].id if steps else None


def _emergency(session: Session, job_id: int) -> int | None:
    return session.scalar(
        select(Emergency.id)
        .where(Emergency.job_id == job_id, Emergency.acknowledged_at.is_(None))
        .limit(1)
    )
