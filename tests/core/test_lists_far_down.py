"""Long lists go on where the last part ended, and short looks at large things say that there is more."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta

import pytest
from sqlalchemy import func, insert, select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from core.billing.actions.payments import receive_payment
from core.billing.actions.reminding import remind_overdue_invoices
from core.billing.books import MemberKind
from core.billing.model import SyncLog
from core.billing.queries.batch_members import Member, members_of
from core.billing.queries.batch_pages import batch_line, batch_lines, sync_lines
from core.billing.queries.batch_sums import BatchSums, counted_sums, sums_of
from core.billing.queries.payable import unapplied_of
from core.billing.queries.reminders import reminders_sent
from core.clock import database_now
from core.db import Database
from core.desk.actions import finish_task, open_task
from core.desk.queries.dead_letters import DeadLetter, dead_entries
from core.desk.queries.task_pages import TaskAsk, TaskState, tasks_asked
from core.directory.model import Customer
from core.directory.queries.customer_page import MOST_PLACES, customer_page
from core.directory.queries.lists import PropertyFilter, property_list
from core.events.actions import Actor, ActorType
from core.jobs.actions.equipment import EquipmentDraft, add_equipment
from core.jobs.actions.status import move
from core.jobs.model import Booking, BookingSource, BookingStatus, Job, JobPriority
from core.jobs.queries.booking_pages import bookings_decided
from core.jobs.queries.equipment import equipment_list
from core.jobs.queries.job_list import jobs_of_customer
from core.jobs.queries.settings_pages import MOST_COUNTED, statuses
from core.messaging.model import Message
from core.messaging.wire import Channel
from core.operations.queries.doubts import UncertainMessage, uncertain_messages
from core.outbox.model import OutboxEntry
from tests.builders import OFFICE, a_customer, a_job, a_place, linked, number, status
from tests.builders.billing import an_invoice
from tests.builders.books import FIRST, a_batch, a_posted_batch
from tests.core.billing.paying import new_payment, paid
from tests.office.test_delivery import doubted, given_up

DANA = Actor(ActorType.STAFF, "Dana Ortiz", 1)
Part = Callable[[int | None], Sequence[int]]


def walked(part: Part) -> list[int]:
    """The whole list, a part at a time."""
    found: list[int] = []
    while rows := part(found[-1] if found else None):
        found += rows
    return found


@pytest.mark.parametrize("size", [1, 2, 7])
def test_parts_of_equipment_follow_each_other(session: Session, size: int) -> None:
    place = a_place(session)
    ids = [
        add_equipment(session, place.id, EquipmentDraft(f"Boiler {n}"), actor=OFFICE).id
        for n in range(5)
    ]
    found = walked(
        lambda after: [row.id for row in equipment_list(session, "", limit=size, after=after)]
    )
    assert found == ids[::-1]


@pytest.mark.parametrize("size", [1, 2, 7])
def test_parts_of_decided_bookings_follow_each_other(session: Session, size: int) -> None:
    rows = [Booking(source=BookingSource.SMS, status=BookingStatus.DISMISSED) for _ in range(5)]
    session.add_all([*rows, Booking(source=BookingSource.SMS)])
    session.flush()
    found = walked(
        lambda after: [row.id for row in bookings_decided(session, limit=size, after=after)]
    )
    assert found == sorted((row.id for row in rows), reverse=True)


@pytest.mark.parametrize("size", [1, 2, 7])
def test_parts_of_done_tasks_follow_each_other(session: Session, size: int) -> None:
    tasks = [open_task(session, title=f"Call {n}") for n in range(5)]
    for task in tasks:
        finish_task(session, task.id, note="", actor=DANA)
    now = database_now(session)
    ask = TaskAsk(now, now, now, state=TaskState.DONE)
    found = walked(
        lambda after: [row.id for row in tasks_asked(session, ask, limit=size, after=after)]
    )
    assert found == [task.id for task in reversed(tasks)]


def test_a_customer_of_many_places_shows_the_first_and_leads_to_all(session: Session) -> None:
    owner = a_customer(session)
    for n in range(MOST_PLACES):
        linked(session, a_place(session, f"{n:03} Oak St"), owner, "Owner")
    assert not customer_page(session, owner.id).more_places
    linked(session, a_place(session, "999 Oak St"), owner, "Owner")
    a_place(session, "1 Elm St")
    page = customer_page(session, owner.id)
    assert (len(page.places), page.more_places) == (MOST_PLACES, True)
    listed = property_list(session, PropertyFilter(customer_id=owner.id), limit=MOST_PLACES * 2)
    assert len(listed.rows) == MOST_PLACES + 1


def test_a_posted_batch_keeps_what_it_came_to(session: Session) -> None:
    invoice = an_invoice(session, 5_000, on=FIRST)
    paid(session, invoice.bill_to, 2_000, (invoice, 2_000))
    batch = a_posted_batch(session)
    counted = counted_sums(session, [batch.id])[batch.id]
    assert counted == BatchSums(1, 5_000, 1, 2_000, 1)
    assert batch.sums == counted.frozen()
    assert sums_of(session, [batch]) == {batch.id: counted}
    line = batch_line(session, batch.id)
    assert (line.documents, line.charged, line.movements, line.came) == (1, 5_000, 1, 2_000)


def test_open_batches_are_counted_as_they_stand(session: Session) -> None:
    an_invoice(session, 5_000, on=FIRST)
    batch = a_batch(session)
    assert batch.sums == {}
    (line,) = batch_lines(session, limit=9)
    assert (line.documents, line.charged, line.applications) == (1, 5_000, 0)


def test_only_payments_with_something_left_are_unapplied(session: Session) -> None:
    invoice = an_invoice(session, 5_000)
    paid(session, invoice.bill_to, 5_000, (invoice, 5_000))
    spare = receive_payment(session, new_payment(invoice.bill_to, 700), actor=OFFICE)
    assert unapplied_of(session, invoice.bill_to_id) == [(spare, 700)]


def test_jobs_of_a_status_are_counted_up_to_a_bound(session: Session) -> None:
    job = a_job(session)
    same = {
        "customer_id": job.customer_id,
        "property_id": job.property_id,
        "business_unit_id": job.business_unit_id,
        "job_type_id": job.job_type_id,
        "status_id": job.status_id,
        "summary": "Drip",
    }
    session.execute(insert(Job), [same] * (MOST_COUNTED - 1))
    said = {row.name: row.jobs_said for row in statuses(session)}
    assert said[job.status.name] == str(MOST_COUNTED)
    session.execute(insert(Job), [same] * 5)
    said = {row.name: row.jobs_said for row in statuses(session)}
    assert said[job.status.name] == "1,000+"


def test_a_customers_open_emergencies_stand_above_their_newest_jobs(session: Session) -> None:
    customer, place = a_customer(session), a_place(session)
    danger = a_job(session, place, customer, priority=JobPriority.EMERGENCY)
    over = a_job(session, place, customer, priority=JobPriority.EMERGENCY)
    move(session, over, status(session, "Canceled"), actor=OFFICE)
    newest = a_job(session, place, customer)
    listed = [row.number for row in jobs_of_customer(session, customer.id)]
    assert listed == [danger.number, newest.number, over.number]


@pytest.mark.parametrize("size", [1, 2, 7])
def test_parts_of_reminders_and_of_the_books_log_follow_each_other(
    session: Session, size: int
) -> None:
    for _ in range(5):
        an_invoice(session, 5_000, on=FIRST)
    remind_overdue_invoices(session, on=FIRST + timedelta(days=40))
    batch = a_batch(session)
    logged = [SyncLog(batch_id=batch.id, outcome="exported", made_by="Dana") for _ in range(5)]
    session.add_all(logged)
    session.flush()
    reminded = walked(
        lambda after: [row.reminder.id for row in reminders_sent(session, most=size, after=after)]
    )
    assert (reminded, len(reminded)) == (sorted(reminded, reverse=True), 5)
    lines = walked(
        lambda after: [
            row.id for row in sync_lines(session, batch_id=batch.id, limit=size, after=after)
        ]
    )
    assert lines == [row.id for row in reversed(logged)]


@pytest.mark.parametrize("size", [1, 2, 7])
def test_parts_of_what_was_given_up_and_of_doubts_follow_each_other(
    session: Session, size: int
) -> None:
    entries = [given_up(session) for _ in range(5)]
    for nth in range(5):
        doubted(session, Channel.SMS, number(nth))
    # Of one moment, so that only the rest of the key tells them apart.
    given = update(OutboxEntry).where(OutboxEntry.id.in_(entries))
    session.execute(given.values(dead_at=func.now()))
    session.execute(update(Message).values(state_at=func.now()))
    dead: list[DeadLetter] = []
    while more := dead_entries(session, limit=size, after=dead[-1] if dead else None):
        dead += more
    assert [row.entry_id for row in dead] == entries[::-1]
    doubts: list[UncertainMessage] = []
    while few := uncertain_messages(session, most=size, after=doubts[-1] if doubts else None):
        doubts += few
    ids = [row.message_id for row in doubts]
    assert (ids, len(ids)) == (sorted(ids), 5)


@pytest.mark.parametrize("kind", list(MemberKind))
def test_parts_of_a_batch_follow_each_other(session: Session, kind: MemberKind) -> None:
    for _ in range(5):
        invoice = an_invoice(session, 5_000, on=FIRST)
        paid(session, invoice.bill_to, 2_000, (invoice, 2_000))
    batch = a_batch(session)
    whole = members_of(session, batch.id, kind, limit=9)
    found: list[Member] = []
    while more := members_of(session, batch.id, kind, limit=2, after=found[-1] if found else None):
        found += more
    assert (found, len(found)) == (whole, 5)


def test_a_file_tells_of_one_moment_and_writes_nothing(database: Database) -> None:
    with database.snapshot() as reading:
        before = reading.scalar(select(func.count(Customer.id)))
        with database.transaction() as session:
            a_customer(session)
        assert reading.scalar(select(func.count(Customer.id))) == before
    with database.snapshot() as reading:
        assert reading.scalar(select(func.count(Customer.id))) == (before or 0) + 1
        with pytest.raises(DBAPIError, match="read-only"):
            a_customer(reading)
    with database.transaction() as session:
        a_customer(session)
