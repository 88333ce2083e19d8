"""Remind of what is overdue: found once a day, written down once for each invoice and level, told by `workers`.

An invoice with a payment plan is left alone: its instalments have reminders of their own.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from core.billing.actions.recording import record_for
from core.billing.model import BillingDefaults, Invoice, Reminder
from core.billing.overdue import LONGEST_DAYS, Schedule
from core.billing.queries.balances import balances_of
from core.billing.queries.company import billing_defaults
from core.clock import database_now, local
from core.db import JsonObject
from core.errors import FieldRefused
from core.events.actions import FIXLINE, Actor, record
from core.outbox import Kind
from core.outbox.actions import promise
from core.outbox.model import OutboxEntry

OVERDUE, REMINDERS_CHANGED = "invoice.overdue", "billing.reminders_changed"
REMINDED_AT = time(10)
MOST_AT_ONCE = 200
LONGEST_ADDRESS = 400
_ONE_AT_A_TIME = text("SELECT pg_advisory_xact_lock(hashtext('start_reminding'))")


def start_reminding(session: Session, *, zone: str) -> None:
    """Promise the next morning's look, unless one is promised already. zone: the company's IANA zone."""
    session.execute(_ONE_AT_A_TIME)
    standing = select(OutboxEntry.id).where(
        OutboxEntry.kind == Kind.REMIND_OVERDUE, OutboxEntry.dead_at.is_(None)
    )
    if session.scalar(standing.limit(1)) is None:
        plan_look(session, _next_morning(session, zone), zone=zone)


def plan_look(session: Session, on: date, *, zone: str, after_id: int = 0) -> None:
    """Promise the look of a day, or what is left of it from an invoice on: done by whoever does the look before it."""
    promise(
        session,
        Kind.REMIND_OVERDUE,
        {"after_id": after_id},
        run_at=datetime.combine(on, REMINDED_AT, ZoneInfo(zone)),
        rank=3,
    )


def remind_overdue_invoices(session: Session, *, on: date, after_id: int = 0) -> list[Reminder]:
    """Write down the reminders that are due, in order of invoices, MOST_AT_ONCE at most, and promise to tell them.

    Safe to repeat on the same day: an invoice has each level once (inventory 137).
    """
    found = _late(session, schedule_of(billing_defaults(session)), on, after_id)
    if not found:
        return []
    owed = balances_of(session, [invoice_id for invoice_id, _ in found])
    made = [
        _remind(session, invoice_id, level, owed[invoice_id], on)
        for invoice_id, level in found
        if owed[invoice_id] > 0
    ]
    return [reminder for reminder in made if reminder is not None]


def schedule_of(defaults: BillingDefaults) -> Schedule:
    """When the company reminds."""
    return Schedule(
        defaults.first_reminder_days,
        defaults.second_reminder_days,
        defaults.third_reminder_days,
    )


def set_reminders(
    session: Session, schedule: Schedule, *, postal_address: str, actor: Actor
) -> BillingDefaults:
    """When to remind, and the address on the company's papers. Refuses days that do not rise within a year."""
    if not schedule.is_rising:
        raise FieldRefused(
            "second", f"Each reminder comes after the one before, 1 to {LONGEST_DAYS} days late."
        )
    if len(postal_address) > LONGEST_ADDRESS:
        raise FieldRefused("postal_address", f"Keep it under {LONGEST_ADDRESS} characters.")
    row = billing_defaults(session)
    before = {f"level_{level}": days for level, days in schedule_of(row).steps}
    session.add(row)
    # A new row takes what is None for not given, and would have the defaults instead.
    session.flush()
    row.first_reminder_days = schedule.first
    row.second_reminder_days = schedule.second
    row.third_reminder_days = schedule.third
    row.postal_address = postal_address.strip()
    session.flush()
    record(
        session,
        REMINDERS_CHANGED,
        subject=("billing_defaults", row.id),
        actor=actor,
        before={**before},
        after={f"level_{level}": days for level, days in schedule.steps},
    )
    return row


# A level that is left out is null, and nothing is ever as late as null.
_LATE = text(
    """
    SELECT id, level FROM (
        SELECT i.id, CASE WHEN CAST(:on AS date) - i.due_on >= CAST(:third AS int) THEN 3
                          WHEN CAST(:on AS date) - i.due_on >= CAST(:second AS int) THEN 2
                          WHEN CAST(:on AS date) - i.due_on >= CAST(:first AS int) THEN 1 END AS level
        FROM invoices i
        WHERE i.status = 'issued' AND i.settled_on IS NULL AND i.kind <> 'credit_note'
            AND i.due_on < CAST(:on AS date) AND i.id > :after
            AND NOT EXISTS (SELECT FROM payment_plans p WHERE p.invoice_id = i.id AND p.state = 'active')
    ) late
    WHERE level IS NOT NULL AND NOT EXISTS (
        SELECT FROM reminders r
        WHERE r.invoice_id = late.id AND r.instalment_id IS NULL AND r.level >= late.level
    )
    ORDER BY id LIMIT :most
    """
)


def _late(session: Session, schedule: Schedule, on: date, after_id: int) -> list[tuple[int, int]]:
    rows = session.execute(
        _LATE,
        {
            "on": on,
            "first": schedule.first,
            "second": schedule.second,
            "third": schedule.third,
            "after": after_id,
            "most": MOST_AT_ONCE,
        },
    )
    return [(row.id, row.level) for row in rows]


def _remind(
    session: Session, invoice_id: int, level: int, balance_cents: int, on: date
) -> Reminder | None:
    """The reminder of this level, or None where it stands already."""
    reminder: Reminder | None = session.scalar(
        insert(Reminder)
        .values(invoice_id=invoice_id, level=level, balance_cents=balance_cents, reminded_on=on)
        .on_conflict_do_nothing(index_elements=["invoice_id", "instalment_id", "level"])
        .returning(Reminder)
    )
    if reminder is None:
        return None
    invoice = session.get_one(Invoice, invoice_id)
    late = (on - invoice.due_on).days if invoice.due_on else 0
    told: JsonObject = {"number": invoice.number, "level": level, "days": late}
    reminder.event_id = record_for(session, OVERDUE, invoice, actor=FIXLINE, after=told).id
    promise(
        session,
        Kind.TELL_OVERDUE,
        {"reminder_id": reminder.id},
        dedupe_key=f"tell_overdue:{reminder.id}",
        rank=3,
    )
    return reminder


def _next_morning(session: Session, zone: str) -> date:
    now = local(database_now(session), zone)
    return now.date() if now.time() < REMINDED_AT else now.date() + timedelta(days=1)
