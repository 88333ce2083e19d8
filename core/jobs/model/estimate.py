"""Rows of estimates: what work would cost, line by line. Totals are derived, never kept."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import (
    BigInteger,
    Boolean,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    Sequence,
    String,
    Text,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Row
from core.jobs.model.approval import ApprovalRequest
from core.jobs.model.work import Job

ESTIMATE_NUMBERS = Sequence("estimate_numbers", start=2001)


class EstimateState(StrEnum):
    """SENT: the customer has been asked. VOID: taken back for good."""

    DRAFT = "draft"
    SENT = "sent"
    APPROVED = "approved"
    DECLINED = "declined"
    VOID = "void"


class LineKind(StrEnum):
    """What a line charges for."""

    SERVICE = "service"
    MATERIAL = "material"
    LABOUR = "labour"


class Estimate(Row):
    """What a job would cost (inventory 57, 69). Of one job at most one is sent or approved at a time.

    title: what for, as the customer reads it. version: goes up with every change of what was shown.
    tax_millipercent: tax on taxable lines, in thousandths of a percent (8.25 % is 8250).
    request_id: the question by which this version was sent; its decision is the estimate's.
    """

    __tablename__ = "estimates"

    number: Mapped[int] = mapped_column(
        Integer, ESTIMATE_NUMBERS, server_default=ESTIMATE_NUMBERS.next_value(), unique=True
    )
    job_id: Mapped[int] = mapped_column(ForeignKey("jobs.id"), index=True)
    state: Mapped[EstimateState] = mapped_column(server_default="draft")
    version: Mapped[int] = mapped_column(Integer, server_default="1")
    title: Mapped[str] = mapped_column(String(200))
    words: Mapped[str] = mapped_column(Text, server_default="")
    valid_until: Mapped[date | None] = mapped_column(Date)
    tax_millipercent: Mapped[int] = mapped_column(Integer, server_default="0")
    request_id: Mapped[int | None] = mapped_column(ForeignKey("approval_requests.id"), unique=True)
    written_by: Mapped[str] = mapped_column(String(200), server_default="")
    sent_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    decided_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    decided_by: Mapped[str] = mapped_column(String(200), server_default="")

    job: Mapped[Job] = relationship()
    request: Mapped[ApprovalRequest | None] = relationship()
    lines: Mapped[list[EstimateLine]] = relationship(
        order_by="EstimateLine.position", cascade="all, delete-orphan"
    )

    __table_args__ = (
        Index(
            "uq_estimates_one_standing",
            "job_id",
            unique=True,
            postgresql_where=text("state IN ('sent', 'approved')"),
        ),
        Index("ix_estimates_waiting", "sent_at", "id", postgresql_where=text("state = 'sent'")),
    )


class EstimateLine(Row):
    """One line: so much of something at a price. quantity_thousandths: 1500 is 1.5."""

    __tablename__ = "estimate_lines"

    estimate_id: Mapped[int] = mapped_column(
        ForeignKey("estimates.id", ondelete="CASCADE"), index=True
    )
    position: Mapped[int] = mapped_column(Integer)
    kind: Mapped[LineKind] = mapped_column()
    description: Mapped[str] = mapped_column(String(300))
    quantity_thousandths: Mapped[int] = mapped_column(BigInteger)
    unit_price_cents: Mapped[int] = mapped_column(BigInteger)
    taxable: Mapped[bool] = mapped_column(Boolean, server_default="false")
