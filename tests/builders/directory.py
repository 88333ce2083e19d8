"""Builders of people and places."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.alerts.actions.subscribing import subscribe
from core.directory.actions.people import add_contact, add_customer, add_point
from core.directory.actions.places import add_property, add_unit, relate, relationship_type
from core.directory.model import (
    Contact,
    ContactPoint,
    Customer,
    CustomerKind,
    PointKind,
    Property,
    PropertyRelationship,
    Unit,
)
from core.events.actions import Actor, ActorType
from core.jobs.model import JobStatus
from core.language import Language

CHICAGO = "America/Chicago"
OFFICE = Actor(ActorType.STAFF, "Dana Office", 1)


def number(n: int) -> str:
    """A phone number of nobody's: another one for each n below 10,000."""
    return f"+1312555{n:04d}"


def a_customer(
    session: Session,
    name: str = "Robert Diaz",
    *,
    company_name: str = "",
    kind: CustomerKind = CustomerKind.RESIDENTIAL,
) -> Customer:
    return add_customer(session, name=name, company_name=company_name, kind=kind, actor=OFFICE)


def a_person(
    session: Session,
    customer: Customer | None = None,
    first_name: str = "Robert",
    *,
    language: Language = Language.ENGLISH,
) -> Contact:
    """A contact of the customer, or of a new one of that name."""
    return add_contact(
        session,
        customer or a_customer(session, first_name),
        first_name=first_name,
        language=language,
    )


def a_phone(session: Session, person: Contact, value: str = number(142)) -> ContactPoint:
    return add_point(session, person, kind=PointKind.PHONE, value=value, label="mobile")


def an_email(session: Session, person: Contact, value: str = "bob@home.example") -> ContactPoint:
    return add_point(session, person, kind=PointKind.EMAIL, value=value)


def a_place(session: Session, street: str = "214 Oak St", *, name: str = "") -> Property:
    return add_property(
        session,
        street=street,
        city="Springfield",
        state="IL",
        postal_code="62704",
        time_zone=CHICAGO,
        name=name,
    )


def a_unit(session: Session, place: Property, name: str = "3B") -> Unit:
    return add_unit(session, place, name=name)


def linked(
    session: Session,
    place: Property,
    customer: Customer,
    type_name: str = "Tenant",
    *,
    unit: Unit | None = None,
) -> PropertyRelationship:
    type_ = relationship_type(session, type_name)
    return relate(session, place, customer, type_, actor=OFFICE, unit=unit)


def a_tenant(
    session: Session,
    place: Property,
    unit: Unit | None = None,
    *,
    first_name: str = "Robert",
    phone: str = number(142),
    language: Language = Language.ENGLISH,
) -> Contact:
    """A person with one phone who lives at the place; on nobody's alert list yet."""
    person = a_person(session, first_name=first_name, language=language)
    a_phone(session, person, phone)
    linked(session, place, person.customer, "Tenant", unit=unit)
    return person


def a_manager(
    session: Session,
    place: Property,
    *,
    email: str = "rita@lakeside.example",
    type_name: str = "Property Manager",
) -> Contact:
    """A person with one mail address of a company that manages the place."""
    customer = a_customer(
        session, "Rita Chen", company_name="Lakeside Management", kind=CustomerKind.COMMERCIAL
    )
    person = a_person(session, customer, "Rita")
    an_email(session, person, email)
    linked(session, place, customer, type_name)
    return person


def status(session: Session, name: str) -> JobStatus:
    return session.scalars(select(JobStatus).where(JobStatus.name == name)).one()


def hears(session: Session, customer: Customer, *names: str) -> None:
    """Put statuses on the customer's alert list."""
    for name in names:
        subscribe(session, customer, status(session, name), actor=OFFICE)
