"""Sending an invoice from the desk: said once, to whom, and only where it went; nobody to get it keeps nothing."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from core.billing.model import Invoice
from core.clock import database_now
from core.db import Database
from core.desk.model import StaffRole
from core.directory.model import Customer
from core.events.model import Event
from core.outbox import Kind
from core.outbox.model import OutboxEntry
from office.billing.beside import STILL_NEWS
from tests.builders import a_customer, a_person, a_phone, an_email
from tests.core.billing.paying import issued
from tests.office.desk import Browser, at_desk


@pytest.fixture
def desk(database: Database) -> Browser:
    return at_desk(database, StaffRole.ACCOUNTING)


def a_debt(database: Database) -> Invoice:
    with database.transaction() as session:
        return issued(session, a_customer(session, "Lakeside Homes"), 12_050)


@pytest.mark.inventory(103)
def test_an_invoice_is_sent_from_the_desk(desk: Browser, database: Database) -> None:
    invoice = a_debt(database)
    page = f"/billing/invoices/{invoice.id}"
    with database.transaction() as session:
        person = a_person(session, session.get_one(Customer, invoice.bill_to_id))
        an_email(session, person)
        a_phone(session, person)
    sent = desk.send(f"{page}/send", seen_on="/billing/statements")
    assert sent.headers["Location"].startswith(page)
    said = "On its way to bob@home.example and (312) 555-0142."
    assert said in desk.text(sent.headers["Location"])
    assert said not in desk.text(page)
    with database.transaction() as session:
        other = issued(session, session.get_one(Customer, invoice.bill_to_id), 700)
    event = sent.headers["Location"].partition("sent=")[2]
    assert "On its way" not in desk.text(f"/billing/invoices/{other.id}", sent=event)
    with database.reading() as session:
        kinds = session.scalars(select(OutboxEntry.kind)).all()
    assert Kind.TELL_INVOICE in kinds


def test_an_invoice_that_nobody_would_get_is_not_sent(desk: Browser, database: Database) -> None:
    page = f"/billing/invoices/{a_debt(database).id}"
    sent = desk.send(f"{page}/send", seen_on=page)
    assert sent.status_code == 422
    assert "Nobody to send it to" in sent.text
    assert promised(database) == 0


def test_once_somebody_would_get_it_the_form_that_was_refused_sends(
    desk: Browser, database: Database
) -> None:
    """The browser goes back to the page it had, with the key it had."""
    invoice = a_debt(database)
    page = f"/billing/invoices/{invoice.id}"
    held = {"form_key": "as-opened"}
    assert desk.send(f"{page}/send", seen_on=page, **held).status_code == 422
    with database.transaction() as session:
        an_email(session, a_person(session, session.get_one(Customer, invoice.bill_to_id)))
    sent, again = (desk.send(f"{page}/send", seen_on=page, **held) for _ in range(2))
    assert sent.location == again.location
    assert "On its way to bob@home.example" in desk.text(sent.headers["Location"])
    assert promised(database) == 1


def test_what_was_sent_long_ago_is_no_news_any_more(desk: Browser, database: Database) -> None:
    invoice = a_debt(database)
    with database.transaction() as session:
        an_email(session, a_person(session, session.get_one(Customer, invoice.bill_to_id)))
        long_ago = Event(
            kind="invoice.sent",
            subject_type="invoice",
            subject_id=invoice.id,
            actor_type="staff",
            actor_name="Casey Reed",
            created_at=database_now(session) - STILL_NEWS * 2,
        )
        session.add(long_ago)
        session.flush()
    said = desk.text(f"/billing/invoices/{invoice.id}", sent=long_ago.id)
    assert "On its way" not in said


def promised(database: Database) -> int:
    """How many invoices are to be told of."""
    asked = (
        select(func.count()).select_from(OutboxEntry).where(OutboxEntry.kind == Kind.TELL_INVOICE)
    )
    with database.reading() as session:
        return session.scalar(asked) or 0
