"""Reminders of money that is overdue: each level of an invoice, or of an instalment, goes out once."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, Date, DateTime, ForeignKey, Index, Integer
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.billing.model.invoice import Invoice
from core.billing.model.plan import Instalment
from core.db import Row


class Reminder(Row):
    """One reminder (inventory 132). balance_cents: what was owed then. event_id: who was told stands there."""

    __tablename__ = "reminders"

    invoice_id: Mapped[int] = mapped_column(ForeignKey("invoices.id"))
    instalment_id: Mapped[int | None] = mapped_column(ForeignKey("instalments.id"))
    level: Mapped[int] = mapped_column(Integer)
    balance_cents: Mapped[int] = mapped_column(BigInteger)
    reminded_on: Mapped[date] = mapped_column(Date)
    event_id: Mapped[int | None] = mapped_column(ForeignKey("events.id"))
    told_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))

    invoice: Mapped[Invoice] = relationship()
    instalment: Mapped[Instalment | None] = relationship()

    __table_args__ = (
        Index(
            "uq_reminders_invoice_instalment_level",
            "invoice_id",
            "instalment_id",
            "level",
            unique=True,
            postgresql_nulls_not_distinct=True,
        ),
    )
