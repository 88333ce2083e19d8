"""Where addresses and carriers stand: consent, and whether a carrier is being used."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import (
    DateTime,
    Index,
    Integer,
    String,
    func,
)
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Row
from core.messaging.wire import Channel, ConsentState


class Consent(Row):
    """Where an address stands, by channel; absent means never asked and never refused.

    source: who or what changed it last; words: what the person wrote.
    Each change is also an event `consent.changed`.
    """

    __tablename__ = "consents"

    channel: Mapped[Channel] = mapped_column()
    address: Mapped[str] = mapped_column(String(320))
    state: Mapped[ConsentState] = mapped_column()
    changed_at: Mapped[datetime] = mapped_column(
        DateTime(timezone=True), server_default=func.clock_timestamp()
    )
    source: Mapped[str] = mapped_column(String(60))
    words: Mapped[str] = mapped_column(String(300), server_default="")

    __table_args__ = (Index("uq_consents_address", "channel", "address", unique=True),)


class Circuit(Row):
    """A carrier's circuit. open_until: nothing is sent before; reason: fit to show staff."""

    __tablename__ = "circuits"

    carrier: Mapped[str] = mapped_column(String(20), unique=True)
    open_until: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    failures: Mapped[int] = mapped_column(Integer, server_default="0")
    reason: Mapped[str] = mapped_column(String(300), server_default="")
