"""The people of a customer: one more person, their name and language, one more number or address,
an alert list of their own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields

from flask import redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from core.alerts.actions.digest_choosing import wish_of
from core.alerts.actions.own_lists import drop_own_list, start_own_list
from core.alerts.actions.subscribing import (
    subscribe_contact,
    subscribed_status_ids,
    unsubscribe_contact,
)
from core.alerts.digest_times import DigestWish
from core.desk.permissions import Permission
from core.directory.actions.arriving import (
    NewPerson,
    PersonDetails,
    add_entry,
    edit_person,
    introduce,
)
from core.directory.actions.people import mark_good
from core.directory.model import Contact, Customer, PointKind
from core.directory.queries.customer_page import customer_page
from core.errors import FieldRefused, NotFound
from core.jobs.model import JobStatus
from core.jobs.queries.settings_pages import statuses
from core.language import Language
from core.messaging.actions.recognising import recognise
from office.access import actor, needs
from office.bill_alerts import bill_alerts
from office.consent_words import consent_boxes
from office.customers import point_of
from office.door import office, reading, writing
from office.forms import Form
from office.meanwhile import opened, seen_of, settled
from office.once import once
from office.words import LANGUAGES

LONGEST_NAME = 100
LONGEST_ROLE = 60
LONGEST_LABEL = 40
USUAL_DIGEST_HOUR = 17
LANGUAGE_CHOICES = tuple((each.value, LANGUAGES[each.value]) for each in Language)
POINT_KINDS = ((PointKind.PHONE.value, "Phone"), (PointKind.EMAIL.value, "E-mail"))


@needs(Permission.DIRECTORY_EDIT)
def new_person(customer_id: int) -> str:
    """The empty form."""
    with reading() as session:
        return _new_page(session, customer_id, Form.filled(language=Language.ENGLISH))


@needs(Permission.DIRECTORY_EDIT)
def add_person(customer_id: int) -> Response | tuple[str, int]:
    """One more person of the customer."""
    form = Form(request.form)
    typed = person_typed(form)
    try:
        if form.is_good:
            return once(lambda session: _introduce(session, customer_id, typed))
    except FieldRefused as refusal:
        form.take(refusal)
    with reading() as session:
        return _new_page(session, customer_id, form), 422


@needs(Permission.DIRECTORY_EDIT)
def person(customer_id: int, contact_id: int) -> str:
    """One person: details, entries, alert list."""
    with reading() as session:
        return show_person(session, found_person(session, customer_id, contact_id), Form())


@needs(Permission.DIRECTORY_EDIT)
def change_person(customer_id: int, contact_id: int) -> Response | tuple[str, int]:
    """Save what was changed of name, role and language."""
    with writing() as session:
        row = found_person(session, customer_id, contact_id)
        session.refresh(row, with_for_update=True)
        form = settled(Form(request.form), _stands(row), {"language": LANGUAGE_CHOICES})
        typed = person_typed(form)
        details = PersonDetails(typed.first_name, typed.last_name, typed.role, typed.language)
        if form.is_good:
            edit_person(session, row, details, actor=actor())
            return _to_customer(customer_id)
        return show_person(session, row, form), 422


@needs(Permission.DIRECTORY_EDIT)
def add_contact_point(customer_id: int, contact_id: int) -> Response | tuple[str, int]:
    """One more number or address of the person."""
    form = Form(request.form)
    kind = form.choice("kind", PointKind)
    form.needed_text("value", "Give the number or address.", most=320)
    label = form.text("label", most=LONGEST_LABEL)
    value = form.phone("value") if kind is PointKind.PHONE else form.email("value")

    def add(session: Session) -> str:
        row = found_person(session, customer_id, contact_id)
        add_entry(session, row, kind=kind, value=value, label=label, actor=actor())
        recognise(session, row)
        return _customer_url(customer_id)

    try:
        if form.is_good:
            return once(add)
    except FieldRefused as refusal:
        form.take(refusal)
    with reading() as session:
        return show_person(session, found_person(session, customer_id, contact_id), form), 422


@needs(Permission.DIRECTORY_EDIT)
def mend_point(customer_id: int, point_id: int) -> Response:
    """Somebody has checked the entry: write to it again."""
    with writing() as session:
        mark_good(session, point_of(session, customer_id, point_id), actor=actor())
    return _to_customer(customer_id)


@needs(Permission.DIRECTORY_EDIT)
def switch_own_list(customer_id: int, contact_id: int) -> Response:
    """Give the person a list of their own, or let the customer's count again, as the form says."""
    switch = start_own_list if Form(request.form).ticked("wanted") else drop_own_list
    with writing() as session:
        switch(session, found_person(session, customer_id, contact_id), actor=actor())
    return _to_list(customer_id, contact_id)


