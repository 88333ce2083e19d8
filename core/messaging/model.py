"""Rows of messaging: envelopes as they came, conversations, messages, receipts, consent."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Boolean,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Text,
    Uuid,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.blobs import Blob
from core.db import JsonObject, Row, json_column
from core.directory.model import Contact, ContactPoint
from core.jobs.model import Booking, Job
from core.messaging.wire import Channel, ConsentState, MessageState, Priority


class EnvelopeSource(StrEnum):
    """Which slot of the letterbox an envelope came through."""

    TWILIO_SMS = "twilio_sms"
    TWILIO_STATUS = "twilio_status"
    SENDGRID_INBOUND = "sendgrid_inbound"
    SENDGRID_EVENTS = "sendgrid_events"


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


class Party(StrEnum):
    """Who is on the other end of a conversation, as far as known."""

    UNKNOWN = "unknown"
    TENANT = "tenant"
    MANAGER = "manager"
    TECHNICIAN = "technician"
    STAFF = "staff"


class Conversation(Row):
    """All that was said with one phone number, or with one mail address about one job.

    taken_over_at, taken_over_by: while set, the bot is silent (the emergency scan still runs).
    waiting_since: when the person's oldest unanswered message came. misses: messages in a row not understood.
    language_asked: a language the person asked for or clearly wrote in.
    """

    __tablename__ = "conversations"

    channel: Mapped[Channel] = mapped_column()
    address: Mapped[str] = mapped_column(String(320))
    job_id: Mapped[int | None] = mapped_column(ForeignKey("jobs.id"), index=True)
    party: Mapped[Party] = mapped_column(server_default="unknown")
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contacts.id"), index=True)
    booking_id: Mapped[int | None] = mapped_column(ForeignKey("bookings.id"), index=True)
    subject: Mapped[str] = mapped_column(String(300), server_default="")
    language: Mapped[str | None] = mapped_column(String(5))
    taken_over_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    taken_over_by_id: Mapped[int | None] = mapped_column(BigInteger)
    taken_over_by: Mapped[str] = mapped_column(String(120), server_default="")
    emergency: Mapped[bool] = mapped_column(Boolean, server_default="false")
    unread: Mapped[int] = mapped_column(Integer, server_default="0")
    misses: Mapped[int] = mapped_column(Integer, server_default="0")
    waiting_since: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    last_message_at: Mapped[datetime] = mapped_column(
        DateTime(timezone=True), server_default=func.clock_timestamp(), index=True
    )
    last_words: Mapped[str] = mapped_column(String(200), server_default="")

    contact: Mapped[Contact | None] = relationship()
    job: Mapped[Job | None] = relationship()
    booking: Mapped[Booking | None] = relationship()

    __table_args__ = (
        Index(
            "uq_conversations_thread",
            "channel",
            "address",
            "job_id",
            unique=True,
            postgresql_nulls_not_distinct=True,
        ),
    )


class Prompt(Row):
    """A question we asked and still wait for; a bare "yes" applies only to this one.

    kind: which question; options: allowed answers, in the order numbered; expires_at: after that a bare answer
    means nothing. closed_how: answered, replaced, expired, canceled.
    """

    __tablename__ = "prompts"

    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversations.id"), index=True)
    kind: Mapped[str] = mapped_column(String(40))
    options: Mapped[list[str]] = mapped_column(JSONB, server_default="[]", default=list)
    booking_id: Mapped[int | None] = mapped_column(ForeignKey("bookings.id"))
    job_id: Mapped[int | None] = mapped_column(ForeignKey("jobs.id"))
    expires_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    closed_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    closed_how: Mapped[str] = mapped_column(String(20), server_default="")


class Message(Row):
    """One message, in or out.

    ref: our own id, which rides through the carrier. provider_id: the carrier's id.
    supersedes_key: a newer unsent message with the same key replaces this one (job and point).
    claim_token, claimed_at, lease_until: which attempt owns the send, and until when.
    reading: what the bot understood of an inbound message and which words decided.
    after_opt_out: the one confirmation that may still go to someone who has just opted out.
    heard_at: when the bot considered an inbound message. absent_at: when the carrier first said it has no such message.
    reply_token_hash: SHA-256 of the token in our Reply-To; answers to it land in this conversation.
    """

    __tablename__ = "messages"

    ref: Mapped[UUID] = mapped_column(
        Uuid, unique=True, server_default=func.gen_random_uuid(), nullable=False
    )
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversations.id"), index=True)
    inbound: Mapped[bool] = mapped_column(Boolean)
    channel: Mapped[Channel] = mapped_column()
    carrier: Mapped[str] = mapped_column(String(20))
    provider_id: Mapped[str | None] = mapped_column(String(400))
    envelope_id: Mapped[int | None] = mapped_column(ForeignKey("envelopes.id"))
    contact_point_id: Mapped[int | None] = mapped_column(ForeignKey("contact_points.id"))
    sender: Mapped[str] = mapped_column(String(320))
    recipient: Mapped[str] = mapped_column(String(320))
    author: Mapped[str] = mapped_column(String(120), server_default="")
    subject: Mapped[str] = mapped_column(String(300), server_default="")
    body: Mapped[str] = mapped_column(Text, server_default="")
    new_words: Mapped[str] = mapped_column(Text, server_default="")
    automatic: Mapped[str | None] = mapped_column(String(100))
    proven_sender: Mapped[bool] = mapped_column(Boolean, server_default="false")
    reading: Mapped[JsonObject] = json_column()
    job_id: Mapped[int | None] = mapped_column(ForeignKey("jobs.id"), index=True)
    booking_id: Mapped[int | None] = mapped_column(ForeignKey("bookings.id"), index=True)
    event_id: Mapped[int | None] = mapped_column(ForeignKey("events.id"))
    state: Mapped[MessageState] = mapped_column()
    priority: Mapped[Priority] = mapped_column(server_default="conversation")
    after_opt_out: Mapped[bool] = mapped_column(Boolean, server_default="false")
    heard_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    supersedes_key: Mapped[str | None] = mapped_column(String(100))
    expires_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    segments: Mapped[int] = mapped_column(Integer, server_default="1")
    attempts: Mapped[int] = mapped_column(Integer, server_default="0")
    claim_token: Mapped[UUID | None] = mapped_column(Uuid)
    claimed_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    lease_until: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    absent_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    state_at: Mapped[datetime] = mapped_column(
        DateTime(timezone=True), server_default=func.clock_timestamp()
    )
    error_code: Mapped[str] = mapped_column(String(40), server_default="")
    error_detail: Mapped[str] = mapped_column(String(400), server_default="")
    reply_token_hash: Mapped[str | None] = mapped_column(String(64))

    conversation: Mapped[Conversation] = relationship()
    contact_point: Mapped[ContactPoint | None] = relationship()
    media: Mapped[list[MessageMedia]] = relationship(
        back_populates="message", order_by="MessageMedia.id"
    )

    __table_args__ = (
        Index(
            "uq_messages_provider",
            "carrier",
            "provider_id",
            unique=True,
            postgresql_where=text("provider_id IS NOT NULL"),
        ),
        Index(
            "uq_messages_reply_token",
            "reply_token_hash",
            unique=True,
            postgresql_where=text("reply_token_hash IS NOT NULL"),
        ),
        Index(
            "ix_messages_unheard",
            "conversation_id",
            postgresql_where=text("inbound AND heard_at IS NULL"),
        ),
        Index(
            "ix_messages_unsettled",
            "lease_until",
            postgresql_where=text("state IN ('sending', 'uncertain')"),
        ),
        Index(
            "ix_messages_supersedes_key",
            "supersedes_key",
            "id",
            postgresql_where=text("supersedes_key IS NOT NULL"),
        ),
    )


class MediaState(StrEnum):
    """Whether a picture has been fetched."""

    PENDING = "pending"
    KEPT = "kept"
    REFUSED = "refused"


class MessageMedia(Row):
    """A picture or file of an inbound message. refusal: why it was not kept, fit to show."""

    __tablename__ = "message_media"

    message_id: Mapped[int] = mapped_column(ForeignKey("messages.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    content_type: Mapped[str] = mapped_column(String(120))
    url: Mapped[str | None] = mapped_column(Text)
    state: Mapped[MediaState] = mapped_column(server_default="pending")
    blob_id: Mapped[int | None] = mapped_column(ForeignKey("blobs.id"))
    refusal: Mapped[str] = mapped_column(String(200), server_default="")

    message: Mapped[Message] = relationship(back_populates="media")
    blob: Mapped[Blob | None] = relationship()


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

    __table_args__ = (Index("uq_receipts_event", "carrier", "event_id", unique=True),)


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
