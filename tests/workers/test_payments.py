"""Receipts, instalment reminders and jobs that follow: what leaves the house when money came."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import func, select, update

from core.billing.actions.counting import MOST_FOLLOWED_AT_ONCE
from core.billing.actions.payments import receive_payment
from core.billing.actions.plans import agree_plan
from core.billing.actions.reversing import reverse_payment
from core.billing.instalments import Pace
from core.billing.model import Invoice, Payment, PaymentMethod, Reminder
from core.billing.papers.head import sender_of
from core.billing.papers.receipt import receipt_paper
from core.billing.queries.company import billing_defaults
from core.db import Database
from core.directory.model import Customer
from core.jobs.lifecycle import Category
from core.jobs.model import Job, JobStatus
from core.language import Language
from core.messaging.wire import Channel
from core.outbox import Kind
from core.outbox.model import OutboxEntry
from tests.builders import (
    CHICAGO,
    OFFICE,
    a_customer,
    a_job_at,
    a_person,
    a_phone,
    a_place,
    an_email,
    linked,
    number,
)
from tests.core.billing.paying import MARCH, issued, new_payment, paid
from tests.workers.wall import Wall, work_off
from workers.runtime import Runtime

MAIL = "bob@home.example"


def a_payer(database: Database, language: Language = Language.ENGLISH) -> tuple[Customer, Invoice]:
    """One with a phone and a mail address, and an invoice of $120.50."""
    with database.transaction() as session:
        payer = a_customer(session)
        person = a_person(session, payer, language=language)
        a_phone(session, person)
        an_email(session, person)
        return payer, issued(session, payer, 12_050)


@pytest.mark.inventory(128)
def test_a_receipt_goes_out_by_mail_with_amounts_and_by_text_without(
    database: Database, runtime: Runtime, wall: Wall
) -> None:
    payer, invoice = a_payer(database)
    new = new_payment(
        payer, 15_000, (invoice, 12_050), method=PaymentMethod.CHECK, check_number="4471"
    )
    for _ in range(2):
        with database.transaction() as session:
            receive_payment(session, new, actor=OFFICE)
    work_off(runtime)
    (mail,), (sms,) = wall.to(MAIL), wall.to(number(142))
    assert mail.subject == "Receipt for your payment of $150.00"
    assert "$150.00 by check number 4471" in mail.body
    assert f"Invoice {invoice.number}: $120.50 paid, $0.00 still to pay" in mail.body
    assert "$29.50 of it is not used" in mail.body
    assert (sms.channel, "$" in sms.body) == (Channel.SMS, False)
    assert f"by check for invoice {invoice.number}" in sms.body


def test_a_receipt_tells_nothing_of_another_customers_account(
    database: Database, runtime: Runtime, wall: Wall
) -> None:
    payer, own = a_payer(database)
    with database.transaction() as session:
        manager, place = a_customer(session, "Mia Manager"), a_place(session)
        linked(session, place, payer)
        linked(session, place, manager, "Property Manager")
        theirs = issued(session, manager, 48_370, place=place)
        payment = paid(session, payer, 5_000, (own, 1_000), (theirs, 4_000))
    work_off(runtime)
    body = wall.to(MAIL)[0].body
    assert f"Invoice {own.number}: $10.00 paid, $110.50 still to pay" in body
    assert f"Invoice {theirs.number}: $40.00 paid\n" in body
    assert "443.70" not in body
    with database.reading() as session:
        sender = sender_of(runtime.settings.company, billing_defaults(session))
        paper = receipt_paper(session, session.get_one(Payment, payment.id), sender)
    assert "443.70" not in str(paper.words)
    assert "$40.00" in str(paper.words)


def test_a_receipt_speaks_the_payers_language(
    database: Database, runtime: Runtime, wall: Wall
) -> None:
    payer, invoice = a_payer(database, Language.SPANISH)
    with database.transaction() as session:
        paid(session, payer, 5_000, (invoice, 5_000))
    work_off(runtime)
    assert "Gracias" in wall.to(number(142))[0].body
    assert "quedan $70.50" in wall.to(MAIL)[0].body


def test_nobody_is_thanked_for_what_bounced_meanwhile(
    database: Database, runtime: Runtime, wall: Wall
) -> None:
    payer, invoice = a_payer(database)
    with database.transaction() as session:
        payment = paid(session, payer, 5_000, (invoice, 5_000))
        reverse_payment(session, payment.id, on=MARCH, reason="NSF", actor=OFFICE)
    work_off(runtime)
    assert wall.sent == []


@pytest.mark.inventory(125)
def test_each_instalment_is_reminded_of_once(
    database: Database, runtime: Runtime, wall: Wall
) -> None:
    payer, invoice = a_payer(database)
    with database.transaction() as session:
        agree_plan(
            session,
            invoice.id,
            first_on=date(2027, 4, 1),
            count=3,
            pace=Pace.MONTHLY,
            on=date(2027, 3, 1),
            zone=CHICAGO,
            actor=OFFICE,
        )
        paid(session, payer, 5_000, (invoice, 5_000))
    work_off(runtime)
    wall.sent.clear()
    with database.transaction() as session:
        reminders = OutboxEntry.kind == Kind.REMIND_INSTALMENT
        session.execute(update(OutboxEntry).where(reminders).values(run_at=MARCH))
    work_off(runtime)
    mails = [mail.body for mail in wall.to(MAIL)]
    assert len(mails) == 2
    assert "Instalment 2 of 3: $30.34, due May 1" in mails[0]
    assert "Instalment 3 of 3: $40.16, due Jun 1" in mails[1]
    assert not any("$" in sms.body for sms in wall.to(number(142)))
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Reminder)) == 2


def test_many_jobs_follow_one_payment_a_moment_later(database: Database, runtime: Runtime) -> None:
    with database.transaction() as session:
        payer, place = a_customer(session), a_place(session)
        jobs = [
            a_job_at(session, "Completed", place, payer) for _ in range(MOST_FOLLOWED_AT_ONCE + 1)
        ]
        invoices = [issued(session, payer, 100, job=job, place=place) for job in jobs]
        paid(session, payer, 100 * len(jobs), *((each, 100) for each in invoices))
    work_off(runtime)
    with database.reading() as session:
        reached = session.scalars(
            select(JobStatus.category)
            .join(Job, Job.status_id == JobStatus.id)
            .where(Job.id.in_([job.id for job in jobs]))
        ).all()
    assert set(reached) == {Category.PAID}
