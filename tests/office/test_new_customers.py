"""A company that starts with nothing writes its first customers down; nothing typed is ever lost."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from core.alerts.model import AlertSubscription
from core.db import Database
from core.desk.model import StaffRole
from core.directory.model import Contact, ContactPoint, Customer, PropertyRelationship
from core.events.actions import FIXLINE
from core.events.model import Event
from core.jobs.actions.booking import Request, dismiss, open_booking
from core.jobs.model import Booking, BookingSource, JobStatus
from core.messaging.actions.threads import conversation_with
from core.messaging.model import Conversation
from core.messaging.wire import Channel
from tests.office.company import Company
from tests.office.desk import Browser, at_desk

FORM = "/customers/new"
RITA = {
    "kind": "commercial",
    "first_name": "Rita",
    "last_name": "Chen",
    "role": "Manager",
    "language": "es",
    "company_name": "Lakeside",
    "phone": "312 555 0151",
    "email": "Rita@Lakeside.example",
}


@pytest.mark.inventory(1, 2, 3, 4)
def test_a_new_customer_comes_with_a_person_and_the_companys_default_alerts(
    database: Database, desk: Browser
) -> None:
    saved = desk.send("/customers", seen_on=FORM, **RITA)
    assert saved.status_code == 302
    page = desk.text(saved.location)
    for words in ("Lakeside", "Rita Chen", "Spanish", "(312) 555-0151", "rita@lakeside.example"):
        assert words in page
    with database.reading() as session:
        customer = session.scalars(select(Customer)).one()
        assert (customer.name, customer.kind) == ("Rita Chen", "commercial")
        chosen = session.scalar(select(func.count()).select_from(AlertSubscription))
        wanted = select(func.count()).where(JobStatus.subscribed_by_default, JobStatus.active)
        assert chosen == session.scalar(wanted) != 0
        kinds = set(session.scalars(select(Event.kind).where(Event.customer_id == customer.id)))
        assert {"customer.added", "contact.added", "contact_point.added"} <= kinds


def test_every_mistake_is_named_at_once_and_everything_typed_stays(
    database: Database, desk: Browser
) -> None:
    typed = RITA | {"first_name": " ", "phone": "12", "email": "rita at lakeside"}
    answer = desk.send("/customers", seen_on=FORM, **typed)
    assert answer.status_code == 422
    for words in (
        "Mend these first",
        "Give a first name.",
        "That is no complete phone number",
        "That is no e-mail address",
        'value="rita at lakeside"',
        'value="commercial" selected',
        'value="Lakeside"',
        'href="#email"',
        'id="email-error"',
    ):
        assert words in answer.text, words
    with database.reading() as session:
        assert session.scalar(select(Customer.id)) is None


@pytest.mark.parametrize(
    ("field", "value"),
    [("kind", "secret"), ("language", "xx"), ("first_name", "x" * 101), ("role", "x" * 61)],
)
def test_what_no_list_holds_and_what_is_too_long_is_refused(
    database: Database, desk: Browser, field: str, value: str
) -> None:
    answer = desk.send("/customers", seen_on=FORM, **(RITA | {field: value}))
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    with database.reading() as session:
        assert session.scalar(select(Customer.id)) is None


def test_words_that_look_like_a_program_stay_words(desk: Browser) -> None:
    evil = "<script>alert(1)</script>"
    saved = desk.send("/customers", seen_on=FORM, **(RITA | {"company_name": evil, "role": evil}))
    page = desk.text(saved.location)
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def a_strangers_booking(database: Database) -> int:
    with database.transaction() as session:
        conversation_with(session, Channel.SMS, "+13125550188")
        request = Request(
            source=BookingSource.SMS,
            words="No hot water at 9 Elm Street #2B",
            summary="No hot water",
            requester_address="+13125550188",
            requester_name="Ana Maria Ruiz",
            place_hint="9 Elm Street #2B",
        )
        return open_booking(session, request, actor=FIXLINE).id


def test_who_asked_is_added_from_the_booking_and_chosen_in_it(
    database: Database, desk: Browser
) -> None:
    booking = f"/bookings/{(booking_id := a_strangers_booking(database))}"
    assert f"/customers/new?booking={booking_id}" in desk.text(booking)
    form = desk.text(FORM, booking=booking_id)
    for words in ('value="Ana"', 'value="Maria Ruiz"', 'value="(312) 555-0188"', "9 Elm Street"):
        assert words in form
    saved = desk.send(
        "/customers",
        seen_on=FORM,
        booking=booking_id,
        kind="residential",
        first_name="Ana",
        last_name="Ruiz",
        language="es",
        phone="(312) 555-0188",
    )
    assert saved.location == booking
    page = desk.text(booking)
    assert "Add this person" not in page
    assert "Ana Ruiz asked for this" in page
    with database.reading() as session:
        row = session.get_one(Booking, booking_id)
        assert row.requester is not None
        assert row.customer is not None
        assert row.requester.full_name == row.customer.name == "Ana Ruiz"
        thread = session.scalars(select(Conversation)).one()
        assert thread.contact_id == row.requester_contact_id
    assert f'value="{row.customer_id}" selected' in page


def test_where_it_is_is_added_from_the_booking_with_its_unit_and_who_lives_there(
    database: Database, desk: Browser
) -> None:
    booking_id = a_strangers_booking(database)
    desk.send(
        "/customers",
        seen_on=FORM,
        booking=booking_id,
        kind="residential",
        first_name="Ana",
        language="en",
        phone="3125550188",
    )
    form = desk.text("/properties/new", booking=booking_id)
    assert 'value="9 Elm Street"' in form
    assert 'value="2B"' in form
    tenant = form.split(">Tenant<")[0].rpartition('value="')[2].partition('"')[0]
    saved = desk.send(
        "/properties",
        seen_on="/properties/new",
        booking=booking_id,
        street="9 Elm Street",
        kind="rental",
        time_zone="America/Chicago",
        units="2A, 2B",
        unit_here="2b",
        type_id=tenant,
    )
    assert saved.location == f"/bookings/{booking_id}"
    page = desk.text(saved.location)
    assert "Add this place" not in page
    assert "9 Elm Street</a> #2B" in page
    with database.reading() as session:
        row = session.get_one(Booking, booking_id)
        assert row.verified
        link = session.scalars(select(PropertyRelationship)).one()
        assert (link.customer_id, link.unit_id) == (row.customer_id, row.unit_id)
        assert link.type.name == "Tenant"


def test_nobody_is_added_to_a_booking_that_is_decided(database: Database, desk: Browser) -> None:
    booking_id = a_strangers_booking(database)
    with database.transaction() as session:
        dismiss(session, booking_id, reason="spam", actor=FIXLINE)
    assert "Add this person" not in desk.text(f"/bookings/{booking_id}")
    answer = desk.send("/customers", seen_on=FORM, booking=booking_id, **RITA)
    assert answer.status_code == 422
    assert "This booking is dismissed already" in answer.text
    assert 'value="Lakeside"' in answer.text
    with database.reading() as session:
        assert session.scalar(select(Contact.id)) is None


@pytest.mark.parametrize("asked", ["999", "x", "9" * 30, "-1"])
def test_no_form_is_shown_for_a_booking_that_does_not_exist(desk: Browser, asked: str) -> None:
    assert desk.open(FORM, booking=asked).status_code == 404
    assert desk.open("/properties/new", booking=asked).status_code == 404


def test_accounting_may_read_customers_but_adds_none(database: Database, company: Company) -> None:
    accounting = at_desk(database, StaffRole.ACCOUNTING)
    assert "New customer" not in accounting.text("/customers")
    assert accounting.open(FORM).status_code == 403
    assert accounting.send("/customers", **RITA).status_code == 403
    page = accounting.text(f"/customers/{company.tenant_id}")
    assert "Add a person" not in page
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(ContactPoint)) == 3
