"""Invoices, reminders and statements as they leave: texts carry a link and no amount, each goes once."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import func, select, text, update

import portal
from core.billing.actions.crediting import credit_part
from core.billing.actions.reminding import start_reminding
from core.billing.actions.sending import send_invoice
from core.billing.actions.statement_runs import MOST_AT_ONCE, start_run
from core.billing.model import Invoice, Reminder, StatementKind, StatementRun, StatementSent
from core.billing.queries.statement_runs import runs
from core.clock import database_now
from core.db import Database
from core.directory.model import ContactPoint, Customer
from core.language import Language
from core.messaging.segments import segments_of
from core.messaging.wire import Channel
from core.outbox import Kind
from core.outbox.model import OutboxEntry
from tests.builders import CHICAGO, OFFICE, a_customer, a_person, a_phone, an_email, number
from tests.builders.billing import an_invoice, because
from tests.core.billing.paying import MARCH, issued, paid
from tests.workers.wall import Wall, work_off
from workers.handlers import HANDLERS
from workers.runtime import Runtime

MAIL = "bob@home.example"
MARCH_31 = date(2026, 3, 31)


def a_debtor(database: Database, language: Language = Language.ENGLISH) -> tuple[Customer, Invoice]:
    """One with a phone and a mail address, and an invoice of $120.50 that is long overdue."""
    with database.transaction() as session:
        payer = a_customer(session)
        person = a_person(session, payer, language=language)
        a_phone(session, person)
        an_email(session, person)
        return payer, issued(session, payer, 12_050)


def look(database: Database, runtime: Runtime) -> None:
    """The morning's look, now."""
    with database.transaction() as session:
        start_reminding(session, zone=CHICAGO)
        looks = OutboxEntry.kind == Kind.REMIND_OVERDUE
        session.execute(update(OutboxEntry).where(looks).values(run_at=MARCH))
    work_off(runtime)


def link_in(body: str) -> str:
    """The path of the link in a letter."""
    (address,) = [word for word in body.split() if "/invoice/" in word or "/statement/" in word]
    return "/" + address.split("/", 3)[3]


@pytest.mark.inventory(137)
def test_an_overdue_invoice_is_reminded_of_by_mail_and_by_text_without_an_amount(
    database: Database, runtime: Runtime, wall: Wall
) -> None:
    _, invoice = a_debtor(database)
    look(database, runtime)
    look(database, runtime)
    (mail,), (sms,) = wall.to(MAIL), wall.to(number(142))
    assert mail.subject == f"Final reminder: invoice {invoice.number}"
    assert "Still owed: $120.50" in mail.body
    assert (sms.channel, "$" in sms.body, "120" in sms.body) == (Channel.SMS, False, False)
    with database.reading() as session:
        assert session.scalars(select(Reminder.told_at)).one() is not None


def test_the_next_look_is_promised_by_the_last(database: Database, runtime: Runtime) -> None:
    for _ in range(3):
        look(database, runtime)
    with database.reading() as session:
        looks = select(OutboxEntry.run_at).where(OutboxEntry.kind == Kind.REMIND_OVERDUE)
        (run_at,) = session.scalars(looks).all()
        assert run_at > database_now(session)


def test_who_pays_before_it_is_told_hears_nothing(
    database: Database, runtime: Runtime, wall: Wall
) -> None:
    payer, invoice = a_debtor(database)
    with database.transaction() as session:
        start_reminding(session, zone=CHICAGO)
        session.execute(update(OutboxEntry).values(run_at=MARCH))
        entry_id = session.scalars(select(OutboxEntry.id)).one()
    HANDLERS[Kind.REMIND_OVERDUE](runtime, [entry_id])
    with database.transaction() as session:
        paid(session, payer, 12_050, (invoice, 12_050))
        session.execute(text("DELETE FROM outbox WHERE kind = 'tell_payment'"))
    work_off(runtime)
    assert wall.sent == []


@pytest.mark.parametrize("language", list(Language))
def test_texts_of_bills_are_short(
    database: Database, runtime: Runtime, wall: Wall, language: Language
) -> None:
    _, invoice = a_debtor(database, language)
    with database.transaction() as session:
        send_invoice(session, invoice.id, actor=OFFICE)
    look(database, runtime)
    for sms in wall.to(number(142)):
        assert segments_of(sms.body).count <= 2, sms.body


@pytest.mark.inventory(103)
def test_an_invoice_is_sent_with_a_link_that_opens_it(
    database: Database, runtime: Runtime, wall: Wall
) -> None:
    _, invoice = a_debtor(database)
    with database.transaction() as session:
        send_invoice(session, invoice.id, actor=OFFICE)
    work_off(runtime)
    (mail,), (sms,) = wall.to(MAIL), wall.to(number(142))
    assert "Total: $120.50" in mail.body
    assert "$" not in sms.body
    app = Flask("practice")
    app.register_blueprint(portal.create_blueprint(runtime.settings, database))
    for letter in (mail, sms):
        shown = app.test_client().get(link_in(letter.body))
        assert (shown.status_code, b"$120.50" in shown.data) == (200, True)


