"""What is counted for those who watch. Numbers and names of processes only: nothing here is about a person."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ARRAY, BigInteger, DateTime, Float, String, func
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, JsonObject
from core.messaging.model import EnvelopeSource


class Role(StrEnum):
    """What a background process does: ring, or work on a lane."""

    RELAY = "relay"
    TALK = "talk"
    SEND = "send"
    CHORES = "chores"


class SendOutcome(StrEnum):
    """What became of one attempt to send.

    later: refused for now, tried again. failed: refused for good. unposted: no time was left to post it.
    """

    ACCEPTED = "accepted"
    LATER = "later"
    FAILED = "failed"
    MISCONFIGURED = "misconfigured"
    UNKNOWN = "unknown"
    UNPOSTED = "unposted"


class Heartbeat(Base):
    """A process that lives, or lived until `beat_at`.

    process: host and process id. busy_since: begin of the work in hand. queued: jobs in each lane of the bell, as a
    relay saw them; None when Redis did not answer, and of workers.
    """

    __tablename__ = "heartbeats"

    process: Mapped[str] = mapped_column(String(120), primary_key=True)
    role: Mapped[Role] = mapped_column()
    started_at: Mapped[datetime] = mapped_column(
        DateTime(timezone=True), server_default=func.clock_timestamp()
    )
    beat_at: Mapped[datetime] = mapped_column(
        DateTime(timezone=True), server_default=func.clock_timestamp()
    )
    busy_since: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    queued: Mapped[JsonObject | None] = mapped_column(JSONB(none_as_null=True))


class SendTally(Base):
    """Attempts to send in ten minutes, by carrier and outcome. Old slots are folded into one (see `add_sends`)."""

    __tablename__ = "send_tallies"

    slot: Mapped[datetime] = mapped_column(DateTime(timezone=True), primary_key=True)
    carrier: Mapped[str] = mapped_column(String(20), primary_key=True)
    outcome: Mapped[SendOutcome] = mapped_column(primary_key=True)
    sends: Mapped[int] = mapped_column(BigInteger)


class WebhookTally(Base):
    """Posts to a slot of the letterbox with one verdict, ever: how many, how long together, how many in each bucket."""

    __tablename__ = "webhook_tallies"

    source: Mapped[EnvelopeSource] = mapped_column(primary_key=True)
    verdict: Mapped[str] = mapped_column(String(40), primary_key=True)
    posts: Mapped[int] = mapped_column(BigInteger)
    seconds: Mapped[float] = mapped_column(Float)
    buckets: Mapped[list[int]] = mapped_column(ARRAY(BigInteger))
