"""Customers: the list with its search, one customer with people, alert list and places, and changes
to them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from enum import StrEnum
from typing import Protocol

from flask import redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from core.alerts.actions.subscribing import subscribe, subscribed_status_ids, unsubscribe
from core.desk.permissions import Permission
from core.desk.queries.notes import notes_on
from core.directory.actions.edits import CustomerDetails, edit_customer
from core.directory.actions.people import switch_updates_off, switch_updates_on
from core.directory.model import ContactPoint, Customer, CustomerKind
from core.directory.queries.customer_page import customer_page
from core.directory.queries.duplicates import merged_into, possible_duplicates
from core.directory.queries.lists import CustomerFilter, customer_list
from core.directory.queries.tags import all_tags
from core.errors import FieldRefused, NotFound
from core.events.actions import Actor
from core.events.queries.timeline import Happening, happenings_of_customer
from core.jobs.model import JobStatus
from core.jobs.queries.job_list import jobs_of_customer
from core.jobs.queries.settings_pages import statuses
from core.language import Language
from office.access import actor, needs, not_for_me
from office.bill_alerts import bill_alerts
from office.consent_words import consent_boxes
from office.door import PAGE_SIZE, choice_asked, reading, row_asked, words_asked, writing
from office.forms import Form
from office.meanwhile import opened, settled
from office.my_desk.mentions import opened_by_me
from office.notes_asked import NOTED, notes_asked
from office.timeline import lines
from office.words import LANGUAGES

LONGEST_LINE = 200
LONGEST_NOTES = 8000
MOST_LINES = 30
LONGEST_TERMS = 180


class WayToReach(StrEnum):
    """How a customer likes to be reached (inventory 9)."""

    SMS = "sms"
    EMAIL = "email"
    PHONE = "phone"


_WAYS = ((WayToReach.SMS, "Text"), (WayToReach.EMAIL, "E-mail"), (WayToReach.PHONE, "Call"))
_KINDS = tuple((kind.value, kind.value.capitalize()) for kind in CustomerKind)
_CHOICES = {"kind": _KINDS, "preferred_channel": _WAYS, "language": tuple(LANGUAGES.items())}


@needs(Permission.DIRECTORY_READ)
def customers() -> str:
    """The list, with its search, by kind and by tag."""
    asked = CustomerFilter(words_asked(), choice_asked("kind", CustomerKind), row_asked("tag"))
    with reading() as session:
        part = customer_list(session, asked, limit=PAGE_SIZE, after=row_asked("after"))
        tags = all_tags(session)
    return render_template(
        "office/customers/list.html",
        rows=part.rows,
        more=part.more,
        crowded=part.crowded,
        asked=asked,
        kinds=_KINDS,
        tags=tuple((each.id, each.name) for each in tags),
    )


@needs(Permission.DIRECTORY_READ)
def customer(customer_id: int) -> str | Response:
    """One customer; one who was merged into another is shown there."""
    with reading() as session:
        row = session.get(Customer, customer_id)
        if row is not None and row.merged_into_id is not None:
            return redirect(url_for("office.customer", customer_id=row.merged_into_id))
        page = shown(session, customer_id, Form.filled())
    opened_by_me(("customer", customer_id))
    return page


@needs(Permission.DIRECTORY_EDIT)
def change_customer(customer_id: int) -> Response | tuple[str, int]:
    """Save what was changed of the customer's details; nothing of one who was merged into another meanwhile."""
    form = Form(request.form)
    try:
        with writing() as session:
            row = session.get(Customer, customer_id, with_for_update=True)
            if row is None:
                raise NotFound("customer", customer_id)
            if row.merged_into_id is not None:
                return _page(session, customer_id, opened(form, _stands(row))), 409
            form = settled(form, _stands(row), _CHOICES)
            details = _typed(form)
            if form.is_good:
                edit_customer(session, customer_id, details, actor=actor())
                return redirect(url_for("office.customer", customer_id=customer_id))
    except FieldRefused as refusal:
        form.take(refusal)
    with reading() as session:
        return _page(session, customer_id, form), 422


def _typed(form: Form) -> CustomerDetails:
    return CustomerDetails(
        name=form.needed_text("name", "Give the customer a name.", most=LONGEST_LINE),
        company_name=form.text("company_name", most=LONGEST_LINE),
        kind=form.choice("kind", CustomerKind),
        billing_address=form.text("billing_address", most=1000),
        best_time=form.text("best_time", most=100),
        notes=form.text("notes", most=LONGEST_NOTES),
        preferred_channel=form.choice("preferred_channel", WayToReach),
        language=form.choice("language", Language),
        payment_terms_days=form.whole("payment_terms_days", least=0, most=LONGEST_TERMS),
    )


