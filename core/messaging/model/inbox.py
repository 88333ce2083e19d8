"""What carriers posted to us: raw envelopes, and receipts read out of them."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import (
    DateTime,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Row
from core.messaging.wire import MessageState


class EnvelopeSource(StrEnum):
    """Which slot of the letterbox an envelope came through."""

    TWILIO_SMS = "twilio_sms"
    TWILIO_STATUS = "twilio_status"
    SENDGRID_INBOUND = "sendgrid_inbound"
    SENDGRID_EVENTS = "sendgrid_events"
    STRIPE = "stripe"


class Envelope(Row):
    """What a carrier posted to us, raw, so that it can be read again after a parser is mended.

    provider_id: unique within its source; repeats are absorbed by it. content: the raw body when small,
    else blob_id. signed: whether a signature was verified over it.
    """

    __tablename__ = "envelopes"

    source: Mapped[EnvelopeSource] = mapped_column()
    provider_id: Mapped[str] = mapped_column(String(200))
    content_type: Mapped[str] = mapped_column(String(300), server_default="")
    content: Mapped[bytes | None] = mapped_column(LargeBinary)
    blob_id: Mapped[int | None] = mapped_column(ForeignKey("blobs.id"))
    query: Mapped[str] = mapped_column(String(500), server_default="")
    read_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))

    __table_args__ = (Index("uq_envelopes_provider", "source", "provider_id", unique=True),)


class ReceiptRow(Row):
    """A carrier's word on a message. matched_at is None for an orphan, which is matched if its message appears."""

    __tablename__ = "receipts"

    carrier: Mapped[str] = mapped_column(String(20))
    event_id: Mapped[str] = mapped_column(String(200))
    provider_id: Mapped[str | None] = mapped_column(String(400), index=True)
    ref: Mapped[str | None] = mapped_column(String(60), index=True)
    state: Mapped[MessageState] = mapped_column()
    code: Mapped[str] = mapped_column(String(40), server_default="")
    detail: Mapped[str] = mapped_column(String(400), server_default="")
    cause: Mapped[str | None] = mapped_column(String(30))
    matched_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))

    __table_args__ = (
        Index("uq_receipts_event", "carrier", "event_id", unique=True),
        Index("ix_receipts_orphans", "id", postgresql_where=text("matched_at IS NULL")),
    )
