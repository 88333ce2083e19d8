"""The page behind the link to an invoice: one paper, nobody else's; forged, stale and foreign links open nothing."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer

import portal
from core.billing.actions.statement_runs import start_run
from core.billing.actions.voiding import void
from core.billing.model import Invoice, StatementKind
from core.billing.paper_links import (
    InvoiceLink,
    StatementLink,
    invoice_in,
    invoice_url,
    statement_in,
    statement_url,
)
from core.db import Database
from tests.builders import OFFICE, a_customer, a_person, a_place, an_email
from tests.builders.billing import MARCH_2, a_draft_invoice
from tests.core.billing.paying import MARCH, issued, paid
from tests.practice import practice_settings

KEY = practice_settings().secret_key


@pytest.fixture
def client(database: Database) -> FlaskClient:
    app = Flask("practice")
    app.register_blueprint(portal.create_blueprint(practice_settings(), database))
    return app.test_client()


def an_open_one(database: Database) -> Invoice:
    """$100.00 owed by Rita <Diaz>, at 12 Oak Street; another one of hers, and one of a neighbour's."""
    with database.transaction() as session:
        rita, bob = a_customer(session, "Rita <Diaz>"), a_customer(session, "Bob Neighbour")
        place = a_place(session, "12 Oak Street")
        invoice = issued(session, rita, 10_000, place=place)
        issued(session, rita, 77_700, place=place)
        issued(session, bob, 88_800, place=place)
        return invoice


def path(invoice: Invoice) -> str:
    return invoice_url("", KEY, InvoiceLink(invoice.id))


def test_a_page_says_whose_invoice_it_is_and_how_to_reach_them(
    client: FlaskClient, database: Database
) -> None:
    for address in (path(an_open_one(database)), "/invoice/forged"):
        page = client.get(address).get_data(as_text=True)
        head = page[page.index('<header class="letterhead">') : page.index("</header>")]
        assert "Practice Services" in head
        assert '<a href="tel:+13125550100">(312) 555-0100</a>' in head


@pytest.mark.inventory(103)
def test_the_link_shows_one_invoice_and_no_other(client: FlaskClient, database: Database) -> None:
    shown = client.get(path(an_open_one(database)))
    page = shown.get_data(as_text=True)
    assert shown.status_code == 200
    assert "$100.00" in page
    assert "Rita &lt;Diaz&gt;" in page
    for secret in ("$777.00", "$888.00", "Bob Neighbour"):
        assert secret not in page
    assert shown.headers["Cache-Control"] == "no-store"
    assert shown.headers["Referrer-Policy"] == "no-referrer"


def test_the_pdf_opens_by_the_same_link(client: FlaskClient, database: Database) -> None:
    found = client.get(path(an_open_one(database)) + "/invoice.pdf")
    assert (found.status_code, found.mimetype) == (200, "application/pdf")
    assert found.data.startswith(b"%PDF-")


def test_the_page_follows_what_is_paid_and_void(client: FlaskClient, database: Database) -> None:
    invoice = an_open_one(database)
    with database.transaction() as session:
        paid(session, session.merge(invoice).bill_to, 4_000, (invoice, 4_000))
    assert "$60.00" in client.get(path(invoice)).get_data(as_text=True)
    with database.transaction() as session:
        paid(session, session.merge(invoice).bill_to, 6_000, (invoice, 6_000))
        other = issued(session, a_customer(session), 500)
        void(session, other.id, on=MARCH, reason="twice", actor=OFFICE)
    assert "Nothing is owed" in client.get(path(invoice)).get_data(as_text=True)
    assert "You need not pay" in client.get(path(other)).get_data(as_text=True)


def test_a_draft_is_nobodys_to_see(client: FlaskClient, database: Database) -> None:
    with database.transaction() as session:
        draft = a_draft_invoice(session, 500, on=MARCH_2)
    assert client.get(path(draft)).status_code == 404


@pytest.mark.parametrize("token", ["x", "WzFd.abc.def", "..", "%00", "W10.x"])
def test_a_forged_link_opens_nothing(client: FlaskClient, database: Database, token: str) -> None:
    an_open_one(database)
    for address in (f"/invoice/{token}", f"/invoice/{token}/invoice.pdf", f"/statement/{token}"):
        assert client.get(address).status_code == 404


def test_a_link_of_another_kind_or_shape_opens_nothing(
    client: FlaskClient, database: Database
) -> None:
    invoice = an_open_one(database)
    foreign = URLSafeTimedSerializer(KEY, salt="approval").dumps([invoice.id])
    longer = URLSafeTimedSerializer(KEY, salt="invoice").dumps([invoice.id, 1, 1])
    statement = statement_url("", KEY, StatementLink(1, 1)).removeprefix("/statement/")
    for token in (foreign, longer, statement):
        assert invoice_in(KEY, token) is None
        assert client.get(f"/invoice/{token}").status_code == 404
    assert statement_in(KEY, path(invoice).removeprefix("/invoice/")) is None


def test_a_statement_opens_as_pdf_for_its_account_only(
    client: FlaskClient, database: Database
) -> None:
    with database.transaction() as session:
        customer = a_customer(session)
        point = an_email(session, a_person(session, customer))
        point.receives_statements = True
        issued(session, customer, 10_000)
        run = start_run(
            session,
            StatementKind.OPEN_ITEM,
            MARCH,
            date(2026, 3, 31),
            on=date(2026, 4, 1),
            actor=OFFICE,
        )
    found = client.get(statement_url("", KEY, StatementLink(run.id, customer.id)))
    assert (found.status_code, found.mimetype) == (200, "application/pdf")
    missing = client.get(statement_url("", KEY, StatementLink(run.id, 999_999)))
    assert missing.status_code == 404
