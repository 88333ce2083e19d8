"""Write a new customer down with their first contact; for a booking from somebody unknown, the form
starts with what the booking knows and leads back to it.
"""

from __future__ import annotations

from dataclasses import dataclass

from flask import render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from core.addresses import spoken_phone
from core.alerts.actions.subscribing import subscribe_to_defaults
from core.desk.permissions import Permission
from core.directory.actions.arriving import NewPerson, introduce
from core.directory.actions.people import add_customer
from core.directory.actions.places import relate
from core.directory.model import Contact, Customer, CustomerKind, RelationshipType
from core.errors import FieldRefused, Refused
from core.jobs.actions.naming import name_requester, waiting_booking
from core.language import Language
from core.messaging.actions.recognising import recognise
from office.access import actor, needs
from office.door import reading
from office.forms import Form
from office.once import once
from office.origin import Origin, origin_asked, usual_way, ways_to_belong
from office.people import LANGUAGE_CHOICES, person_typed

LONGEST_LINE = 200
KINDS = tuple((kind.value, kind.value.capitalize()) for kind in CustomerKind)


@dataclass(frozen=True)
class _Typed:
    name: str
    company_name: str
    kind: CustomerKind
    person: NewPerson
    type_id: int | None


@needs(Permission.DIRECTORY_EDIT)
def new_customer() -> str:
    """The form, empty or with what a booking knows."""
    with reading() as session:
        origin = origin_asked(session, request.args.get("booking"))
        form = Form.filled(kind=CustomerKind.RESIDENTIAL, language=Language.ENGLISH)
        if origin is not None:
            form = Form.filled(
                kind=CustomerKind.RESIDENTIAL,
                language=Language.ENGLISH,
                first_name=origin.first_name,
                last_name=origin.last_name,
                phone=spoken_phone(origin.address) if origin.address.startswith("+") else "",
                email=origin.address if "@" in origin.address else "",
                type_id=usual_way(session),
            )
        return _page(session, form, origin)


@needs(Permission.DIRECTORY_EDIT)
def add_new_customer() -> Response | tuple[str, int]:
    """Write them down, with the alert list the company gives to new customers."""
    form = Form(request.form)
    typed = _typed(form)
    try:
        if form.is_good:
            return once(lambda session: _write_down(session, form, typed))
    except FieldRefused as refusal:
        form.take(refusal)
    except Refused as refusal:
        form.refuse("booking", str(refusal))
    with reading() as session:
        return _page(session, form, origin_asked(session, form.value("booking"))), 422


def _write_down(session: Session, form: Form, typed: _Typed) -> str:
    origin = origin_asked(session, form.value("booking"))
    person = _welcome(session, typed)
    if origin is None:
        return url_for("office.customer", customer_id=person.customer_id)
    _answer_booking(session, origin.booking_id, person, typed.type_id)
    return url_for("office.booking", booking_id=origin.booking_id)


def _typed(form: Form) -> _Typed:
    person = person_typed(form)
    whole_name = f"{person.first_name} {person.last_name}".strip()
    return _Typed(
        name=form.text("name", most=LONGEST_LINE) or whole_name,
        company_name=form.text("company_name", most=LONGEST_LINE),
        kind=form.choice("kind", CustomerKind),
        person=person,
        type_id=form.row("type_id"),
    )


def _welcome(session: Session, typed: _Typed) -> Contact:
    customer: Customer = add_customer(
        session,
        name=typed.name,
        company_name=typed.company_name,
        kind=typed.kind,
        actor=actor(),
    )
    person = introduce(session, customer, typed.person, actor=actor())
    subscribe_to_defaults(session, customer, actor=actor())
    recognise(session, person)
    return person


def _answer_booking(
    session: Session, booking_id: int, person: Contact, type_id: int | None
) -> None:
    """The person is who asked; where the place is known, they are linked to it."""
    booking = waiting_booking(session, booking_id)
    name_requester(session, booking, person, actor=actor())
    if booking.property is None or type_id is None:
        return
    way = session.get(RelationshipType, type_id)
    if way is None:
        raise FieldRefused("type_id", "Choose one of the list.")
    relate(session, booking.property, person.customer, way, actor=actor(), unit=booking.unit)


def _page(session: Session, form: Form, origin: Origin | None) -> str:
    return render_template(
        "office/customers/new.html",
        form=form,
        origin=origin,
        kinds=KINDS,
        languages=LANGUAGE_CHOICES,
        ways=ways_to_belong(session) if origin and origin.place else (),
    )
