"""Papers travel with the letters about them: the very bytes kept, also after trouble, or the mail stays here."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import delete, event, select, text, update
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

from bot.words import say
from core.billing.actions.crediting import credit_part
from core.billing.actions.reminding import start_reminding
from core.billing.actions.sending import send_invoice
from core.billing.actions.statement_runs import start_run
from core.billing.buckets import Ageing
from core.billing.model import Invoice, StatementKind
from core.billing.queries.statement import Activity, Movement, MovementKind
from core.blobs import Blob, BlobPiece, read_blob
from core.db import Database
from core.directory.model import Customer
from core.language import Language
from core.messaging.actions.carrying import MOST_BYTES
from core.messaging.model import Message, MessageMedia
from core.messaging.wire import Channel, MessageState
from core.outbox import Kind
from core.outbox.model import OutboxEntry
from tests.builders import CHICAGO, OFFICE, a_customer, a_person, a_phone, an_email, number
from tests.builders.billing import MARCH_2, an_invoice, because
from tests.core.billing.paying import MARCH, paid
from tests.workers.road import Road
from tests.workers.wall import Wall, work_off
from workers.bill_papers import MOST_LINES, paper_of_statement, statement_files
from workers.runtime import Runtime

MAIL = "bob@home.example"


def a_payer(database: Database) -> tuple[Customer, Invoice]:
    """One with a phone and a mail address that takes invoices and statements, and an invoice of $120.50."""
    with database.transaction() as session:
        payer = a_customer(session)
        person = a_person(session, payer)
        a_phone(session, person)
        point = an_email(session, person)
        point.receives_statements = True
        return payer, an_invoice(session, 12_050, customer=payer)


def send(database: Database, invoice_id: int) -> None:
    with database.transaction() as session:
        send_invoice(session, invoice_id, actor=OFFICE)


def kept(session: Session) -> list[bytes]:
    """Every stored file that a message names, in order."""
    ids = session.scalars(select(MessageMedia.blob_id).order_by(MessageMedia.id))
    return [read_blob(session, id_) for id_ in ids if id_ is not None]


def the_mail(database: Database) -> Message:
    with database.reading() as session:
        return session.scalars(select(Message).where(Message.channel == Channel.EMAIL)).one()


@pytest.mark.inventory(103)
@pytest.mark.parametrize("script", [[], ["429"], ["500"], ["drop_before", "429", "500"]])
def test_the_carrier_receives_the_very_pdf_that_was_kept_whatever_came_between(
    road: Road, script: list[str]
) -> None:
    _, invoice = a_payer(road.database)
    road.emulator.mood("sendgrid", script=script)
    send(road.database, invoice.id)
    road.work_off()
    road.until(lambda: the_mail(road.database).state is MessageState.ACCEPTED)
    (mail,) = road.emulator.mails()
    with road.database.reading() as session:
        (stored,) = kept(session)
    assert stored.startswith(b"%PDF-")
    assert road.emulator.files_of(mail) == {f"invoice-{invoice.number}.pdf": stored}
    assert road.emulator.accepted("sendgrid") == (1, 0)


def test_a_mail_taken_before_the_line_broke_is_found_and_not_sent_again(road: Road) -> None:
    _, invoice = a_payer(road.database)
    road.emulator.mood("sendgrid", script=["drop"])
    send(road.database, invoice.id)
    road.work_off()
    road.until(lambda: the_mail(road.database).state is MessageState.ACCEPTED)
    (mail,) = road.emulator.mails()
    with road.database.reading() as session:
        assert list(road.emulator.files_of(mail).values()) == kept(session)


@pytest.mark.parametrize("lost", ["bytes", "changed", "name"])
def test_a_mail_whose_file_cannot_be_read_fails_and_says_so(road: Road, lost: str) -> None:
    _, invoice = a_payer(road.database)
    road.emulator.mood("sendgrid", script=["429"])
    send(road.database, invoice.id)
    road.work_off()
    with road.database.transaction() as session:
        if lost == "bytes":
            session.execute(delete(BlobPiece))
        elif lost == "changed":
            session.execute(update(BlobPiece).values(content=b"%PDF-1.7 another"))
        else:
            session.execute(delete(MessageMedia))
    road.until(lambda: the_mail(road.database).state is MessageState.FAILED)
    assert road.emulator.mails() == []
    told = the_mail(road.database).error_detail
    wanted = {"name": "must carry 1 files, and 0 are there"}
    assert wanted.get(lost, f"invoice-{invoice.number}.pdf cannot be read") in told


def test_one_paper_is_made_for_all_who_are_written_to_and_texts_carry_none(
    database: Database, runtime: Runtime, wall: Wall
) -> None:
    payer, invoice = a_payer(database)
    with database.transaction() as session:
        stored = session.get_one(Customer, payer.id)
        stored.preferred_channel = "sms"
        for name in ("ann", "cyd"):
            point = an_email(session, a_person(session, stored, name), f"{name}@home.example")
            point.receives_invoices = True
    send(database, invoice.id)
    work_off(runtime)
    mails = [each for each in wall.sent if each.channel is Channel.EMAIL]
    assert len(mails) == 2
    assert [len(each.files) for each in mails] == [1, 1]
    assert [each.files for each in wall.to(number(142))] == [()]
    with database.reading() as session:
        assert len(session.scalars(select(Blob.id)).all()) == 1


def test_every_letter_about_money_brings_its_paper(
    database: Database, runtime: Runtime, wall: Wall
) -> None:
    payer, invoice = a_payer(database)
    with database.transaction() as session:
        note = credit_part(session, invoice.id, 2_050, because(), actor=OFFICE)
        send_invoice(session, note.id, actor=OFFICE)
        session.flush()
        start_reminding(session, zone=CHICAGO)
        looks = OutboxEntry.kind == Kind.REMIND_OVERDUE
        session.execute(update(OutboxEntry).where(looks).values(run_at=MARCH))
        start_run(
            session,
            StatementKind.ACTIVITY,
            MARCH,
            date(2026, 3, 31),
            on=date(2026, 4, 1),
            actor=OFFICE,
        )
    work_off(runtime)
    with database.transaction() as session:
        payment = paid(session, payer, 10_000, (invoice, 10_000))
    work_off(runtime)
    papers = {
        file.name: file.content
        for mail in wall.to(MAIL)
        for file in mail.files
        if file.content.startswith(b"%PDF-")
    }
    assert set(papers) == {
        f"credit-note-{note.number}.pdf",
        f"invoice-{invoice.number}.pdf",
        f"statement-{payer.number}-2026-03-31.pdf",
        f"receipt-{payment.id}.pdf",
    }
    assert all("attached as a PDF" in mail.body for mail in wall.to(MAIL))


def test_a_statement_too_long_to_attach_goes_by_its_link(
    database: Database, runtime: Runtime
) -> None:
    payer, _ = a_payer(database)
    one = Movement(MARCH, MovementKind.INVOICE, 1, 100, 100, None, "", "")
    whole = Activity(payer.id, MARCH, MARCH_2, 0, (one,) * MOST_LINES, Ageing())
    with database.transaction() as session:
        paper = paper_of_statement(session, runtime, whole, payer)
        (attached,) = statement_files(session, whole, paper)
        assert attached.size < MOST_BYTES
        longer = replace(whole, movements=(one,) * (MOST_LINES + 1))
        assert statement_files(session, longer, paper) == ()
    told = {
        "first_name": "Ann",
        "day": "Mar 2",
        "owed": "",
        "credit": "",
        "link": "/s",
        "company": "Oak",
    }
    for language in Language:
        body = say("billing/statement_mail", language, {**told, "attached": ""})
        assert "/s" in body
        assert "PDF" not in body


@contextmanager
def asked(database: Database) -> Iterator[list[str]]:
    """Every statement the database is asked meanwhile."""
    heard: list[str] = []

    def note(_connection: Connection, _cursor: object, statement: str, *_rest: object) -> None:
        heard.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    try:
        yield heard
    finally:
        event.remove(database.engine, "before_cursor_execute", note)


def test_a_message_without_files_is_sent_without_looking_for_any(road: Road) -> None:
    with asked(road.database) as heard:
        road.send(number(142), number(143))
        road.send(MAIL, channel=Channel.EMAIL)
        road.work_off()
    assert len(heard) > 3
    assert [each for each in heard if "message_media" in each or "blob" in each] == []
    with road.database.reading() as session:
        assert session.scalar(text("SELECT sum(files) FROM messages")) == 0
