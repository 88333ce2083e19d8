"""Numbers and addresses that were typed wrong or are gone, and people who are: corrected, removed, brought back.
Refused where a colleague was quicker.
"""

from __future__ import annotations

from flask import redirect, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from core.alerts.actions.leaving import leave
from core.desk.permissions import Permission
from core.directory.actions.retiring import (
    Correction,
    bring_back,
    correct_entry,
    remove_entry,
)
from core.directory.model import Contact, ContactPoint, PointKind
from core.errors import FieldRefused, NotFound
from core.messaging.actions.letting_go import let_go
from core.messaging.actions.recognising import recognise
from office.access import actor, needs
from office.door import reading, writing
from office.forms import Form
from office.once import once
from office.people import LONGEST_LABEL, found_person, show_person


@needs(Permission.DIRECTORY_EDIT)
def correct_point(customer_id: int, point_id: int) -> Response | tuple[str, int]:
    """Put the right number or address in the place of a wrong one."""
    form, field = Form(request.form), f"value-{point_id}"
    label = form.text(f"label-{point_id}", most=LONGEST_LABEL)
    form.needed_text(field, "Give the number or address.", most=320)
    with reading() as session:
        point = _point(session, customer_id, point_id)
        contact_id, kind = point.contact_id, point.kind
    value = form.phone(field) if kind is PointKind.PHONE else form.email(field)

    def correct(session: Session) -> str:
        point = _point(session, customer_id, point_id)
        was = point.value
        now = correct_entry(session, point, Correction(value, label), actor=actor())
        let_go(session, [was])
        recognise(session, now.contact)
        return _people_of(customer_id)

    try:
        if form.is_good:
            return once(correct)
    except FieldRefused as refusal:
        form.refuse(field, refusal.message)
    with reading() as session:
        return show_person(session, found_person(session, customer_id, contact_id), form), 422


@needs(Permission.DIRECTORY_EDIT)
def remove_point(customer_id: int, point_id: int) -> Response:
    """The number or address is theirs no more."""
    with writing() as session:
        point = _point(session, customer_id, point_id)
        contact_id = point.contact_id
        remove_entry(session, point, actor=actor())
        let_go(session, [point.value])
    return redirect(
        url_for("office.person", customer_id=customer_id, contact_id=contact_id, _anchor="entries")
    )


@needs(Permission.DIRECTORY_EDIT)
def remove_person(customer_id: int, contact_id: int) -> Response:
    """The person belongs to the customer no more."""
    with writing() as session:
        leave(session, _person(session, customer_id, contact_id), actor=actor())
    return _to_people(customer_id)


@needs(Permission.DIRECTORY_EDIT)
def bring_person_back(customer_id: int, contact_id: int) -> Response:
    """The person belongs to the customer again."""
    with writing() as session:
        row = _person(session, customer_id, contact_id)
        bring_back(session, row, actor=actor())
        recognise(session, row)
    return _to_people(customer_id)


def _point(session: Session, customer_id: int, point_id: int) -> ContactPoint:
    """One that was removed meanwhile too: what becomes of it is said in words, not as a page that is not there."""
    point = session.get(ContactPoint, point_id)
    if point is None or point.contact.customer_id != customer_id:
        raise NotFound("contact point", point_id)
    return point


def _person(session: Session, customer_id: int, contact_id: int) -> Contact:
    row = session.get(Contact, contact_id)
    if row is None or row.customer_id != customer_id:
        raise NotFound("contact", contact_id)
    return row


def _to_people(customer_id: int) -> Response:
    return redirect(_people_of(customer_id))


def _people_of(customer_id: int) -> str:
    return url_for("office.customer", customer_id=customer_id, _anchor="people")
