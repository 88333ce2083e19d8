"""Statements that were sent: a run over many accounts, and each account's copy, once to each contact point."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import BigInteger, Date, DateTime, ForeignKey, Index, Integer, String, func
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import JsonObject, Row, json_column
from core.directory.model import ContactPoint, Customer


class StatementKind(StrEnum):
    """ACTIVITY shows what moved in a period; OPEN_ITEM what is still owed on its last day."""

    ACTIVITY = "activity"
    OPEN_ITEM = "open_item"


class StatementRun(Row):
    """Statements for many accounts at once (inventory 135).

    begun_on: the company's day. accounts: how many it is for; done_at: when all were.
    """

    __tablename__ = "statement_runs"

    kind: Mapped[StatementKind] = mapped_column()
    from_on: Mapped[date] = mapped_column(Date)
    to_on: Mapped[date] = mapped_column(Date)
    begun_on: Mapped[date] = mapped_column(Date, server_default=func.current_date())
    accounts: Mapped[int] = mapped_column(Integer, server_default="0")
    started_by: Mapped[str] = mapped_column(String(200))
    done_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class StatementSent(Row):
    """One account's statement to one contact point, or why it was not sent.

    opening_cents, closing_cents: as they were. message_id: the message that carries it.
    """

    __tablename__ = "statements_sent"

    run_id: Mapped[int] = mapped_column(ForeignKey("statement_runs.id"))
    customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id"), index=True)
    contact_point_id: Mapped[int | None] = mapped_column(ForeignKey("contact_points.id"))
    opening_cents: Mapped[int] = mapped_column(BigInteger)
    closing_cents: Mapped[int] = mapped_column(BigInteger)
    message_id: Mapped[int | None] = mapped_column(BigInteger)
    reason: Mapped[str] = mapped_column(String(200), server_default="")

    run: Mapped[StatementRun] = relationship()
    customer: Mapped[Customer] = relationship()
    contact_point: Mapped[ContactPoint | None] = relationship()

    __table_args__ = (
        Index(
            "uq_statements_sent_run_customer_point",
            "run_id",
            "customer_id",
            "contact_point_id",
            unique=True,
            postgresql_nulls_not_distinct=True,
        ),
    )


class StatementPaper(Row):
    """One account's statement of one run as it was sent: every word on it, whatever is written down later.

    customer_id: as the link names the account, also when it is merged into another later. made_on: the paper's own
    day. name: of the file.
    """

    __tablename__ = "statement_papers"

    run_id: Mapped[int] = mapped_column(ForeignKey("statement_runs.id"))
    customer_id: Mapped[int] = mapped_column(BigInteger)
    words: Mapped[JsonObject] = json_column()
    made_on: Mapped[date] = mapped_column(Date)
    name: Mapped[str] = mapped_column(String(200))

    __table_args__ = (
        Index("uq_statement_papers_run_id_customer_id", "run_id", "customer_id", unique=True),
    )