@needs(Permission.DIRECTORY_EDIT)
def switch_updates(customer_id: int, point_id: int) -> Response:
    """Turn “accepts job updates” of one number or address on or off, as the form says."""
    switch = switch_updates_on if Form(request.form).ticked("wanted") else switch_updates_off
    with writing() as session:
        switch(session, point_of(session, customer_id, point_id), actor=actor())
    return redirect(url_for("office.customer", customer_id=customer_id, _anchor="people"))


def point_of(session: Session, customer_id: int, point_id: int) -> ContactPoint:
    """A number or address of one of the customer's people; NotFound if it is none of theirs."""
    point = session.get(ContactPoint, point_id)
    if point is None or point.contact.customer_id != customer_id or point.retired_at is not None:
        raise NotFound("contact point", point_id)
    return point


@needs(Permission.DIRECTORY_EDIT)
def add_alert(customer_id: int, status_id: int) -> Response:
    """Put a status on the customer's alert list."""
    return _change_alerts(customer_id, status_id, subscribe)


@needs(Permission.DIRECTORY_EDIT)
def remove_alert(customer_id: int, status_id: int) -> Response:
    """Take a status off the customer's alert list."""
    return _change_alerts(customer_id, status_id, unsubscribe)


class _Change(Protocol):
    def __call__(
        self, session: Session, customer: Customer, status: JobStatus, *, actor: Actor
    ) -> None: ...


def _change_alerts(customer_id: int, status_id: int, change: _Change) -> Response:
    with writing() as session:
        row, status = session.get(Customer, customer_id), session.get(JobStatus, status_id)
        if row is None:
            raise NotFound("customer", customer_id)
        if status is None:
            raise NotFound("job status", status_id)
        change(session, row, status, actor=actor())
    return redirect(url_for("office.customer", customer_id=customer_id, _anchor="alerts"))


def _details(session: Session, customer_id: int, typed: Form) -> Form:
    """The customer's details as they stand, under what was typed."""
    row = session.get(Customer, customer_id)
    if row is None:
        raise NotFound("customer", customer_id)
    return opened(typed, _stands(row))


def _stands(row: Customer) -> Mapping[str, object]:
    return {each.name: getattr(row, each.name) for each in fields(CustomerDetails)}


def shown(session: Session, customer_id: int, typed: Form) -> str:
    """The page, with what was typed into one of its forms where that form has to be mended."""
    return _page(session, customer_id, _details(session, customer_id, typed))


def _page(session: Session, customer_id: int, form: Form) -> str:
    view = customer_page(session, customer_id)
    chosen = subscribed_status_ids(session, session.get_one(Customer, customer_id))
    every = statuses(session)
    return render_template(
        "office/customers/page.html",
        customer=view,
        kept=session.get(Customer, view.merged_into_id) if view.merged_into_id else None,
        form=form,
        kinds=_KINDS,
        chosen=[each for each in every if each.id in chosen],
        available=[
            each
            for each in every
            if each.active and each.customer_visible and each.id not in chosen
        ],
        jobs=jobs_of_customer(session, customer_id),
        lines=lines(session, _happenings(session, customer_id)[-MOST_LINES:]),
        notes=notes_on(session, ("customer", customer_id), most=notes_asked()),
        ways=_WAYS,
        languages=tuple(LANGUAGES.items()),
        suspects=possible_duplicates(session, customer_id),
        merged=merged_into(session, customer_id),
        consents=consent_boxes(session, view),
        bill_alerts=bill_alerts(session, session.get_one(Customer, customer_id)),
    )


def _happenings(session: Session, customer_id: int) -> tuple[Happening, ...]:
    """What happened to the customer, and before that to those merged into them, oldest first."""
    ids = (customer_id, *(each.id for each in merged_into(session, customer_id)))
    hidden = not_for_me()
    every = [
        each
        for one in ids
        for each in happenings_of_customer(session, one, most=MOST_LINES, hidden=hidden)
    ]
    told_by_notes = (each for each in every if each.kind != NOTED)
    return tuple(sorted(told_by_notes, key=lambda each: each.id))
