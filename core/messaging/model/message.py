"""Messages in and out, with their media."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import (
    Boolean,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    SmallInteger,
    String,
    Text,
    Uuid,
    func,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.blobs import Blob
from core.db import JsonObject, Row, json_column
from core.directory.model import ContactPoint
from core.messaging.consent import Purpose
from core.messaging.model.thread import Conversation
from core.messaging.wire import Channel, MessageState, Priority


class Message(Row):
    """One message, in or out.

    ref: our own id, which rides through the carrier. provider_id: the carrier's id.
    supersedes_key: a newer unsent message with the same key replaces this one (job and point).
    claim_token, claimed_at, lease_until: which attempt owns the send, and until when.
    reading: what the bot understood of an inbound message and which words decided.
    purpose: tells the one confirmation that may still go to someone who has just opted out.
    heard_at: when the bot considered an inbound message. absent_at: when the carrier first said it has no such message.
    reply_token_hash: SHA-256 of the token in our Reply-To; answers to it land in this conversation.
    carrier_heeded: the reserved word the carrier has acted on and answered itself: "STOP", "START" or "HELP".
    stands_in_for_id: the text that could not be delivered and whose words this mail carries.
    emergency_id: of a page or its news; when it does not arrive, that emergency's ladder goes on at once.
    files: how many of `media` a mail of ours must carry; it leaves with all of them or not at all.
    """

    __tablename__ = "messages"

    ref: Mapped[UUID] = mapped_column(
        Uuid, unique=True, server_default=func.gen_random_uuid(), nullable=False
    )
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversations.id"))
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
    booking_id: Mapped[int | None] = mapped_column(ForeignKey("bookings.id"))
    event_id: Mapped[int | None] = mapped_column(ForeignKey("events.id"))
    emergency_id: Mapped[int | None] = mapped_column(ForeignKey("emergencies.id"))
    state: Mapped[MessageState] = mapped_column()
    priority: Mapped[Priority] = mapped_column(server_default="conversation")
    purpose: Mapped[Purpose] = mapped_column(server_default="ordinary")
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
    carrier_heeded: Mapped[str | None] = mapped_column(String(10))
    stands_in_for_id: Mapped[int | None] = mapped_column(ForeignKey("messages.id"))
    files: Mapped[int] = mapped_column(SmallInteger, server_default="0")

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
            "uq_messages_stands_in_for",
            "stands_in_for_id",
            unique=True,
            postgresql_where=text("stands_in_for_id IS NOT NULL"),
        ),
        Index("ix_messages_conversation_id_id", "conversation_id", "id"),
        Index(
            "ix_messages_unheard",
            "conversation_id",
            postgresql_where=text("inbound AND heard_at IS NULL"),
        ),
        Index(
            "ix_messages_booking_id",
            "booking_id",
            postgresql_where=text("booking_id IS NOT NULL"),
        ),
        # A kind of index that costs an update of a row nothing.
        Index("ix_messages_created_at", "created_at", postgresql_using="brin"),
        Index(
            "ix_messages_event_id",
            "event_id",
            postgresql_where=text("event_id IS NOT NULL"),
        ),
        Index(
            "ix_messages_emergency_id",
            "emergency_id",
            postgresql_where=text("emergency_id IS NOT NULL"),
        ),
        # No state in it, so that a claim still writes to no index.
        Index("ix_messages_recipient", "recipient"),
        Index(
            "ix_messages_supersedes_key",
            "supersedes_key",
            "id",
            postgresql_where=text("supersedes_key IS NOT NULL"),
        ),
        # Every message sent is claimed and settled: room for that beside it, and no index knows its state or lease,
        # so that a claim writes to no index at all.
        {"postgresql_with": {"fillfactor": 70}},
    )


class MediaState(StrEnum):
    """Whether a picture has been fetched."""

    PENDING = "pending"
    KEPT = "kept"
    REFUSED = "refused"


class MessageMedia(Row):
    """A picture or file that came with a message, or goes with one. refusal: why it was not kept, fit to show."""

    __tablename__ = "message_media"

    message_id: Mapped[int] = mapped_column(ForeignKey("messages.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    content_type: Mapped[str] = mapped_column(String(120))
    url: Mapped[str | None] = mapped_column(Text)
    state: Mapped[MediaState] = mapped_column(server_default="pending")
    blob_id: Mapped[int | None] = mapped_column(ForeignKey("blobs.id"), index=True)
    refusal: Mapped[str] = mapped_column(String(200), server_default="")

    message: Mapped[Message] = relationship(back_populates="media")
    blob: Mapped[Blob | None] = relationship()
