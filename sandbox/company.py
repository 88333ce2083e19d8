"""The demo company: a small, believable world for the practice ground. Refuses a database that has customers."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.alerts.actions.subscribing import subscribe, subscribe_to_defaults
from core.desk.actions.staff import add_staff
from core.desk.model import StaffRole
from core.directory.actions.people import add_contact, add_customer, add_point, switch_updates_off
from core.directory.actions.places import (
    add_property,
    add_unit,
    relate,
    relationship_type,
    update_responsible_party,
)
from core.directory.model import Contact, Customer, CustomerKind, PointKind, Property, Unit
from core.events.actions import FIXLINE
from core.jobs.model import JobStatus, Technician
from core.language import Language
from sandbox import cast


def load_company(session: Session) -> bool:
    """Put the demo company into an empty database. False when there are customers already: then nothing changes."""
    if session.scalar(select(Customer.id).limit(1)) is not None:
        return False
    _staff(session)
    _technicians(session)
    oak = _property(session, "Oak Court", "12 Oak St", "60614", ("1", "2", "3", "4"))
    pine = _property(
        session, "Pine Terrace", "88 Pine Ave", "60618", ("1", "2", "3", "4", "5", "6")
    )
    crestline = _crestline(session)
    owner = _owner(session)
    for place in (oak, pine):
        relate(session, place, crestline, relationship_type(session, "Primary"), actor=FIXLINE)
        relate(session, place, owner, relationship_type(session, "Owner"), actor=FIXLINE)
    update_responsible_party(session, oak, owner, actor=FIXLINE)
    _tenants(session, oak, pine)
    return True


def _staff(session: Session) -> None:
    add_staff(
        session,
        name=cast.STAFF_NAME,
        email=cast.STAFF_EMAIL,
        role=StaffRole.ADMINISTRATOR,
        password=cast.STAFF_PASSWORD,
        phone=cast.STAFF_PHONE,
    )


def _technicians(session: Session) -> None:
    for order, key in enumerate(("maria", "ben"), start=1):
        person = _person(key)
        session.add(Technician(name=person.name, phone=person.address, on_call_order=order))
    session.flush()


def _person(key: str) -> cast.Person:
    return next(person for person in cast.CAST if person.key == key)


def _property(
    session: Session, name: str, street: str, postal_code: str, units: Sequence[str]
) -> Property:
    place = add_property(
        session,
        name=name,
        street=street,
        city="Chicago",
        state="IL",
        postal_code=postal_code,
        time_zone=cast.COMPANY_ZONE,
        access_notes="Key box by the side door; code with the office.",
    )
    for unit in units:
        add_unit(session, place, name=unit)
    session.refresh(place, ["units"])
    return place


def _crestline(session: Session) -> Customer:
    """The property management company: hears by e-mail of three statuses; its phone takes no updates."""
    crestline = add_customer(
        session,
        name="Dana Whitcombe",
        company_name="Crestline Property Group",
        kind=CustomerKind.COMMERCIAL,
        actor=FIXLINE,
    )
    dana = add_contact(
        session, crestline, first_name="Dana", last_name="Whitcombe", role="Property manager"
    )
    add_point(session, dana, kind=PointKind.EMAIL, value=_person("dana").address, label="work")
    phone = add_point(session, dana, kind=PointKind.PHONE, value="+13125550120", label="mobile")
    switch_updates_off(session, phone, actor=FIXLINE)
    for name in ("Booked", "Scheduled", "Completed", "Canceled"):
        subscribe(session, crestline, _status(session, name), actor=FIXLINE)
    return crestline


def _owner(session: Session) -> Customer:
    """The owner pays for Oak Court and wants to hear only when work is invoiced."""
    owner = add_customer(session, name="Harold Voss", kind=CustomerKind.RESIDENTIAL, actor=FIXLINE)
    harold = add_contact(session, owner, first_name="Harold", last_name="Voss", role="Owner")
    add_point(session, harold, kind=PointKind.EMAIL, value="harold@voss.example")
    subscribe(session, owner, _status(session, "Invoiced"), actor=FIXLINE)
    return owner


def _status(session: Session, name: str) -> JobStatus:
    return session.scalars(select(JobStatus).where(JobStatus.name == name)).one()


def _tenants(session: Session, oak: Property, pine: Property) -> None:
    _tenant(session, _person("tara"), oak, "4", Language.ENGLISH)
    _tenant(session, _person("luis"), oak, "2", Language.SPANISH)
    _tenant(
        session,
        cast.Person("joan", "Joan Abara", "", cast.Device.PHONE, "+13125550113", ()),
        pine,
        "6",
        Language.ENGLISH,
    )


def _tenant(
    session: Session, person: cast.Person, place: Property, unit_name: str, language: Language
) -> Contact:
    first, _, last = person.name.partition(" ")
    customer = add_customer(session, name=person.name, kind=CustomerKind.RESIDENTIAL, actor=FIXLINE)
    contact = add_contact(
        session, customer, first_name=first, last_name=last, role="Tenant", language=language
    )
    add_point(session, contact, kind=PointKind.PHONE, value=person.address, label="mobile")
    relate(
        session,
        place,
        customer,
        relationship_type(session, "Tenant"),
        actor=FIXLINE,
        unit=_unit(place, unit_name),
    )
    subscribe_to_defaults(session, customer, actor=FIXLINE)
    return contact


def _unit(place: Property, name: str) -> Unit:
    return next(unit for unit in place.units if unit.name == name)
