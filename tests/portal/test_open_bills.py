"""The page of all that is open: one account's bills, none of anybody else's, for as long as the entry is theirs."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, update

import portal
from core.billing.paper_links import AccountLink, account_in, account_url
from core.billing.queries.open_bills import MOST_BILLS
from core.db import Database
from core.directory.model import ContactPoint
from tests.builders import a_customer, a_person, a_phone, a_place
from tests.core.billing.paying import issued, paid
from tests.practice import practice_settings

KEY = practice_settings().secret_key


@pytest.fixture
def client(database: Database) -> FlaskClient:
    app = Flask("practice")
    app.register_blueprint(portal.create_blueprint(practice_settings(), database))
    return app.test_client()


def path(point: ContactPoint) -> str:
    return account_url("", KEY, AccountLink(point.contact.customer_id, point.id))


def an_account(database: Database) -> str:
    """Where Rita's page is; $100.00 and $40.00 of $60.00 open, $5.00 paid, and a neighbour's $888.00."""
    with database.transaction() as session:
        rita, bob = a_customer(session, "Rita <Diaz>"), a_customer(session, "Bob Neighbour")
        point = a_phone(session, a_person(session, rita))
        place = a_place(session, "12 Oak Street")
        issued(session, rita, 10_000, place=place)
        partly, done = issued(session, rita, 6_000), issued(session, rita, 500)
        paid(session, rita, 2_500, (partly, 2_000), (done, 500))
        issued(session, bob, 88_800, place=place)
        return path(point)


def test_all_that_is_open_stands_on_one_page_and_leads_to_each_bill(
    client: FlaskClient, database: Database
) -> None:
    shown = client.get(an_account(database))
    page = shown.get_data(as_text=True)
    assert shown.status_code == 200
    for told in ("$100.00", "$40.00", "$140.00", "Rita &lt;Diaz&gt;", "12 Oak Street"):
        assert told in page
    for secret in ("$888.00", "Bob", "$5.00"):
        assert secret not in page
    links = links_of(page)
    assert len(links) == 2
    for link, amount in zip(links, ("$100.00", "$40.00"), strict=True):
        assert amount in client.get(link).get_data(as_text=True)
    assert shown.headers["Cache-Control"] == "no-store"


def links_of(page: str) -> list[str]:
    """Where the bills of a page lead."""
    return [part.split('"')[0] for part in page.split('href="')[1:] if part.startswith("/invoice/")]


def test_the_links_of_the_page_end_with_the_entry_it_was_sent_to(
    client: FlaskClient, database: Database
) -> None:
    link, _ = links_of(client.get(an_account(database)).get_data(as_text=True))
    for address in (link, f"{link}/invoice.pdf"):
        assert client.get(address).status_code == 200
    with database.transaction() as session:
        session.execute(update(ContactPoint).values(retired_at=func.clock_timestamp()))
    for address in (link, f"{link}/invoice.pdf"):
        assert client.get(address).status_code == 404


def test_the_page_ends_once_its_reader_is_one_of_several_and_not_the_one_for_bills(
    client: FlaskClient, database: Database
) -> None:
    address = an_account(database)
    link, _ = links_of(client.get(address).get_data(as_text=True))
    with database.transaction() as session:
        rita = session.scalars(select(ContactPoint)).one()
        a_person(session, rita.contact.customer, "Carl")
    assert [client.get(each).status_code for each in (address, link)] == [404, 404]
    with database.transaction() as session:
        session.execute(update(ContactPoint).values(receives_invoices=True))
    assert [client.get(each).status_code for each in (address, link)] == [200, 200]


def test_once_all_is_paid_the_page_says_so(client: FlaskClient, database: Database) -> None:
    with database.transaction() as session:
        point = a_phone(session, a_person(session, a_customer(session, "Rita")))
        address = path(point)
    assert "Nothing is open" in client.get(address).get_data(as_text=True)


def test_a_number_that_is_theirs_no_more_opens_nothing(
    client: FlaskClient, database: Database
) -> None:
    address = an_account(database)
    with database.transaction() as session:
        session.execute(update(ContactPoint).values(retired_at=func.clock_timestamp()))
    assert client.get(address).status_code == 404


def test_a_number_that_went_to_another_account_opens_neither(
    client: FlaskClient, database: Database
) -> None:
    an_account(database)
    with database.transaction() as session:
        point = session.scalars(select(ContactPoint)).one()
        other = a_customer(session, "Somebody else")
        foreign = account_url("", KEY, AccountLink(other.id, point.id))
    assert client.get(foreign).status_code == 404


@pytest.mark.parametrize("token", ["x", "WzFd.abc.def", "%00"])
def test_a_forged_link_opens_nothing(client: FlaskClient, database: Database, token: str) -> None:
    an_account(database)
    assert account_in(KEY, token) is None
    assert client.get(f"/bills/{token}").status_code == 404


def test_more_than_a_page_takes_is_said(client: FlaskClient, database: Database) -> None:
    with database.transaction() as session:
        rita = a_customer(session, "Rita")
        address = path(a_phone(session, a_person(session, rita)))
        for _ in range(MOST_BILLS + 1):
            issued(session, rita, 100)
    page = client.get(address).get_data(as_text=True)
    assert page.count('href="/invoice/') == MOST_BILLS
    assert f"These are the first {MOST_BILLS}." in page
