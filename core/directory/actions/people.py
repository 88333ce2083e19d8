"""Add customers, contacts and their phone numbers and addresses; say who wants job updates where."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from core.addresses import email_address, reachable_number
from core.directory.model import Contact, ContactPoint, Customer, CustomerKind, PointKind
from core.errors import FieldRefused
from core.events.actions import Actor, Place, record
from core.language import Language


def add_customer(
    session: Session,
    *,
    name: str,
    kind: CustomerKind,
    actor: Actor,
    company_name: str = "",
) -> Customer:
    """A new customer without contacts yet. Refuses an empty name (inventory 1, 2)."""
    if not name.strip():
        raise FieldRefused("name", "Give the customer a name.")
    customer = Customer(name=name.strip(), kind=kind, company_name=company_name.strip())
    session.add(customer)
    session.flush()
    record(
        session,
        "customer.added",
        subject=("customer", customer.id),
        actor=actor,
        place=Place(customer_id=customer.id),
        after={"name": customer.name, "kind": customer.kind},
    )
    return customer


def add_contact(
    session: Session,
    customer: Customer,
    *,
    first_name: str,
    last_name: str = "",
    role: str = "",
    language: Language = Language.ENGLISH,
) -> Contact:
    """A person of the customer. Refuses an empty first name."""
    if not first_name.strip():
        raise FieldRefused("first_name", "Give the contact a first name.")
    contact = Contact(
        customer=customer,
        first_name=first_name.strip(),
        last_name=last_name.strip(),
        role=role,
        language=language,
    )
    session.add(contact)
    session.flush()
    return contact


def add_point(
    session: Session,
    contact: Contact,
    *,
    kind: PointKind,
    value: str,
    label: str = "",
) -> ContactPoint:
    """A phone number or e-mail address of a contact, in its one spelling (inventory 3-6).

    It accepts job updates until switched off. Refuses what is no number or address, and one the
    contact has already or was given at the same moment.
    """
    normal = normalised(kind, value)
    if any(point.value == normal for point in contact.points):
        raise FieldRefused("value", f"{contact.full_name} has {normal} already.")
    name = contact.full_name
    try:
        with session.begin_nested():
            point = ContactPoint(contact=contact, kind=kind, value=normal, label=label)
            session.add(point)
    except IntegrityError as taken:
        raise FieldRefused("value", f"{normal} has just been added to {name}.") from taken
    return point


def normalised(kind: PointKind, value: str) -> str:
    """The one spelling under which a number or address is stored; FieldRefused says how to mend it."""
    try:
        if kind is PointKind.PHONE:
            return reachable_number(value).e164
        return email_address(value).address
    except ValueError as error:
        raise FieldRefused("value", str(error)) from error


def switch_updates_on(session: Session, point: ContactPoint, *, actor: Actor) -> None:
    """This entry hears job updates from now on (inventory 5)."""
    _switch_updates(session, point, wanted=True, actor=actor)


def switch_updates_off(session: Session, point: ContactPoint, *, actor: Actor) -> None:
    """This entry hears no more job updates; conversations go on (inventory 5)."""
    _switch_updates(session, point, wanted=False, actor=actor)


def _switch_updates(session: Session, point: ContactPoint, *, wanted: bool, actor: Actor) -> None:
    if point.accepts_job_updates is wanted:
        return
    record(
        session,
        "contact_point.updates_switched",
        subject=("contact_point", point.id),
        actor=actor,
        place=Place(customer_id=point.contact.customer_id),
        before={"accepts_job_updates": point.accepts_job_updates},
        after={"accepts_job_updates": wanted},
    )
    point.accepts_job_updates = wanted
    point.updates_changed_at = func.clock_timestamp()
    session.flush()
    session.refresh(point, ["updates_changed_at"])


def mark_bad(session: Session, address: str, *, why: str, actor: Actor) -> None:
    """The carrier says nothing can reach this address: every entry of it is passed over until mended."""
    points = session.scalars(
        select(ContactPoint).where(ContactPoint.value == address, ContactPoint.bad_since.is_(None))
    )
    for point in points:
        point.bad_since = func.clock_timestamp()
        point.bad_reason = why
        record(
            session,
            "contact_point.went_bad",
            subject=("contact_point", point.id),
            actor=actor,
            place=Place(customer_id=point.contact.customer_id),
            after={"why": why},
        )
    session.flush()


def mark_good(session: Session, point: ContactPoint, *, actor: Actor) -> None:
    """Staff have checked the entry: write to it again."""
    if point.bad_since is None:
        return
    point.bad_since, point.bad_reason = None, ""
    record(
        session,
        "contact_point.mended",
        subject=("contact_point", point.id),
        actor=actor,
        place=Place(customer_id=point.contact.customer_id),
    )
