"""Customers, their people, and the numbers and addresses under which each is reached."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.directory.actions.edits import CustomerDetails, edit_customer
from core.directory.actions.people import (
    add_contact,
    add_customer,
    add_point,
    mark_bad,
    mark_good,
    switch_updates_off,
    switch_updates_on,
)
from core.directory.model import CustomerKind, PointKind
from core.directory.queries.customer_page import customer_page
from core.directory.queries.people import points_at
from core.errors import FieldRefused, NotFound
from core.events.actions import FIXLINE
from core.events.model import Event
from tests.builders import OFFICE, a_customer, a_person, a_phone, an_email, number


@pytest.mark.inventory(1, 2)
def test_a_commercial_customer_is_called_by_the_name_of_the_company(session: Session) -> None:
    firm = add_customer(
        session,
        name=" Rita Chen ",
        company_name="Lakeside Management",
        kind=CustomerKind.COMMERCIAL,
        actor=OFFICE,
    )
    home = a_customer(session, "Robert Diaz")
    page = customer_page(session, firm.id)
    assert (page.name, page.display_name) == ("Rita Chen", "Lakeside Management")
    assert page.kind is CustomerKind.COMMERCIAL
    assert customer_page(session, home.id).display_name == "Robert Diaz"
    assert home.number == firm.number + 1


@pytest.mark.parametrize("name", ["", "   "])
def test_nobody_is_without_a_name(session: Session, name: str) -> None:
    with pytest.raises(FieldRefused, match="Give the customer a name"):
        add_customer(session, name=name, kind=CustomerKind.RESIDENTIAL, actor=OFFICE)
    with pytest.raises(FieldRefused, match="Give the contact a first name"):
        add_contact(session, a_customer(session), first_name=name)


@pytest.mark.inventory(3, 4)
def test_a_contact_has_several_numbers_and_addresses(session: Session) -> None:
    person = a_person(session)
    for n, label in enumerate(("primary", "secondary", "mobile")):
        add_point(session, person, kind=PointKind.PHONE, value=number(n), label=label)
    an_email(session, person, "bob@home.example")
    an_email(session, person, "bob@work.example")
    (shown,) = customer_page(session, person.customer_id).contacts
    assert [point.label for point in shown.points[:3]] == ["primary", "secondary", "mobile"]
    assert [point.spoken for point in shown.points[3:]] == ["bob@home.example", "bob@work.example"]


@pytest.mark.parametrize("written", ["(312) 555-0142", "312.555.0142", "+1 312 555 0142"])
def test_a_number_is_kept_in_one_spelling(session: Session, written: str) -> None:
    person = a_person(session)
    point = add_point(session, person, kind=PointKind.PHONE, value=written)
    assert point.value == "+13125550142"
    assert [found.id for found in points_at(session, "+13125550142")] == [point.id]
    with pytest.raises(FieldRefused, match="has \\+13125550142 already"):
        a_phone(session, person, "312-555-0142")


def test_an_address_is_kept_in_lower_case(session: Session) -> None:
    point = an_email(session, a_person(session), "Bob@Home.Example")
    assert point.value == "bob@home.example"


@pytest.mark.parametrize(
    ("kind", "value"), [(PointKind.PHONE, "call me"), (PointKind.EMAIL, "bob at home")]
)
def test_what_cannot_be_written_to_is_refused(
    session: Session, kind: PointKind, value: str
) -> None:
    with pytest.raises(FieldRefused) as refused:
        add_point(session, a_person(session), kind=kind, value=value)
    assert refused.value.field == "value"


@pytest.mark.inventory(16)
def test_two_people_may_share_a_number_in_different_roles(session: Session) -> None:
    tenant, manager = a_person(session, first_name="Robert"), a_person(session, first_name="Rita")
    a_phone(session, tenant)
    a_phone(session, manager)
    assert [point.contact_id for point in points_at(session, number(142))] == [
        tenant.id,
        manager.id,
    ]


@pytest.mark.inventory(5)
def test_each_entry_has_a_switch_of_its_own_and_every_turn_is_recorded(session: Session) -> None:
    person = a_person(session)
    phone, mail = a_phone(session, person), an_email(session, person)
    switch_updates_off(session, phone, actor=OFFICE)
    switch_updates_off(session, phone, actor=OFFICE)
    assert not phone.accepts_job_updates
    assert phone.updates_changed_at is not None
    assert mail.accepts_job_updates
    switch_updates_on(session, phone, actor=OFFICE)
    turns = events(session, "contact_point.updates_switched")
    assert [turn.after for turn in turns] == [
        {"accepts_job_updates": False},
        {"accepts_job_updates": True},
    ]
    assert {turn.customer_id for turn in turns} == {person.customer_id}


def test_an_address_that_went_bad_is_bad_for_everyone_who_has_it(session: Session) -> None:
    mine, yours = a_phone(session, a_person(session)), a_phone(session, a_person(session))
    mark_bad(session, number(142), why="carrier code 30005", actor=FIXLINE)
    mark_bad(session, number(142), why="again", actor=FIXLINE)
    session.refresh(mine)
    session.refresh(yours)
    assert [point.bad_reason for point in (mine, yours)] == ["carrier code 30005"] * 2
    mark_good(session, mine, actor=OFFICE)
    assert mine.bad_since is None
    assert yours.bad_since is not None
    assert len(events(session, "contact_point.went_bad")) == 2


@pytest.mark.inventory(10, 12)
def test_what_staff_change_of_a_customer_is_recorded_with_what_stood_before(
    session: Session,
) -> None:
    customer = a_customer(session, "Robert Diaz")
    wanted = details(name="Robert Diaz", billing_address="PO Box 7", notes="Two dogs")
    edit_customer(session, customer.id, wanted, actor=OFFICE)
    edit_customer(session, customer.id, wanted, actor=OFFICE)
    page = customer_page(session, customer.id)
    assert (page.billing_address, page.best_time, page.notes) == (
        "PO Box 7",
        "mornings",
        "Two dogs",
    )
    (event,) = events(session, "customer.edited")
    assert event.before == {"billing_address": "", "best_time": "", "notes": ""}
    assert event.actor_name == OFFICE.name


def test_a_customer_keeps_a_name_and_must_exist(session: Session) -> None:
    customer = a_customer(session)
    with pytest.raises(FieldRefused, match="name"):
        edit_customer(session, customer.id, details(name=" "), actor=OFFICE)
    with pytest.raises(NotFound, match="customer 0"):
        edit_customer(session, 0, details(), actor=OFFICE)


def details(
    *, name: str = "Robert Diaz", billing_address: str = "", notes: str = ""
) -> CustomerDetails:
    return CustomerDetails(
        name=name,
        company_name="",
        kind=CustomerKind.RESIDENTIAL,
        billing_address=billing_address,
        best_time="mornings",
        notes=notes,
    )


def events(session: Session, kind: str) -> list[Event]:
    return list(session.scalars(select(Event).where(Event.kind == kind).order_by(Event.id)))
