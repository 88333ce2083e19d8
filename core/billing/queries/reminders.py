"""Reminders that went out: of overdue invoices and of instalments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from core.billing.model import Invoice, Reminder
from core.billing.queries.balances import balances_of

PAGE = 50


@dataclass(frozen=True)
class Reminded:
    """A reminder with what is still owed on its invoice now."""

    reminder: Reminder
    owed_cents: int


def reminders_sent(
    session: Session, *, most: int = PAGE, skip: int = 0, after: int | None = None
) -> Sequence[Reminded]:
    """The latest first (inventory 137). skip: how many to pass over; after: the one the last part ended with."""
    wanted = (
        select(Reminder)
        .options(joinedload(Reminder.invoice).joinedload(Invoice.bill_to))
        .order_by(Reminder.id.desc())
        .limit(most)
        .offset(skip)
    )
    if after is not None:
        wanted = wanted.where(Reminder.id < after)
    rows = session.scalars(wanted).all()
    owed = balances_of(session, {row.invoice_id for row in rows})
    return [Reminded(row, owed[row.invoice_id]) for row in rows]
