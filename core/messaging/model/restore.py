"""What Fixline must remember to notice that it was put back in time, and to send nothing twice then."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, DateTime, ForeignKey, Index, String, Uuid, func, text
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, Row


class LifeSign(Base):
    """That this database is the one that works: a beat that only rises.

    incarnation: drawn when the database began to work, or when a pause was lifted. fingerprint: the server and the
    database it was written in; a copy of the rows in another one shows by it. The beat is also kept outside.
    """

    __tablename__ = "life_signs"

    name: Mapped[str] = mapped_column(String(20), primary_key=True)
    incarnation: Mapped[UUID] = mapped_column(Uuid)
    fingerprint: Mapped[str] = mapped_column(String(100))
    beat: Mapped[int] = mapped_column(BigInteger, server_default="0")
    beat_at: Mapped[datetime] = mapped_column(
        DateTime(timezone=True), server_default=func.clock_timestamp()
    )
    began_at: Mapped[datetime] = mapped_column(
        DateTime(timezone=True), server_default=func.clock_timestamp()
    )


class Watermark(Base):
    """How far a list that grows elsewhere has been read without a gap."""

    __tablename__ = "watermarks"

    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    reached_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class Pause(Row):
    """Nothing leaves while one of these stands, except emergencies that began after it.

    known_until: what happened later may be unknown to this database. lifted_at: None while it stands.
    outcome: what reconciling found, fit to show.
    """

    __tablename__ = "pauses"

    began_at: Mapped[datetime] = mapped_column(
        DateTime(timezone=True), server_default=func.clock_timestamp()
    )
    began_by: Mapped[str] = mapped_column(String(200))
    reason: Mapped[str] = mapped_column(String(300))
    known_until: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    lifted_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    lifted_by: Mapped[str] = mapped_column(String(200), server_default="")
    outcome: Mapped[str] = mapped_column(String(300), server_default="")

    __table_args__ = (
        Index(
            "uq_pauses_standing",
            text("(lifted_at IS NULL)"),
            unique=True,
            postgresql_where=text("lifted_at IS NULL"),
        ),
    )


class LostSend(Row):
    """A message the carrier has sent and this database knows nothing of: sent after the backup was made.

    words: SHA-256 of the text. message_id: the message written anew that it turned out to be.
    counts_until: a message with the same words is a new one after that.
    """

    __tablename__ = "lost_sends"

    carrier: Mapped[str] = mapped_column(String(20))
    provider_id: Mapped[str] = mapped_column(String(400))
    recipient: Mapped[str] = mapped_column(String(320))
    words: Mapped[str] = mapped_column(String(64))
    sent_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    counts_until: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    message_id: Mapped[int | None] = mapped_column(ForeignKey("messages.id"))

    __table_args__ = (
        Index("uq_lost_sends_provider", "carrier", "provider_id", unique=True),
        Index(
            "ix_lost_sends_unmatched",
            "recipient",
            "words",
            postgresql_where=text("message_id IS NULL"),
        ),
    )
