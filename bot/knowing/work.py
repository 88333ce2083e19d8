"""What is open for a person, and the places they may mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from bot.context import OpenWork, Place, PromptKind, Speaker
from bot.who import Known
from core.clock import local, spoken_time, spoken_window
from core.directory.model import (
    Contact,
    Property,
    PropertyRelationship,
    RelationshipType,
    Role,
)
from core.directory.queries.people import (
    PlaceFound,
    place_found,
    places_named,
)
from core.jobs.facts import accepted_by, current_visit
from core.jobs.lifecycle import Category
from core.jobs.model import (
    AppointmentState,
    Booking,
    Job,
    JobStatus,
)
from core.jobs.queries.work import (
    open_bookings_from,
    open_jobs_of,
    unacknowledged,
)
from core.language import Language
from core.messaging.model import Conversation, Prompt

LATELY = timedelta(days=30)
MOST_DONE = 5
_DONE = frozenset({Category.COMPLETED, Category.INVOICED, Category.PAID})
_UNDER_WAY = frozenset({AppointmentState.EN_ROUTE, AppointmentState.ARRIVED})


def found_places(
    session: Session,
    known: Known,
    prompt: Prompt | None,
    places: Sequence[PlaceFound],
    words: str,
) -> tuple[Place, ...]:
    """Places the words name: of their own for those who have some, of all where we asked a stranger."""
    own = sorted({place.property_id for place in places})
    asked = prompt is not None and prompt.kind == PromptKind.WHERE
    if known.speaker in {Speaker.TECHNICIAN, Speaker.STAFF}:
        return ()
    if known.speaker is Speaker.STRANGER or asked:
        own = []
    named = places_named(session, words, among=own)
    theirs = places if own else ()
    return tuple(place_fact(place) for found in named for place in _narrowed(found, theirs))


def _narrowed(found: PlaceFound, theirs: Sequence[PlaceFound]) -> Sequence[PlaceFound]:
    """Whoever names only the house means what is theirs in it."""
    if found.unit_id is not None:
        return (found,)
    return [place for place in theirs if place.property_id == found.property_id] or (found,)


def place_fact(found: PlaceFound) -> Place:
    """A place as the flows see it."""
    return Place(found.property_id, found.unit_id, found.label)


def work_of(
    session: Session,
    conversation: Conversation,
    known: Known,
    places: Sequence[PlaceFound],
    language: Language,
) -> tuple[OpenWork, ...]:
    """What is open for this person: bookings first, then jobs at their places."""
    units = [place.unit_id for place in places if place.unit_id is not None]
    contacts = sorted({point.contact_id for point in known.points})
    jobs = open_jobs_of(session, contact_ids=contacts, unit_ids=units) if contacts else ()
    bookings = open_bookings_from(session, conversation.address)
    dangers = {each.job_id: each.safety for each in unacknowledged(session) if each.job_id}
    return tuple(_of_booking(each) for each in bookings) + tuple(
        replace(
            job_fact(job, language, dangers.get(job.id)),
            may_cancel=may_cancel(session, job, contacts),
        )
        for job in jobs
    )


def may_cancel(session: Session, job: Job, contact_ids: Sequence[int]) -> bool:
    """Only whoever asked for it, or holds the lease: the first contact of the unit's first occupant."""
    if job.requester_contact_id in contact_ids:
        return True
    return job.unit_id is not None and leaseholder_of(session, job.unit_id) in contact_ids


def leaseholder_of(session: Session, unit_id: int) -> int | None:
    """The contact who speaks for the unit's occupants, or None where nobody lives there."""
    return session.scalar(
        select(Contact.id)
        .join(PropertyRelationship, PropertyRelationship.customer_id == Contact.customer_id)
        .join(RelationshipType, RelationshipType.id == PropertyRelationship.type_id)
        .where(
            PropertyRelationship.unit_id == unit_id,
            RelationshipType.role == Role.OCCUPANT,
            Contact.retired_at.is_(None),
        )
        .order_by(PropertyRelationship.id, Contact.id)
        .limit(1)
    )


def done_lately(
    session: Session,
    known: Known,
    places: Sequence[PlaceFound],
    language: Language,
    now: datetime,
) -> tuple[OpenWork, ...]:
    """Their jobs finished in the last LATELY, newest first: what a rating or "again" is about."""
    contacts = sorted({point.contact_id for point in known.points})
    if not contacts:
        return ()
    units = [place.unit_id for place in places if place.unit_id is not None]
    jobs = session.scalars(
        select(Job)
        .join(JobStatus)
        .where(
            JobStatus.category.in_(_DONE),
            Job.status_since > now - LATELY,
            or_(Job.requester_contact_id.in_(contacts), Job.unit_id.in_(units)),
        )
        .order_by(Job.status_since.desc())
        .limit(MOST_DONE)
    )
    return tuple(job_fact(job, language) for job in jobs)


def zone_for(session: Session, places: Sequence[PlaceFound], company_zone: str) -> str:
    """The clock of the place they belong to, else the company's."""
    first = session.get(Property, places[0].property_id) if places else None
    return first.time_zone if first else company_zone


def _of_booking(booking: Booking) -> OpenWork:
    place = ""
    if booking.property is not None:
        place = place_found(booking.property, booking.unit).label
    return OpenWork(
        summary=booking.summary,
        place=place,
        booking_id=booking.id,
        safety=booking.safety,
        category=booking.category,
        access=booking.access,
        pets=booking.pets,
        wished=booking.requested_window,
        may_cancel=True,
        named=booking.requester_name,
    )


def job_fact(job: Job, language: Language, danger: str | None = None) -> OpenWork:
    """A job as the person it is done for may hear of it."""
    visit = current_visit(job)
    zone = job.property.time_zone
    assignment = accepted_by(visit)
    return OpenWork(
        summary=job.summary,
        place=place_found(job.property, job.unit).label,
        booking_id=None,
        job_id=job.id,
        job_number=job.number,
        status=job.status.name,
        window=spoken_window(visit.window_start, visit.window_end, zone, language)
        if visit
        else None,
        technician=assignment.technician.first_name if assignment else None,
        safety=danger,
        eta=spoken_time(local(visit.eta_at, zone)) if visit and visit.eta_at else None,
        category=job.category,
        under_way=visit is not None and visit.state in _UNDER_WAY,
    )