@needs(Permission.DIRECTORY_EDIT)
def add_own_alert(customer_id: int, contact_id: int, status_id: int) -> Response:
    """Put a status on the person's own list."""
    with writing() as session:
        row = found_person(session, customer_id, contact_id)
        subscribe_contact(session, row, _status(session, status_id), actor=actor())
    return _to_list(customer_id, contact_id)


@needs(Permission.DIRECTORY_EDIT)
def remove_own_alert(customer_id: int, contact_id: int, status_id: int) -> Response:
    """Take a status off the person's own list."""
    with writing() as session:
        row = found_person(session, customer_id, contact_id)
        unsubscribe_contact(session, row, _status(session, status_id), actor=actor())
    return _to_list(customer_id, contact_id)


def person_typed(form: Form) -> NewPerson:
    """A person as a form gives them; what is wrong is noted at its field."""
    return NewPerson(
        first_name=form.needed_text("first_name", "Give a first name.", most=LONGEST_NAME),
        last_name=form.text("last_name", most=LONGEST_NAME),
        role=form.text("role", most=LONGEST_ROLE),
        language=form.choice("language", Language),
        phone=form.phone("phone"),
        email=form.email("email"),
    )


def found_person(session: Session, customer_id: int, contact_id: int) -> Contact:
    """A person of the customer, or of the one they were merged into; NotFound if they are none of theirs."""
    row, customer = session.get(Contact, contact_id), session.get(Customer, customer_id)
    if row is None or customer is None or row.retired_at is not None:
        raise NotFound("contact", contact_id)
    if row.customer_id not in {customer_id, customer.merged_into_id}:
        raise NotFound("contact", contact_id)
    return row


def _stands(row: Contact) -> Mapping[str, object]:
    return {each.name: getattr(row, each.name) for each in fields(PersonDetails)}


def _status(session: Session, status_id: int) -> JobStatus:
    status = session.get(JobStatus, status_id)
    if status is None:
        raise NotFound("job status", status_id)
    return status


def _introduce(session: Session, customer_id: int, typed: NewPerson) -> str:
    """One more person of the customer; where they were merged meanwhile, of the one who stays."""
    row = session.get(Customer, customer_id)
    if row is not None and row.merged_into_id is not None:
        row = session.get(Customer, row.merged_into_id)
    if row is None:
        raise NotFound("customer", customer_id)
    recognise(session, introduce(session, row, typed, actor=actor()))
    return _customer_url(row.id)


def _to_customer(customer_id: int) -> Response:
    return redirect(_customer_url(customer_id))


def _customer_url(customer_id: int) -> str:
    return url_for("office.customer", customer_id=customer_id, _anchor="people")


def _to_list(customer_id: int, contact_id: int) -> Response:
    return redirect(
        url_for("office.person", customer_id=customer_id, contact_id=contact_id, _anchor="alerts")
    )


def digest_said(wish: DigestWish | None) -> str:
    """When a person is told, for people to read."""
    return f"once a day at {wish.hour}:00, {wish.zone}" if wish else "at once"


def _new_page(session: Session, customer_id: int, form: Form) -> str:
    return render_template(
        "office/customers/new_person.html",
        customer=customer_page(session, customer_id),
        form=form,
        languages=LANGUAGE_CHOICES,
    )


def show_person(session: Session, row: Contact, typed: Form) -> str:
    """The person's page, with whatever a refused form held."""
    view = customer_page(session, row.customer_id)
    chosen = subscribed_status_ids(session, row.customer, row)
    every = statuses(session)
    wish = wish_of(session, row.id)
    shown = next(each for each in view.contacts if each.id == row.id)
    entries: dict[str, str] = {}
    for point in shown.points:
        entries |= {f"value-{point.id}": point.spoken, f"label-{point.id}": point.label}
    form = opened(typed, _stands(row)).over(
        **entries,
        **seen_of({"digest": digest_said(wish)}),
        kind=PointKind.PHONE,
        digest="daily" if wish else "at_once",
        digest_hour=wish.hour if wish else USUAL_DIGEST_HOUR,
        digest_zone=wish.zone if wish else office().settings.company.time_zone,
    )
    return render_template(
        "office/customers/person.html",
        customer=view,
        person=shown,
        consents=consent_boxes(session, view),
        form=form,
        languages=LANGUAGE_CHOICES,
        kinds=POINT_KINDS,
        chosen=[each for each in every if each.id in chosen],
        available=[
            each
            for each in every
            if each.active and each.customer_visible and each.id not in chosen
        ],
        bill_alerts=bill_alerts(session, row.customer, row),
    )
