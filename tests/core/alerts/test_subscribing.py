"""Alert lists: a customer's own, a contact's own, and what a new customer begins with."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.alerts.actions.subscribing import (
    subscribe,
    subscribe_contact,
    subscribe_to_defaults,
    subscribed_status_ids,
    unsubscribe,
    use_customer_list,
)
from core.directory.model import Contact, Customer
from core.events.model import Event
from core.jobs.actions.workflow import deactivate_status
from core.jobs.model import JobStatus
from tests.builders import OFFICE, a_customer, a_person, hears, status


@pytest.mark.inventory(81)
def test_statuses_are_put_on_a_customers_list_and_taken_off(session: Session) -> None:
    customer = a_customer(session)
    hears(session, customer, "Booked", "Completed", "Booked")
    assert names(session, customer) == {"Booked", "Completed"}
    unsubscribe(session, customer, status(session, "Booked"), actor=OFFICE)
    unsubscribe(session, customer, status(session, "Booked"), actor=OFFICE)
    assert names(session, customer) == {"Completed"}


@pytest.mark.inventory(78)
def test_the_list_spans_the_life_of_the_job_and_of_its_invoice(session: Session) -> None:
    customer = a_customer(session)
    hears(session, customer, "Booked", "Invoiced", "Paid")
    assert names(session, customer) == {"Booked", "Invoiced", "Paid"}


def test_only_changes_are_recorded_and_by_whom(session: Session) -> None:
    customer, booked = a_customer(session), status(session, "Booked")
    for _ in range(2):
        subscribe(session, customer, booked, actor=OFFICE)
    for _ in range(2):
        unsubscribe(session, customer, booked, actor=OFFICE)
    events = session.scalars(
        select(Event).where(Event.kind.like("alerts.%")).order_by(Event.id)
    ).all()
    assert [event.kind for event in events] == ["alerts.subscribed", "alerts.unsubscribed"]
    assert {(event.customer_id, event.actor_name) for event in events} == {
        (customer.id, OFFICE.name)
    }


@pytest.mark.inventory(81)
def test_one_customers_list_says_nothing_of_anothers(session: Session) -> None:
    first, second = a_customer(session), a_customer(session)
    hears(session, first, "Booked")
    assert names(session, second) == set()


def test_a_contacts_own_list_stands_beside_the_customers(session: Session) -> None:
    person = a_person(session)
    hears(session, person.customer, "Booked")
    subscribe_contact(session, person, status(session, "Completed"), actor=OFFICE)
    assert names(session, person.customer) == {"Booked"}
    assert names(session, person.customer, person) == {"Completed"}
    use_customer_list(session, person)
    assert not person.own_alert_list
    assert names(session, person.customer, person) == set()


def test_a_new_customer_begins_with_what_the_company_chose(session: Session) -> None:
    customer = a_customer(session)
    deactivate_status(session, status(session, "On the Way").id, actor=OFFICE)
    subscribe_to_defaults(session, customer, actor=OFFICE)
    assert names(session, customer) == {"Booked", "Scheduled", "Completed", "Canceled"}


def names(session: Session, customer: Customer, person: Contact | None = None) -> set[str]:
    ids = subscribed_status_ids(session, customer, person)
    return set(session.scalars(select(JobStatus.name).where(JobStatus.id.in_(ids))))
