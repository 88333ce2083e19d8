"""Calls taken at the desk, as they stand on the customer's record."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import DateTime, ForeignKey, Index, Integer, String, Text, func
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Row
from core.directory.model import Customer
from core.jobs.model.booking import Booking


class Call(Row):
    """One call with a customer (inventory 61). minutes: how long; taken_by: the staff member's name.

    phone: the number it came from, empty where it was not written down. booking: what came of it.
    """

    __tablename__ = "calls"

    customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id"))
    booking_id: Mapped[int | None] = mapped_column(ForeignKey("bookings.id"), unique=True)
    phone: Mapped[str] = mapped_column(String(20), server_default="")
    began_at: Mapped[datetime] = mapped_column(
        DateTime(timezone=True), server_default=func.clock_timestamp()
    )
    minutes: Mapped[int] = mapped_column(Integer, server_default="0")
    notes: Mapped[str] = mapped_column(Text, server_default="")
    taken_by: Mapped[str] = mapped_column(String(120))

    customer: Mapped[Customer] = relationship()
    booking: Mapped[Booking | None] = relationship()

    __table_args__ = (Index("ix_calls_customer_id_began_at", "customer_id", "began_at"),)
