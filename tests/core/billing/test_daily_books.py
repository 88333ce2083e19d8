"""Books kept by themselves: every morning the day before goes out, and trouble becomes a task."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.billing.actions.daily_books import keep_books, plan_books, set_bookkeeping
from core.billing.actions.exporting import file_of
from core.billing.actions.payments import receive_payment
from core.billing.model import Batch, BatchState, Bookkeeping, ExportFormat, SyncLog
from core.desk.model import StaffTask
from core.outbox import Kind
from core.outbox.model import OutboxEntry
from tests.builders import CHICAGO, OFFICE
from tests.builders.billing import an_invoice
from tests.builders.books import mapped_accounts
from tests.core.billing.iif_reader import read_iif
from tests.core.billing.paying import new_payment

MORNING = date(2026, 3, 4)
YESTERDAY = MORNING - timedelta(days=1)


def promised(session: Session) -> int:
    wanted = (
        select(func.count()).select_from(OutboxEntry).where(OutboxEntry.kind == Kind.KEEP_BOOKS)
    )
    return session.scalar(wanted) or 0


@pytest.fixture
def daily(session: Session) -> Session:
    mapped_accounts(session)
    set_bookkeeping(session, Bookkeeping.DAILY, zone=CHICAGO, actor=OFFICE)
    return session


@pytest.mark.inventory(143)
def test_what_was_invoiced_and_paid_goes_to_the_books_by_itself_and_once(daily: Session) -> None:
    invoice = an_invoice(daily, 5_000, on=YESTERDAY)
    money = new_payment(invoice.bill_to, 2_000, (invoice, 2_000), on=YESTERDAY)
    payment = receive_payment(daily, money, actor=OFFICE)
    batch = keep_books(daily, MORNING)
    assert batch is not None
    assert batch.state is BatchState.EXPORTED
    books = read_iif(b"".join(file_of(daily, batch, ExportFormat.IIF)))
    assert [block.head.cells["DOCNUM"] for block in books.blocks] == [
        str(invoice.number),
        f"P{payment.id}",
    ]
    assert keep_books(daily, MORNING) is None
    assert daily.scalars(select(Batch.id)).all() == [batch.id]


def test_days_nobody_kept_are_caught_up(daily: Session) -> None:
    first = an_invoice(daily, 5_000, on=YESTERDAY - timedelta(days=5))
    batch = keep_books(daily, first.issue_on + timedelta(days=1) if first.issue_on else MORNING)
    assert batch is not None
    missed = an_invoice(daily, 6_000, on=YESTERDAY - timedelta(days=2))
    second = keep_books(daily, MORNING)
    assert second is not None
    daily.refresh(missed)
    assert missed.batch_id == second.id
    assert (second.from_on, second.to_on) == (batch.to_on + timedelta(days=1), YESTERDAY)


@pytest.mark.inventory(143)
def test_trouble_leaves_the_batch_open_and_becomes_a_task(session: Session) -> None:
    set_bookkeeping(session, Bookkeeping.DAILY, zone=CHICAGO, actor=OFFICE)
    an_invoice(session, 5_000, on=YESTERDAY)
    batch = keep_books(session, MORNING)
    assert batch is not None
    assert batch.state is BatchState.OPEN
    task = session.scalars(select(StaffTask).where(StaffTask.subject_type == "batch")).one()
    assert "no account of the books is named" in task.details
    assert set(session.scalars(select(SyncLog.outcome))) == {"refused"}


def test_by_hand_nothing_happens_by_itself(session: Session) -> None:
    an_invoice(session, 5_000, on=YESTERDAY)
    assert keep_books(session, MORNING) is None
    assert promised(session) == 0


def test_each_morning_is_promised_once(daily: Session) -> None:
    assert promised(daily) == 1
    set_bookkeeping(daily, Bookkeeping.DAILY, zone=CHICAGO, actor=OFFICE)
    plan_books(daily, MORNING, zone=CHICAGO)
    plan_books(daily, MORNING, zone=CHICAGO)
    assert promised(daily) == 2
    set_bookkeeping(daily, Bookkeeping.BY_HAND, zone=CHICAGO, actor=OFFICE)
    assert keep_books(daily, MORNING) is None
