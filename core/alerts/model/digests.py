"""Alerts collected for one mail a day, for those who would rather have it so."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, DateTime, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Row


class DigestChoice(Row):
    """A contact wants the alerts of the day in one mail, at this hour of this IANA zone. No row: at once."""

    __tablename__ = "digest_choices"

    contact_id: Mapped[int] = mapped_column(ForeignKey("contacts.id"))
    hour: Mapped[int] = mapped_column(Integer)
    zone: Mapped[str] = mapped_column(String(60))

    __table_args__ = (Index("uq_digest_choices_contact_id", "contact_id", unique=True),)


class Digest(Row):
    """One mail of one day to one address. message_id: once it is written. zone: of due_at, for saying it."""

    __tablename__ = "digests"

    contact_point_id: Mapped[int] = mapped_column(ForeignKey("contact_points.id"))
    due_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    zone: Mapped[str] = mapped_column(String(60))
    message_id: Mapped[int | None] = mapped_column(ForeignKey("messages.id"))

    __table_args__ = (Index("uq_digests_day", "contact_point_id", "due_at", unique=True),)


class DigestEntry(Row):
    """One alert in a digest, in the words it would have had by itself."""

    __tablename__ = "digest_entries"

    digest_id: Mapped[int] = mapped_column(ForeignKey("digests.id"))
    event_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("events.id"))
    subject: Mapped[str] = mapped_column(String(300))
    body: Mapped[str] = mapped_column(Text)

    __table_args__ = (Index("uq_digest_entries_event", "digest_id", "event_id", unique=True),)
