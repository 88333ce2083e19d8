"""Conversations, and the one question each may wait on."""

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
    func,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Row
from core.directory.model import Contact
from core.jobs.model import Booking, Job
from core.messaging.wire import Channel


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
        # What a colleague has taken over stands on their day.
        Index(
            "ix_conversations_held",
            "taken_over_by_id",
            postgresql_where=text("taken_over_by_id IS NOT NULL"),
        ),
        # Who needs a person is counted for every page of the office.
        Index(
            "ix_conversations_to_see_to",
            "waiting_since",
            postgresql_where=text(
                "emergency OR taken_over_at IS NOT NULL OR waiting_since IS NOT NULL"
            ),
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
