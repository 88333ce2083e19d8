"""An overdue invoice and money that came are told to those of the account who subscribed: once, without an amount."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from core.alerts.actions.bill_subscribing import subscribe_contact_to_bills, subscribe_to_bills
from core.alerts.actions.notice_settings import switch_rule_off
from core.alerts.actions.own_lists import drop_own_list, start_own_list
from core.alerts.model import BILL_NEWS, BillSubscription, NoticeKind, NoticeWords, Notification
from core.billing.actions.reminding import start_reminding
from core.billing.model import Invoice
from core.db import Database
from core.directory.model import Contact, Customer
from core.language import Language
from core.messaging.segments import Encoding, segments_of
from core.messaging.tags import TemplateTag, fill, parse_template
from core.messaging.wire import Channel
from core.outbox import Kind
from core.outbox.model import OutboxEntry
from tests.builders import (
    CHICAGO,
    OFFICE,
    a_customer,
    a_person,
    a_phone,
    a_place,
    an_email,
    linked,
    number,
)
from tests.builders.billing import an_invoice
from tests.core.billing.paying import MARCH, paid
from tests.workers.wall import Wall, work_off
from workers.runtime import Runtime

BILLS, ANN = "bills@firm.example", "ann@firm.example"
_AMOUNT = re.compile(r"\$|\d+\.\d\d")


def an_account(session: Session) -> tuple[Customer, Contact, Invoice]:
    """A firm with an address for bills, and Ann with a phone and a mail address; $120.50 long overdue."""
    firm = a_customer(session, "Crestline")
    firm.preferred_channel = "email"
    point = an_email(session, a_person(session, firm, "Desk"), BILLS)
    point.receives_invoices = True
    ann = a_person(session, firm, "Ann")
    a_phone(session, ann)
    an_email(session, ann, ANN)
    return firm, ann, an_invoice(session, 12_050, customer=firm, on=MARCH)


def remind(database: Database, runtime: Runtime) -> None:
    with database.transaction() as session:
        start_reminding(session, zone=CHICAGO)
        looks = OutboxEntry.kind == Kind.REMIND_OVERDUE
        session.execute(update(OutboxEntry).where(looks).values(run_at=MARCH))
    work_off(runtime)


@pytest.mark.inventory(92)
def test_an_overdue_invoice_is_told_to_who_subscribed_and_the_reminder_stays_one(
    database: Database, runtime: Runtime, wall: Wall
) -> None:
    with database.transaction() as session:
        firm, _, invoice = an_account(session)
        subscribe_to_bills(session, firm, NoticeKind.INVOICE_OVERDUE, actor=OFFICE)
    for _ in range(2):
        remind(database, runtime)
    assert [len(wall.to(each)) for each in (BILLS, ANN, number(142))] == [1, 1, 1]
    assert "$120.50" in wall.to(BILLS)[0].body
    for told in (*wall.to(ANN), *wall.to(number(142))):
        assert str(invoice.number) in told.body
        assert "/invoice/" in told.body
        assert not _AMOUNT.search(told.body)
    with database.reading() as session:
        noted = session.scalars(select(Notification).order_by(Notification.id)).all()
        assert sorted(each.address for each in noted if each.reason is None) == [number(142), ANN]
        assert [each.address for each in noted if each.reason is not None] == [BILLS]


@pytest.mark.inventory(128)
def test_money_that_came_is_told_to_who_subscribed(
    database: Database, runtime: Runtime, wall: Wall
) -> None:
    with database.transaction() as session:
        firm, ann, invoice = an_account(session)
        subscribe_contact_to_bills(session, ann, NoticeKind.PAYMENT_RECEIVED, actor=OFFICE)
        paid(session, firm, 12_050, (invoice, 12_050))
    work_off(runtime)
    (receipt,) = wall.to(BILLS)
    assert receipt.subject.startswith("Receipt")
    (news,) = wall.to(ANN)
    assert (news.subject, str(invoice.number) in news.body) == ("A payment has come in", True)
    assert not _AMOUNT.search(news.body)


def test_without_a_subscription_nobody_else_hears_and_nothing_is_written_down(
    database: Database, runtime: Runtime, wall: Wall
) -> None:
    with database.transaction() as session:
        firm, _, invoice = an_account(session)
        paid(session, firm, 50, (invoice, 50))
    remind(database, runtime)
    assert {each.recipient for each in wall.sent} == {BILLS}
    with database.reading() as session:
        assert session.scalars(select(Notification.id)).all() == []


def test_others_at_the_place_never_hear_of_anothers_debts(
    database: Database, runtime: Runtime, wall: Wall
) -> None:
    with database.transaction() as session:
        firm = a_customer(session, "Crestline")
        an_email(session, a_person(session, firm), BILLS)
        place = a_place(session)
        tenant = a_customer(session, "Tenant")
        an_email(session, a_person(session, tenant), "tenant@home.example")
        for each, how in ((firm, "Owner"), (tenant, "Tenant")):
            linked(session, place, each, how)
        for news in BILL_NEWS:
            subscribe_to_bills(session, tenant, news, actor=OFFICE)
        an_invoice(session, 500, customer=firm, place=place, on=MARCH)
    remind(database, runtime)
    assert {each.recipient for each in wall.sent} == {BILLS}


def test_what_the_company_has_switched_off_is_not_told(
    database: Database, runtime: Runtime, wall: Wall
) -> None:
    with database.transaction() as session:
        firm, _, _ = an_account(session)
        subscribe_to_bills(session, firm, NoticeKind.INVOICE_OVERDUE, actor=OFFICE)
        switch_rule_off(session, NoticeKind.INVOICE_OVERDUE, actor=OFFICE)
    remind(database, runtime)
    assert {each.recipient for each in wall.sent} == {BILLS}


def test_an_own_list_begins_as_the_customers_and_goes_with_its_news(session: Session) -> None:
    firm, ann, _ = an_account(session)
    subscribe_to_bills(session, firm, NoticeKind.PAYMENT_RECEIVED, actor=OFFICE)
    start_own_list(session, ann, actor=OFFICE)
    rows = select(BillSubscription.contact_id).order_by(BillSubscription.id)
    assert session.scalars(rows).all() == [None, ann.id]
    drop_own_list(session, ann, actor=OFFICE)
    assert session.scalars(rows).all() == [None]


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("news", BILL_NEWS)
def test_the_words_exist_in_both_languages_and_a_text_is_one_part(
    session: Session, news: NoticeKind, language: Language
) -> None:
    rows = session.scalars(
        select(NoticeWords).where(NoticeWords.kind == news, NoticeWords.language == language)
    )
    words = {row.channel: row for row in rows}
    assert set(words) == set(Channel)
    values = dict.fromkeys(TemplateTag, "x" * 12)
    size = segments_of(fill(parse_template(words[Channel.SMS].body), values))
    assert (size.count, size.encoding) == (1, Encoding.GSM7)
