"""What the company tells by itself: reminders of visits by rule, and notices to everybody in a building."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, Boolean, DateTime, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Row
from core.directory.model import Property
from core.language import Language
from core.messaging.wire import Channel


class NoticeKind(StrEnum):
    """What Fixline sends by the clock, because of money or of a single visit, rather than by a change of status."""

    DAY_BEFORE = "day_before"
    HOUR_BEFORE = "hour_before"
    FOLLOW_UP = "follow_up"
    RATING = "rating"
    INVOICE_OVERDUE = "invoice_overdue"
    PAYMENT_RECEIVED = "payment_received"
    VISIT_ADDED = "visit_added"
    VISIT_CALLED_OFF = "visit_called_off"


# What a customer's people hear of only where they have subscribed to it.
BILL_NEWS = (NoticeKind.INVOICE_OVERDUE, NoticeKind.PAYMENT_RECEIVED)


class NoticeRule(Row):
    """Whether, and when, a kind of notice is sent.

    hour: of the property's day for DAY_BEFORE; hours before a visit, or after the work; 0 for what is told at once.
    """

    __tablename__ = "notice_rules"

    kind: Mapped[NoticeKind] = mapped_column(unique=True)
    active: Mapped[bool] = mapped_column(Boolean, server_default="true")
    hour: Mapped[int] = mapped_column(Integer)


class NoticeWords(Row):
    """The company's words for a kind of notice, as StatusTemplate has them for a status."""

    __tablename__ = "notice_words"

    kind: Mapped[NoticeKind] = mapped_column()
    channel: Mapped[Channel] = mapped_column()
    language: Mapped[Language] = mapped_column()
    subject: Mapped[str] = mapped_column(String(200), server_default="")
    body: Mapped[str] = mapped_column(Text)
    version: Mapped[int] = mapped_column(Integer, server_default="1")

    __table_args__ = (Index("uq_notice_words_slot", "kind", "channel", "language", unique=True),)


class VisitReminder(Row):
    """One reminder of one window of a visit; a visit that is moved gets another. event_id: once it was told."""

    __tablename__ = "visit_reminders"

    appointment_id: Mapped[int] = mapped_column(ForeignKey("appointments.id"))
    kind: Mapped[NoticeKind] = mapped_column()
    window_start: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    due_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    event_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("events.id"))

    __table_args__ = (
        Index("uq_visit_reminders_once", "appointment_id", "kind", "window_start", unique=True),
    )


class BuildingNotice(Row):
    """Words for the tenants of one or several properties, sent once.

    form_key: of the form it was sent with, which counts once. sent_at: when the last was written to.
    """

    __tablename__ = "building_notices"

    form_key: Mapped[str] = mapped_column(String(64), unique=True)
    title: Mapped[str] = mapped_column(String(200))
    author: Mapped[str] = mapped_column(String(200))
    sent_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))

    words: Mapped[list[BuildingNoticeWords]] = relationship(order_by="BuildingNoticeWords.id")
    places: Mapped[list[BuildingNoticePlace]] = relationship(order_by="BuildingNoticePlace.id")


class BuildingNoticeWords(Row):
    """What is said on a channel in a language. subject: for e-mail only."""

    __tablename__ = "building_notice_words"

    notice_id: Mapped[int] = mapped_column(ForeignKey("building_notices.id"))
    channel: Mapped[Channel] = mapped_column()
    language: Mapped[Language] = mapped_column()
    subject: Mapped[str] = mapped_column(String(200), server_default="")
    body: Mapped[str] = mapped_column(Text)

    __table_args__ = (
        Index("uq_building_notice_words_slot", "notice_id", "channel", "language", unique=True),
    )


class BuildingNoticePlace(Row):
    """One property of a notice. event_id: of its telling there. told_at: when the last of its tenants was."""

    __tablename__ = "building_notice_places"

    notice_id: Mapped[int] = mapped_column(ForeignKey("building_notices.id"))
    property_id: Mapped[int] = mapped_column(ForeignKey("properties.id"))
    event_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("events.id"))
    told_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))

    place: Mapped[Property] = relationship()

    __table_args__ = (
        Index("uq_building_notice_places_once", "notice_id", "property_id", unique=True),
    )
