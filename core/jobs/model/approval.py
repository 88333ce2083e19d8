"""Rows of consent to spend: what was asked, and what was decided by whom. Silence is a state of its own."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import (
    BigInteger,
    Boolean,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Row
from core.directory.model import Customer
from core.jobs.model.work import Job

LONGEST_REASON = 500


class ApprovalState(StrEnum):
    """HELD: not now, may still be decided. VOID: the estimate changed under it."""

    PENDING = "pending"
    APPROVED = "approved"
    DECLINED = "declined"
    HELD = "held"
    VOID = "void"
    EXPIRED = "expired"


class DecidedHow(StrEnum):
    """The road a decision came by."""

    EMAIL = "email"
    PAGE = "page"
    OFFICE = "office"


class ApprovalRequest(Row):
    """May this job cost that much? Asked once a version of its estimate, decided at most once.

    amount_cents: what the whole job would cost. reason: what for, as people may read it.
    mail_limit_cents: the most an answer by e-mail can approve, fixed when it was asked.
    approved_cents: what was approved, never above what was asked.
    limit_before_cents: the job's limit before it, put back when the approval is void; limit_before_from: the approval
    that one came from. sets_limit: whether the job's limit comes from it, not from a hand or another approval.
    """

    __tablename__ = "approval_requests"

    job_id: Mapped[int] = mapped_column(ForeignKey("jobs.id"), index=True)
    amount_cents: Mapped[int] = mapped_column(BigInteger)
    reason: Mapped[str] = mapped_column(String(LONGEST_REASON))
    estimate_version: Mapped[int] = mapped_column(Integer)
    mail_limit_cents: Mapped[int] = mapped_column(BigInteger)
    state: Mapped[ApprovalState] = mapped_column(server_default="pending")
    approved_cents: Mapped[int | None] = mapped_column(BigInteger)
    limit_before_cents: Mapped[int | None] = mapped_column(BigInteger)
    limit_before_from_id: Mapped[int | None] = mapped_column(ForeignKey("approval_requests.id"))
    sets_limit: Mapped[bool] = mapped_column(Boolean, server_default="false")
    decided_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    decided_by: Mapped[str] = mapped_column(String(200), server_default="")
    decided_how: Mapped[DecidedHow | None] = mapped_column()
    decided_words: Mapped[str] = mapped_column(Text, server_default="")

    job: Mapped[Job] = relationship()

    __table_args__ = (
        Index(
            "uq_approval_requests_one_open",
            "job_id",
            unique=True,
            postgresql_where=text("state IN ('pending', 'held')"),
        ),
        Index(
            "uq_approval_requests_one_sets_limit",
            "job_id",
            unique=True,
            postgresql_where=text("sets_limit"),
        ),
    )


class ApprovalLimit(Row):
    """The most that people of a customer may approve by e-mail; without one, each job's own limit counts."""

    __tablename__ = "approval_limits"

    customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id"), unique=True)
    limit_cents: Mapped[int] = mapped_column(BigInteger)

    customer: Mapped[Customer] = relationship()
