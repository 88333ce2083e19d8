"""Reminders: each invoice hears of each level once, by the company's own days; the paid and planned hear nothing."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.billing.actions.plans import agree_plan
from core.billing.actions.reminding import (
    remind_overdue_invoices,
    schedule_of,
    set_reminders,
    start_reminding,
)
from core.billing.actions.sending import send_invoice
from core.billing.instalments import Pace
from core.billing.model import Invoice, Reminder
from core.billing.overdue import Schedule, level_on
from core.billing.queries.company import billing_defaults
from core.billing.queries.reminders import reminders_sent
from core.db import Database
from core.errors import FieldRefused, Refused
from core.events.model import Event
from core.outbox import Kind
from core.outbox.model import OutboxEntry
from tests.builders import CHICAGO, OFFICE, a_customer
from tests.builders.billing import a_draft_invoice
from tests.core.billing.paying import MARCH, issued, paid

DUE = date(2026, 3, 31)
USUAL = Schedule(3, 14, 30)


@pytest.mark.inventory(137)
@pytest.mark.parametrize(
    ("days", "level"),
    [(-5, None), (0, None), (2, None), (3, 1), (13, 1), (14, 2), (30, 3), (400, 3)],
)
def test_levels_come_by_days_after_the_due_day(days: int, level: int | None) -> None:
    assert level_on(DUE, DUE + timedelta(days=days), USUAL) == level


def test_a_level_that_is_left_out_is_passed_over() -> None:
    assert level_on(DUE, DUE + timedelta(days=20), Schedule(3, None, 30)) == 1
    assert level_on(DUE, DUE + timedelta(days=400), Schedule(None, None, None)) is None


def levels(session: Session, invoice: Invoice) -> list[int]:
    found = select(Reminder.level).where(Reminder.invoice_id == invoice.id).order_by(Reminder.id)
    return list(session.scalars(found))


@pytest.mark.inventory(137)
def test_each_level_is_reminded_of_once_however_often_it_is_looked(session: Session) -> None:
    invoice = issued(session, a_customer(session), 9_900, due_on=DUE)
    for days in range(45):
        remind_overdue_invoices(session, on=DUE + timedelta(days=days))
    assert levels(session, invoice) == [1, 2, 3]
    events = select(func.count()).select_from(Event).where(Event.kind == "invoice.overdue")
    promises = select(func.count()).where(OutboxEntry.kind == Kind.TELL_OVERDUE)
    assert (session.scalar(events), session.scalar(promises)) == (3, 3)


def test_an_invoice_found_late_is_reminded_once_at_its_level(session: Session) -> None:
    invoice = issued(session, a_customer(session), 9_900, due_on=DUE)
    remind_overdue_invoices(session, on=DUE + timedelta(days=40))
    remind_overdue_invoices(session, on=DUE + timedelta(days=41))
    assert levels(session, invoice) == [3]


@given(late=st.lists(st.integers(-10, 90), max_size=12))
def test_what_is_found_is_what_the_rule_says(session: Session, late: list[int]) -> None:
    with session.begin_nested() as trial:
        customer = a_customer(session)
        on = DUE + timedelta(days=200)
        made = {
            issued(session, customer, 500, on=MARCH, due_on=on - timedelta(days=days)).id: days
            for days in late
        }
        found = {each.invoice_id: each.level for each in remind_overdue_invoices(session, on=on)}
        wanted = {id_: level_on(on - timedelta(days=days), on, USUAL) for id_, days in made.items()}
        assert found == {id_: level for id_, level in wanted.items() if level}
        trial.rollback()


def test_paid_planned_and_draft_invoices_are_left_alone(session: Session) -> None:
    customer = a_customer(session)
    settled = issued(session, customer, 9_900, due_on=DUE)
    paid(session, customer, 9_900, (settled, 9_900))
    planned = issued(session, customer, 9_900, due_on=DUE)
    agree_plan(
        session,
        planned.id,
        first_on=DUE + timedelta(days=60),
        count=3,
        pace=Pace.MONTHLY,
        on=DUE,
        zone=CHICAGO,
        actor=OFFICE,
    )
    a_draft_invoice(session, 500, customer=customer)
    assert remind_overdue_invoices(session, on=DUE + timedelta(days=100)) == []


def test_the_company_chooses_its_days(session: Session) -> None:
    set_reminders(session, Schedule(10, None, 20), postal_address=" 1 Oak ", actor=OFFICE)
    assert schedule_of(billing_defaults(session)) == Schedule(10, None, 20)
    assert billing_defaults(session).postal_address == "1 Oak"
    invoice = issued(session, a_customer(session), 9_900, due_on=DUE)
    for days in (9, 10, 15, 20):
        remind_overdue_invoices(session, on=DUE + timedelta(days=days))
    assert levels(session, invoice) == [1, 3]


@pytest.mark.parametrize(
    "wrong", [Schedule(14, 3, 30), Schedule(3, 3, 4), Schedule(0, 1, 2), Schedule(1, 2, 366)]
)
def test_days_that_do_not_rise_within_a_year_are_refused(session: Session, wrong: Schedule) -> None:
    with pytest.raises(FieldRefused):
        set_reminders(session, wrong, postal_address="", actor=OFFICE)


def test_two_who_look_at_once_remind_once(database: Database) -> None:
    with database.transaction() as session:
        issued(session, a_customer(session), 9_900, due_on=DUE)
    at_once = Barrier(4)

    def look(_: int) -> int:
        at_once.wait()
        with database.transaction() as session:
            return len(remind_overdue_invoices(session, on=DUE + timedelta(days=5)))

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(look, range(4))) == 1


def test_the_daily_look_is_promised_once(session: Session) -> None:
    for _ in range(3):
        start_reminding(session, zone=CHICAGO)
    entries = session.scalars(
        select(OutboxEntry).where(OutboxEntry.kind == Kind.REMIND_OVERDUE)
    ).all()
    assert len(entries) == 1


def test_reminders_are_listed_with_what_is_still_owed(session: Session) -> None:
    customer = a_customer(session)
    invoice = issued(session, customer, 9_900, due_on=DUE)
    remind_overdue_invoices(session, on=DUE + timedelta(days=5))
    paid(session, customer, 9_000, (invoice, 9_000))
    (told,) = reminders_sent(session)
    assert (told.reminder.balance_cents, told.owed_cents) == (9_900, 900)


def test_only_an_issued_invoice_can_be_sent(session: Session) -> None:
    with pytest.raises(Refused):
        send_invoice(session, a_draft_invoice(session, 500).id, actor=OFFICE)
