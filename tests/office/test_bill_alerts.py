"""News of money on the alert lists at a desk: a customer's, a person's own, and nobody else's."""

from __future__ import annotations

from sqlalchemy import select

from core.alerts.actions.own_lists import start_own_list
from core.alerts.model import BillSubscription, NoticeKind
from core.db import Database
from core.desk.model import StaffRole
from tests.builders import OFFICE, a_customer, a_person
from tests.office.desk import Browser, at_desk


def lists(database: Database) -> list[tuple[int | None, str]]:
    with database.reading() as session:
        rows = session.scalars(select(BillSubscription).order_by(BillSubscription.id))
        return [(row.contact_id, row.news) for row in rows]


def test_a_customers_list_is_switched_on_and_off(database: Database, desk: Browser) -> None:
    with database.transaction() as session:
        page = f"/customers/{a_customer(session).id}"
    for _ in range(2):
        desk.send(f"{page}/bill-alerts/invoice_overdue", seen_on=page, wanted="on")
    assert lists(database) == [(None, "invoice_overdue")]
    assert "Invoice overdue" in desk.text(page)
    assert "subscribed to Invoice overdue" in desk.text(page).replace("“", "").replace("”", "")
    desk.send(f"{page}/bill-alerts/invoice_overdue", seen_on=page)
    assert lists(database) == []


def test_a_persons_own_list_is_theirs_alone(database: Database, desk: Browser) -> None:
    with database.transaction() as session:
        customer, other = a_customer(session), a_customer(session, "Other")
        person = a_person(session, customer)
        start_own_list(session, person, actor=OFFICE)
    page = f"/customers/{customer.id}/people/{person.id}"
    address = f"{page}/bill-alerts/{NoticeKind.PAYMENT_RECEIVED}"
    assert desk.send(address, seen_on=page, wanted="on").status_code == 302
    assert lists(database) == [(person.id, "payment_received")]
    foreign = address.replace(f"/customers/{customer.id}/", f"/customers/{other.id}/")
    assert desk.send(foreign, seen_on=page, wanted="on").status_code == 404


def test_what_is_no_news_of_money_and_who_may_not_edit_is_turned_away(database: Database) -> None:
    with database.transaction() as session:
        page = f"/customers/{a_customer(session).id}"
    desk = at_desk(database)
    for news in ("day_before", "nothing"):
        assert desk.send(f"{page}/bill-alerts/{news}", seen_on=page).status_code == 404
    assert (
        desk.send("/customers/999999/bill-alerts/invoice_overdue", seen_on=page).status_code == 404
    )
    clerk = at_desk(database, StaffRole.ACCOUNTING)
    address = f"{page}/bill-alerts/invoice_overdue"
    assert clerk.send(address, seen_on="/billing/invoices").status_code == 403


def test_the_words_of_the_news_are_edited_with_their_own_tags(
    database: Database, desk: Browser
) -> None:
    words = desk.text("/settings/notices/invoice_overdue/words/sms")
    assert "{InvoiceLink}" in words
    assert "1017" in words
    assert "{InvoiceLink}" not in desk.text("/settings/notices/day_before/words/sms")
    page = "/settings/notices"
    assert desk.send(f"{page}/payment_received", seen_on=page, hour="9").status_code == 404
