"""Take new people into the directory as staff write them down: each arrival is recorded. It refuses
what is no number or address, and says at which field.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass

from sqlalchemy.orm import Session

from core.db import JsonObject
from core.directory.actions.people import add_contact, add_point
from core.directory.actions.person_events import note_person
from core.directory.model import Contact, ContactPoint, Customer, PointKind
from core.errors import FieldRefused
from core.events.actions import Actor, Place, record
from core.language import Language


@dataclass(frozen=True)
class NewPerson:
    """A contact as staff write them down. phone, email: empty where not known."""

    first_name: str
    last_name: str = ""
    role: str = ""
    language: Language = Language.ENGLISH
    phone: str = ""
    email: str = ""


@dataclass(frozen=True)
class PersonDetails:
    """What staff may change of a contact."""

    first_name: str
    last_name: str
    role: str
    language: Language


def introduce(session: Session, customer: Customer, new: NewPerson, *, actor: Actor) -> Contact:
    """A new person of the customer, with a number and an address where known (inventory 3, 4).

    Refuses an empty first name, and what is no number or address at its own field.
    """
    person = add_contact(
        session,
        customer,
        first_name=new.first_name,
        last_name=new.last_name,
        role=new.role.strip(),
        language=new.language,
    )
    said: JsonObject = {"name": person.full_name, "role": person.role}
    note_person(session, person, "contact.added", said, actor=actor)
    for kind, field, value in (
        (PointKind.PHONE, "phone", new.phone),
        (PointKind.EMAIL, "email", new.email),
    ):
        if value:
            _at_field(session, person, kind, field, value, actor)
    return person


def add_entry(
    session: Session,
    person: Contact,
    *,
    kind: PointKind,
    value: str,
    label: str,
    actor: Actor,
) -> ContactPoint:
    """One more number or address of a person. Refuses what is none, and one they have already."""
    # Held, so that the same entry sent twice at once is refused the second time.
    session.refresh(person, with_for_update=True)
    session.refresh(person, ["points"])
    point = add_point(session, person, kind=kind, value=value, label=label.strip())
    record(
        session,
        "contact_point.added",
        subject=("contact_point", point.id),
        actor=actor,
        place=Place(customer_id=person.customer_id),
        after={"contact": person.full_name, "kind": point.kind, "label": point.label},
    )
    return point


def edit_person(
    session: Session, person: Contact, details: PersonDetails, *, actor: Actor
) -> Contact:
    """Change a person's name, role or language. Refuses an empty first name."""
    if not details.first_name.strip():
        raise FieldRefused("first_name", "Give the contact a first name.")
    stands = {name: getattr(person, name) for name in asdict(details)}
    changed = {name: value for name, value in asdict(details).items() if value != stands[name]}
    before = {"name": person.full_name, **{name: stands[name] for name in changed}}
    for name, value in changed.items():
        setattr(person, name, value)
    session.flush()
    if changed:
        after = {"name": person.full_name, **changed}
        note_person(session, person, "contact.edited", after, actor=actor, before=before)
    return person


def _at_field(
    session: Session, person: Contact, kind: PointKind, field: str, value: str, actor: Actor
) -> None:
    try:
        add_entry(session, person, kind=kind, value=value, label="", actor=actor)
    except FieldRefused as refusal:
        raise FieldRefused(field, refusal.message) from refusal
