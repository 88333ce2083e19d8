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
from core.messaging.circuit import OpenCause
from core.messaging.consent import Topic
from core.messaging.wire import Channel, ConsentState


class Consent(Row):
    """Where an address stands, by channel and topic; absent means never asked and never refused.

    source: who or what changed it last; words: what the person wrote.
    Each thing said is also one event `consent.changed`, whatever the number of topics it was said of.
    """

    __tablename__ = "consents"

    channel: Mapped[Channel] = mapped_column()
    address: Mapped[str] = mapped_column(String(320))
    topic: Mapped[Topic] = mapped_column(server_default="job_updates")
    state: Mapped[ConsentState] = mapped_column()
    changed_at: Mapped[datetime] = mapped_column(
        DateTime(timezone=True), server_default=func.clock_timestamp()
    )
    source: Mapped[str] = mapped_column(String(60))
    words: Mapped[str] = mapped_column(String(300), server_default="")

    __table_args__ = (Index("uq_consents_topic", "channel", "address", "topic", unique=True),)


class Circuit(Row):
    """A carrier's circuit; `core.messaging.circuit` says what its columns mean together.

    open_until: nothing but probes is sent before, and one probe after it; None when closed.
    failures: troubles in a row. openings: how often in a row it has opened. opened_at: when the first of them was.
    probe_until: a hand has the probe till then. slow_until: the carrier asked for a pause till then.
    reason: fit to show staff.
    """

    __tablename__ = "circuits"

    carrier: Mapped[str] = mapped_column(String(20), unique=True)
    open_until: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    failures: Mapped[int] = mapped_column(Integer, server_default="0")
    reason: Mapped[str] = mapped_column(String(300), server_default="")
    cause: Mapped[OpenCause | None] = mapped_column()
    openings: Mapped[int] = mapped_column(Integer, server_default="0")
    opened_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    probe_until: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    slow_until: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
