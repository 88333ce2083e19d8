"""What machines of other companies bring us: their tokens, the answers they got, and how often they asked."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import DateTime, ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Base, JsonObject, Row, json_column
from core.jobs.model.booking import Booking


class ApiToken(Row):
    """Lets one machine bring bookings. token_hash: SHA-256 in hex; the token itself is shown once and not kept.

    beginning: its first letters, by which people know it again. revoked_at: from then on it opens nothing.
    """

    __tablename__ = "api_tokens"

    name: Mapped[str] = mapped_column(String(80))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    beginning: Mapped[str] = mapped_column(String(16))
    made_by: Mapped[str] = mapped_column(String(120))
    last_used_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    revoked_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class ApiAnswer(Row):
    """What a request with this key was answered, so that its repetition hears the same.

    body_hash: SHA-256 in hex of what was sent; another body under the same key is refused.
    """

    __tablename__ = "api_answers"

    token_id: Mapped[int] = mapped_column(ForeignKey("api_tokens.id"))
    key: Mapped[str] = mapped_column(String(255))
    body_hash: Mapped[str] = mapped_column(String(64))
    answer: Mapped[JsonObject] = json_column()
    booking_id: Mapped[int] = mapped_column(ForeignKey("bookings.id"), unique=True)

    booking: Mapped[Booking] = relationship()

    __table_args__ = (Index("uq_api_answers_key", "token_id", "key", unique=True),)


class ApiUse(Base):
    """How often a token was used in one minute: a row a token and no more. minute: when that minute began."""

    __tablename__ = "api_uses"

    token_id: Mapped[int] = mapped_column(
        ForeignKey("api_tokens.id"), primary_key=True, autoincrement=False
    )
    minute: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    requests: Mapped[int] = mapped_column(Integer)
