"""The outbox's one table. A row is a promise; a row gone is a promise kept."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, DateTime, Identity, Index, Integer, String, func, text
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, JsonObject, json_column
from core.outbox.kinds import Kind, Lane


class OutboxEntry(Base):
    """One piece of promised work.

    args: ids only, never words or addresses. lane: see `lane_of`. rank: 0 is most pressing (see Priority.rank).
    rung_at, lease_until: when the relay last rang for it, and until when it does not ring again.
    dead_at: given up after too many failures; told to the office as a staff task, replayed by `fixline replay ENTRY`.
    """

    __tablename__ = "outbox"

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    kind: Mapped[Kind] = mapped_column()
    lane: Mapped[Lane] = mapped_column()
    args: Mapped[JsonObject] = json_column()
    dedupe_key: Mapped[str | None] = mapped_column(String(200))
    rank: Mapped[int] = mapped_column(Integer, server_default="2")
    run_at: Mapped[datetime] = mapped_column(
        DateTime(timezone=True), server_default=func.clock_timestamp()
    )
    rung_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    lease_until: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    attempts: Mapped[int] = mapped_column(Integer, server_default="0")
    last_error: Mapped[str | None] = mapped_column(String(400))
    dead_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    created_at: Mapped[datetime] = mapped_column(
        DateTime(timezone=True), server_default=func.clock_timestamp()
    )

    __table_args__ = (
        Index(
            "uq_outbox_dedupe_key",
            "dedupe_key",
            unique=True,
            postgresql_where=text("dedupe_key IS NOT NULL"),
        ),
        Index(
            "ix_outbox_due",
            "lane",
            "rank",
            func.greatest(text("run_at"), text("coalesce(lease_until, run_at)")),
            postgresql_where=text("dead_at IS NULL"),
        ),
        Index("ix_outbox_dead_at", "dead_at", postgresql_where=text("dead_at IS NOT NULL")),
    )
