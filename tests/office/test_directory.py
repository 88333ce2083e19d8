"""Customers and properties at the desk: found by nickname and phone, alert lists, switches, who pays."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from core.alerts.model import AlertSubscription
from core.db import Database
from core.desk.model import StaffRole
from core.directory.model import ContactPoint, Customer, Property
from core.events.model import Event
from core.jobs.model import JobStatus
from tests.office.company import Company
from tests.office.desk import Browser, at_desk


@pytest.mark.inventory(13)
@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("Lake", "Lakeside"),
        ("bob diaz", "Robert Diaz"),
        ("chen", "Lakeside"),
        ("(312) 555-0142", "Robert Diaz"),
        ("+1 312 555 0151", "Lakeside"),
        ("0142", "Robert Diaz"),
        ("rita@lakeside", "Lakeside"),
    ],
)
def test_customers_are_found_by_what_people_remember(
    desk: Browser, company: Company, words: str, found: str
) -> None:
    assert found in desk.text("/customers", q=words)
    assert found in desk.text("/search", q=words)


def test_who_does_not_fit_is_not_listed(desk: Browser, company: Company) -> None:
    assert "Robert Diaz" not in desk.text("/customers", q="lakeside")
    assert "Nobody fits" in desk.text("/customers", q="zebra")


def test_properties_are_found_by_a_part_of_the_address(desk: Browser, company: Company) -> None:
    assert "Oak House" in desk.text("/properties", q="springfield oak")
    assert "Oak House" not in desk.text("/properties", q="elm")


@pytest.mark.inventory(81)
def test_an_alert_subscription_is_added_and_removed(
    database: Database, desk: Browser, company: Company
) -> None:
    with database.reading() as session:
        status_id = session.scalars(select(JobStatus.id).where(JobStatus.name == "On Hold")).one()
    address = f"/customers/{company.tenant_id}"

    def chosen() -> bool:
        with database.reading() as session:
            found = session.scalar(
                select(AlertSubscription.id).where(
                    AlertSubscription.customer_id == company.tenant_id,
                    AlertSubscription.status_id == status_id,
                )
            )
            return found is not None

    before = chosen()
    first, second = ("remove", "add") if before else ("add", "remove")
    desk.send(f"{address}/alerts/{status_id}/{first}", seen_on=address)
    assert chosen() is not before
    desk.send(f"{address}/alerts/{status_id}/{second}", seen_on=address)
    assert chosen() is before


def test_a_subscription_to_a_status_hidden_since_is_shown_and_can_be_removed(
    database: Database, desk: Browser, company: Company
) -> None:
    address = f"/customers/{company.tenant_id}"
    with database.transaction() as session:
        hidden = session.scalars(select(JobStatus).where(JobStatus.name == "Scheduled")).one()
        hidden.customer_visible = False
        remove = f"{address}/alerts/{hidden.id}/remove"
    page = desk.text(address)
    assert "not told to customers" in page
    assert remove in page
    desk.send(remove, seen_on=address)
    page = desk.text(address)
    assert "not told to customers" not in page
    assert remove.replace("/remove", "/add") not in page


@pytest.mark.inventory(5)
def test_job_updates_are_switched_off_and_on_for_one_entry(
    database: Database, desk: Browser, company: Company
) -> None:
    address = f"/customers/{company.tenant_id}"
    switch = f"{address}/points/{company.tenant_point_id}/updates"
    for typed, wanted in (({}, False), ({"wanted": "on"}, True)):
        assert desk.send(switch, seen_on=address, **typed).status_code == 302
        with database.reading() as session:
            point = session.get_one(ContactPoint, company.tenant_point_id)
            assert point.accepts_job_updates is wanted


def test_an_entry_of_another_customer_is_not_found(desk: Browser, company: Company) -> None:
    address = f"/customers/{company.manager_id}/points/{company.tenant_point_id}/updates"
    assert desk.send(address).status_code == 404


def test_a_customers_details_are_changed_and_the_change_is_recorded(
    database: Database, desk: Browser, company: Company
) -> None:
    address = f"/customers/{company.tenant_id}"
    saved = desk.send(
        address,
        seen_on=address,
        name="Roberto Diaz",
        kind="residential",
        notes="Prefers mornings",
        preferred_channel="sms",
        language="en",
        payment_terms_days="30",
        number="1",
        id="999",
    )
    assert saved.status_code == 302
    with database.reading() as session:
        customer = session.get_one(Customer, company.tenant_id)
        assert (customer.name, customer.notes) == ("Roberto Diaz", "Prefers mornings")
        assert customer.number != 1
        event = session.scalars(select(Event).where(Event.kind == "customer.edited")).one()
        assert event.before == {"name": "Robert Diaz", "notes": ""}


@pytest.mark.parametrize("name", ["", "   ", "x" * 201])
def test_a_name_that_is_none_is_refused_and_the_rest_stays(
    desk: Browser, company: Company, name: str
) -> None:
    address = f"/customers/{company.tenant_id}"
    answer = desk.send(address, seen_on=address, name=name, kind="commercial", notes="Keep me")
    assert answer.status_code == 422
    assert "Keep me</textarea>" in answer.text
    assert 'value="commercial" selected' in answer.text


@pytest.mark.inventory(33, 34)
def test_only_a_linked_customer_can_be_made_to_pay(
    database: Database, desk: Browser, company: Company
) -> None:
    address = f"/properties/{company.property_id}"
    assert desk.send(f"{address}/payer", seen_on=address, payer_id="").status_code == 302
    with database.transaction() as session:
        assert session.get_one(Property, company.property_id).responsible is None
        stranger = Customer(name="Somebody Else", kind="residential")
        session.add(stranger)
        session.flush()
        stranger_id = stranger.id
    refused = desk.send(f"{address}/payer", seen_on=address, payer_id=stranger_id)
    assert refused.status_code == 422
    assert "Link Somebody Else to 12 Oak Street first." in refused.text
    desk.send(f"{address}/payer", seen_on=address, payer_id=company.tenant_id)
    assert "Robert Diaz" in desk.text(address)


def test_access_notes_are_saved_and_the_history_does_not_repeat_the_code(
    database: Database, desk: Browser, company: Company
) -> None:
    address = f"/properties/{company.property_id}"
    desk.send(f"{address}/access", seen_on=address, access_notes="New code 9988")
    assert "New code 9988</textarea>" in desk.text(address)
    with database.reading() as session:
        event = session.scalars(select(Event).where(Event.kind == "property.edited")).one()
        assert "9988" not in str(event.after)


def test_the_primary_stands_on_top_of_the_linked_customers(desk: Browser, company: Company) -> None:
    page = desk.text(f"/properties/{company.property_id}")
    assert page.index("Primary") < page.index("Tenant")


def test_accounting_sets_who_pays_but_edits_nothing_else(
    database: Database, company: Company
) -> None:
    accounting = at_desk(database, StaffRole.ACCOUNTING)
    page = accounting.text(f"/properties/{company.property_id}")
    assert "Set who pays" in page
    assert "Save access notes" not in page
    address = f"/properties/{company.property_id}/access"
    assert accounting.send(address, access_notes="x").status_code == 403