@pytest.mark.inventory(103)
@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize(
    ("received", "total", "left", "said"),
    [
        (0, "120.50", "", ("", "")),
        (4_000, "120.50", "80.50", ("", "")),
        (12_050, "120.50", "", ("Nothing is owed on it", "Ya no se debe nada")),
    ],
)
def test_an_invoice_sent_says_what_is_still_owed(
    database: Database,
    runtime: Runtime,
    wall: Wall,
    language: Language,
    received: int,
    total: str,
    left: str,
    said: tuple[str, str],
) -> None:
    payer, invoice = a_debtor(database, language)
    with database.transaction() as session:
        if received:
            paid(session, payer, received, (invoice, received))
            session.execute(text("DELETE FROM outbox WHERE kind = 'tell_payment'"))
        send_invoice(session, invoice.id, actor=OFFICE)
    work_off(runtime)
    is_spanish = language is Language.SPANISH
    owed = ("Por pagar: ${} de ${}" if is_spanish else "Still owed: ${} of ${}").format(left, total)
    due = "vence" if is_spanish else "due"
    (mail,), (sms,) = wall.to(MAIL), wall.to(number(142))
    assert (owed if left else f"Total: ${total}") in mail.body
    assert said[is_spanish] in mail.body
    for letter in (mail, sms):
        assert (due in letter.body) == (not said[0])
    assert "$" not in sms.body


def test_of_an_invoice_over_nothing_nobody_is_asked_to_pay(
    database: Database, runtime: Runtime, wall: Wall
) -> None:
    with database.transaction() as session:
        payer = a_customer(session)
        person = a_person(session, payer)
        an_email(session, person)
        a_phone(session, person)
        send_invoice(session, an_invoice(session, 0, customer=payer).id, actor=OFFICE)
    work_off(runtime)
    (mail,), (sms,) = wall.to(MAIL), wall.to(number(142))
    assert "There is nothing to pay." in mail.body
    assert "nothing to pay" in sms.body
    assert "due" not in mail.body + sms.body


def test_a_credit_note_is_called_what_it_is(
    database: Database, runtime: Runtime, wall: Wall
) -> None:
    with database.transaction() as session:
        payer = a_customer(session)
        an_email(session, a_person(session, payer, language=Language.SPANISH))
        invoice = an_invoice(session, 10_000, customer=payer)
        note = credit_part(session, invoice.id, 2_500, because(), actor=OFFICE)
        send_invoice(session, note.id, actor=OFFICE)
    work_off(runtime)
    (mail,) = wall.to(MAIL)
    assert mail.subject.startswith(f"Su nota de crédito {note.number}")
    assert "$25.00" in mail.body
    assert "vence" not in mail.body


def marked(database: Database, count: int) -> list[int]:
    """So many customers with an invoice, whose mail address receives statements."""
    with database.transaction() as session:
        made = []
        for n in range(count):
            customer = a_customer(session, f"Payer {n}")
            point = an_email(session, a_person(session, customer), f"p{n}@mail.example")
            point.receives_statements = True
            issued(session, customer, 1_000 + n)
            made.append(customer.id)
        return made


def begin(database: Database) -> int:
    with database.transaction() as session:
        return start_run(
            session, StatementKind.ACTIVITY, MARCH, MARCH_31, on=date(2026, 4, 1), actor=OFFICE
        ).id


@pytest.mark.inventory(134)
def test_a_run_writes_to_every_marked_entry_once_with_a_link_to_the_pdf(
    database: Database, runtime: Runtime, wall: Wall
) -> None:
    marked(database, 3)
    with database.transaction() as session:
        quiet = a_customer(session, "Nothing Owed")
        point = an_email(session, a_person(session, quiet), "quiet@mail.example")
        point.receives_statements = True
    begin(database)
    work_off(runtime)
    assert sorted(mail.recipient for mail in wall.sent) == [f"p{n}@mail.example" for n in range(3)]
    assert "Your account stands at $10.01." in wall.to("p1@mail.example")[0].body
    with database.reading() as session:
        (shown,) = runs(session)
        assert (shown.done, shown.copies, shown.passed_over) == (4, 3, 1)
        assert shown.run.done_at is not None
    app = Flask("practice")
    app.register_blueprint(portal.create_blueprint(runtime.settings, database))
    opened = app.test_client().get(link_in(wall.to("p1@mail.example")[0].body))
    assert (opened.status_code, opened.mimetype) == (200, "application/pdf")


@pytest.mark.inventory(135)
def test_a_run_killed_in_the_middle_goes_on_where_it_was(
    database: Database, runtime: Runtime, wall: Wall
) -> None:
    """The first part is done when the worker dies; what was promised of the rest is done by another, told twice."""
    customers = marked(database, MOST_AT_ONCE + 5)
    run_id = begin(database)
    send = HANDLERS[Kind.SEND_STATEMENTS]
    send(runtime, _parts(database))
    with database.reading() as session:
        assert session.scalar(_SENT) == MOST_AT_ONCE
        assert session.get_one(StatementRun, run_id).done_at is None
    parts = _parts(database)
    for _ in range(2):
        send(runtime, parts)
    work_off(runtime)
    with database.reading() as session:
        assert session.scalar(_SENT) == len(customers)
        assert session.get_one(StatementRun, run_id).done_at is not None
    assert len(wall.sent) == len({mail.recipient for mail in wall.sent}) == len(customers)


_SENT = select(func.count()).select_from(StatementSent)


def _parts(database: Database) -> list[int]:
    with database.reading() as session:
        wanted = select(OutboxEntry.id).where(OutboxEntry.kind == Kind.SEND_STATEMENTS)
        return list(session.scalars(wanted))


def test_a_phone_marked_for_statements_gets_a_link_only(
    database: Database, runtime: Runtime, wall: Wall
) -> None:
    a_debtor(database)
    with database.transaction() as session:
        session.execute(
            update(ContactPoint)
            .where(ContactPoint.value == number(142))
            .values(receives_statements=True)
        )
    begin(database)
    work_off(runtime)
    (sms,) = wall.sent
    assert (sms.recipient, "$" in sms.body) == (number(142), False)
