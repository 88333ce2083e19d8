"""Who calls, and what is known of them at a glance: open jobs, the last ones, notes, requests, earlier calls.

It says nothing of money; that is billing's.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, select, union
from sqlalchemy.orm import Session, joinedload, selectinload

from core.addresses import spoken_phone
from core.directory.model import Contact, ContactPoint, Customer, PointKind
from core.directory.queries.people import PlaceFound, places_of
from core.directory.queries.search import matching_customers, spellings
from core.errors import NotFound
from core.jobs.lifecycle import OPEN
from core.jobs.model import Booking, BookingStatus, Call, Job
from core.jobs.queries.job_filter import open_status_ids

MOST_FOUND = 8
MOST_JOBS = 5
MOST_CALLS = 5


@dataclass(frozen=True)
class CallerFound:
    """A person who may be calling. about: their customer, where it has another name; phone: as people write it."""

    contact_id: int
    name: str
    about: str
    phone: str


@dataclass(frozen=True)
class JobSeen:
    """A job of the caller, or at a place of theirs."""

    number: int
    summary: str
    status: str
    category: str
    since: datetime


@dataclass(frozen=True)
class CallSeen:
    """An earlier call. job_number: what came of it, if a job did."""

    at: datetime
    minutes: int
    notes: str
    taken_by: str
    booking_id: int | None


@dataclass(frozen=True)
class Caller:
    """One person on the line with what is known of them."""

    contact_id: int
    customer_id: int
    name: str
    customer: str
    phone: str
    email: str
    language: str
    best_time: str
    notes: str
    places: tuple[PlaceFound, ...]
    open_jobs: tuple[JobSeen, ...]
    last_jobs: tuple[JobSeen, ...]
    waiting: tuple[tuple[int, str], ...]
    calls: tuple[CallSeen, ...]


def callers_like(session: Session, words: str) -> tuple[CallerFound, ...]:
    """People who fit the words (name, nickname, phone, address): those whose own name does come first."""
    if not words.strip():
        return ()
    customers = session.scalars(
        matching_customers(words)
        .options(selectinload(Customer.contacts).selectinload(Contact.points))
        .order_by(Customer.name, Customer.id)
        .limit(MOST_FOUND)
    )
    people = [contact for customer in customers for contact in customer.contacts]
    people.sort(key=lambda person: not _is_named(person, words))
    return tuple(_found(person) for person in people[:MOST_FOUND])


def caller(session: Session, contact_id: int) -> Caller:
    """The person with their history (inventory 21, 58); NotFound if there is none, or they were removed."""
    person = session.get(Contact, contact_id)
    if person is None or person.retired_at is not None:
        raise NotFound("contact", contact_id)
    customer = person.customer
    jobs = _jobs(session, person)
    return Caller(
        contact_id=person.id,
        customer_id=customer.id,
        name=person.full_name,
        customer=customer.display_name,
        phone=_value(person, PointKind.PHONE),
        email=_value(person, PointKind.EMAIL),
        language=person.language,
        best_time=customer.best_time,
        notes=customer.notes,
        places=places_of(session, [customer.id]),
        open_jobs=tuple(_seen(job) for job in jobs if job.status.category in OPEN),
        last_jobs=tuple(_seen(job) for job in jobs if job.status.category not in OPEN),
        waiting=_waiting(session, person),
        calls=calls_of(session, customer.id),
    )


def calls_of(
    session: Session, customer_id: int, *, limit: int = MOST_CALLS, offset: int = 0
) -> tuple[CallSeen, ...]:
    """The last calls of a customer, newest first; offset: how many of them to pass over."""
    rows = session.scalars(
        select(Call)
        .where(Call.customer_id == customer_id)
        .order_by(Call.began_at.desc(), Call.id.desc())
        .limit(limit)
        .offset(offset)
    )
    return tuple(
        CallSeen(row.began_at, row.minutes, row.notes, row.taken_by, row.booking_id) for row in rows
    )


def _is_named(person: Contact, words: str) -> bool:
    names = {person.first_name.lower(), person.last_name.lower()}
    return any(names & spellings(word) for word in words.split())


def _found(person: Contact) -> CallerFound:
    customer = person.customer.display_name
    phone = _value(person, PointKind.PHONE)
    return CallerFound(
        contact_id=person.id,
        name=person.full_name,
        about=customer if customer != person.full_name else "",
        phone=spoken_phone(phone) if phone else "",
    )


def _value(person: Contact, kind: PointKind) -> str:
    usable = [point for point in person.points if point.kind == kind]
    fine: list[ContactPoint] = [point for point in usable if point.bad_since is None]
    return next((point.value for point in [*fine, *usable]), "")


def _jobs(session: Session, person: Contact) -> list[Job]:
    """Open ones first, then the newest: MOST_JOBS of each kind."""
    still_open = open_status_ids(session)
    found: list[Job] = []
    for where in (Job.status_id.in_(still_open), Job.status_id.not_in(still_open)):
        # Two looks by index: an "or" would have the database read every job.
        theirs = union(
            _newest(Job.customer_id == person.customer_id, where),
            _newest(Job.requester_contact_id == person.id, where),
        )
        found += session.scalars(
            select(Job)
            .where(Job.id.in_(theirs))
            .options(joinedload(Job.status))
            .order_by(Job.number.desc())
            .limit(MOST_JOBS)
        )
    return found


def _newest(*where: ColumnElement[bool]) -> Select[int]:
    newest = select(Job.id).where(*where).order_by(Job.number.desc()).limit(MOST_JOBS)
    return select(newest.subquery().c.id)


def _seen(job: Job) -> JobSeen:
    return JobSeen(job.number, job.summary, job.status.name, job.status.category, job.status_since)


def _waiting(session: Session, person: Contact) -> tuple[tuple[int, str], ...]:
    rows = session.scalars(
        select(Booking)
        .where(
            Booking.requester_contact_id == person.id,
            Booking.status.in_((BookingStatus.NEW, BookingStatus.WAIT_LISTED)),
        )
        .order_by(Booking.id.desc())
        .limit(MOST_JOBS)
    )
    return tuple((row.id, row.summary) for row in rows)
