"""Letters about bills that waited for the morning: what is paid or void by then is not told, and it is said why."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from core.alerts.actions.bill_subscribing import subscribe_to_bills
from core.alerts.model import NoticeKind, Notification
from core.alerts.queries.hearing import was_told
from core.billing.actions.plans import agree_plan, cancel_plan
from core.billing.actions.reminding import start_reminding
from core.billing.actions.sending import send_invoice
from core.billing.actions.voiding import void
from core.billing.instalments import Pace
from core.billing.model import Invoice, PaymentPlan, Reminder
from core.clock import database_now
from core.db import Database
from core.messaging.model import Message
from core.messaging.queries.unsent import why_unsent
from core.messaging.quiet import QuietHours
from core.messaging.wire import MessageState
from core.outbox import Kind
from core.outbox.model import OutboxEntry
from tests.builders import CHICAGO, OFFICE, a_customer, a_person, a_phone, an_email
from tests.core.billing.paying import MARCH, issued, paid
from tests.workers.wall import Wall, work_off
from workers.runtime import Runtime

Fate = tuple[MessageState, str]


def a_debtor(session: Session) -> Invoice:
    """$120.50 long overdue, of one with a phone and a mail address."""
    payer = a_customer(session)
    person = a_person(session, payer)
    a_phone(session, person)
    an_email(session, person)
    return issued(session, payer, 12_050)


def at_night(database: Database, runtime: Runtime) -> Runtime:
    """The same, within quiet hours wherever the recipients are."""
    with database.reading() as session:
        hour = database_now(session).hour
    quiet = QuietHours((hour - 1) % 24, (hour + 2) % 24)
    return replace(runtime, rules=replace(runtime.rules, quiet=quiet, zone="UTC"))


def due(database: Database, *kinds: Kind) -> None:
    """What was promised of these kinds is due now."""
    with database.transaction() as session:
        wanted = OutboxEntry.kind.in_([kind.value for kind in kinds])
        session.execute(update(OutboxEntry).where(wanted).values(run_at=MARCH, lease_until=None))


def remind_at_night(database: Database, runtime: Runtime) -> None:
    with database.transaction() as session:
        start_reminding(session, zone=CHICAGO)
    due(database, Kind.REMIND_OVERDUE, Kind.REMIND_INSTALMENT)
    work_off(at_night(database, runtime))


def fates(database: Database) -> set[Fate]:
    with database.reading() as session:
        rows = session.scalars(select(Message).order_by(Message.id)).all()
        return {(row.state, row.error_detail) for row in rows}


def pay(session: Session, invoice: Invoice, cents: int = 12_050) -> None:
    paid(session, session.merge(invoice).bill_to, cents, (invoice, cents))
    receipts = OutboxEntry.kind == Kind.TELL_PAYMENT.value
    session.delete(session.scalars(select(OutboxEntry).where(receipts)).one())


def cancel(session: Session, invoice: Invoice) -> None:
    void(session, invoice.id, on=MARCH, reason="twice", actor=OFFICE)


@pytest.mark.inventory(137)
@pytest.mark.parametrize(
    ("happens", "why"), [(pay, "paid meanwhile"), (cancel, "voided meanwhile")]
)
def test_a_reminder_that_waited_for_the_morning_is_not_sent_once_it_is_over(
    database: Database,
    runtime: Runtime,
    wall: Wall,
    happens: Callable[[Session, Invoice], None],
    why: str,
) -> None:
    with database.transaction() as session:
        invoice = a_debtor(session)
        payer = invoice.bill_to
        subscribe_to_bills(session, payer, NoticeKind.INVOICE_OVERDUE, actor=OFFICE)
        an_email(session, a_person(session, payer, "Ann"), "ann@home.example")
    remind_at_night(database, runtime)
    assert fates(database) == {(MessageState.QUEUED, "")}
    with database.transaction() as session:
        happens(session, invoice)
    due(database, Kind.DELIVER)
    work_off(runtime)
    assert wall.sent == []
    assert fates(database) == {(MessageState.SUPPRESSED, why)}
    with database.reading() as session:
        reminded = session.scalars(select(Reminder.event_id)).one()
        assert why_unsent(session, [reminded]) == {reminded: why}
        told = session.scalars(select(Notification).where(Notification.message_id.is_not(None)))
        assert {was_told(each).why_not for each in told} == {f"held back: {why}"}


def test_a_reminder_that_waited_goes_when_only_a_part_was_paid(
    database: Database, runtime: Runtime, wall: Wall
) -> None:
    with database.transaction() as session:
        invoice = a_debtor(session)
    remind_at_night(database, runtime)
    with database.transaction() as session:
        pay(session, invoice, 50)
    due(database, Kind.DELIVER)
    work_off(runtime)
    assert len(wall.sent) == 2


def test_an_invoice_that_waited_is_not_announced_once_it_is_void_and_a_paid_one_is(
    database: Database, runtime: Runtime, wall: Wall
) -> None:
    with database.transaction() as session:
        invoice, other = a_debtor(session), issued(session, a_customer(session, "Other"), 500)
        an_email(session, a_person(session, other.bill_to, "Ann"), "ann@home.example")
        for each in (invoice, other):
            send_invoice(session, each.id, actor=OFFICE)
    work_off(at_night(database, runtime))
    with database.transaction() as session:
        cancel(session, invoice)
        pay(session, other, 500)
    due(database, Kind.DELIVER)
    work_off(runtime)
    assert [each.recipient for each in wall.sent] == ["ann@home.example"]


def call_off(session: Session, _invoice: Invoice) -> None:
    cancel_plan(session, session.scalars(select(PaymentPlan.id)).one(), actor=OFFICE)


@pytest.mark.parametrize(
    ("happens", "why"),
    [(pay, "paid meanwhile"), (call_off, "the payment plan was ended meanwhile")],
)
def test_an_instalment_that_is_over_by_the_morning_is_not_reminded_of(
    database: Database,
    runtime: Runtime,
    wall: Wall,
    happens: Callable[[Session, Invoice], None],
    why: str,
) -> None:
    with database.transaction() as session:
        invoice = a_debtor(session)
        agree_plan(
            session,
            invoice.id,
            first_on=MARCH,
            count=2,
            pace=Pace.MONTHLY,
            on=MARCH,
            zone=CHICAGO,
            actor=OFFICE,
        )
    remind_at_night(database, runtime)
    assert fates(database) == {(MessageState.QUEUED, "")}
    with database.transaction() as session:
        happens(session, invoice)
    due(database, Kind.DELIVER)
    work_off(runtime)
    assert wall.sent == []
    assert fates(database) == {(MessageState.SUPPRESSED, why)}
