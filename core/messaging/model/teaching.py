"""Messages the office found misread, with the labels they should have had."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, DateTime, ForeignKey, String, func
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import JsonObject, Row, json_column
from core.messaging.model.message import Message


class TaughtAs(StrEnum):
    """Whose way of writing the labels are for."""

    TENANT = "tenant"
    TECHNICIAN = "technician"
    MANAGER = "manager"


class Teaching(Row):
    """The right labels of one inbound message; teaching it again replaces them.

    said: the words and what was known when they came, without personal numbers. labels: in the cases' own names.
    taught_by_id, taught_by, taught_at: who said so last, and when.
    """

    __tablename__ = "teachings"

    message_id: Mapped[int] = mapped_column(ForeignKey("messages.id"), unique=True)
    taught_as: Mapped[TaughtAs] = mapped_column()
    said: Mapped[JsonObject] = json_column()
    labels: Mapped[JsonObject] = json_column()
    note: Mapped[str] = mapped_column(String(300), server_default="")
    taught_by_id: Mapped[int | None] = mapped_column(BigInteger)
    taught_by: Mapped[str] = mapped_column(String(120))
    taught_at: Mapped[datetime] = mapped_column(
        DateTime(timezone=True), server_default=func.clock_timestamp()
    )

    message: Mapped[Message] = relationship()
