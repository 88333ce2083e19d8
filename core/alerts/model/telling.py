"""Rows of alerts: what people subscribed to, the company's words, and who was told or not."""

from __future__ import annotations

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.alerts.model.digests import Digest
from core.alerts.model.notices import NoticeKind
from core.alerts.reasons import Reason
from core.db import Row
from core.directory.model import ContactPoint
from core.jobs.model import JobStatus
from core.language import Language
from core.messaging.model import Message
from core.messaging.wire import Channel


class AlertSubscription(Row):
    """A customer, or one contact with a list of its own, wants to hear of a job status (inventory 81)."""

    __tablename__ = "alert_subscriptions"

    customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id"))
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contacts.id"))
    status_id: Mapped[int] = mapped_column(ForeignKey("job_statuses.id"))

    status: Mapped[JobStatus] = relationship()

    __table_args__ = (
        Index(
            "uq_alert_subscriptions_entry",
            "customer_id",
            "contact_id",
            "status_id",
            unique=True,
            postgresql_nulls_not_distinct=True,
        ),
    )


class BillSubscription(Row):
    """A customer, or one contact with a list of its own, wants to hear of money on the account (one of BILL_NEWS)."""

    __tablename__ = "bill_subscriptions"

    customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id"))
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contacts.id"))
    news: Mapped[NoticeKind] = mapped_column()

    __table_args__ = (
        Index(
            "uq_bill_subscriptions_entry",
            "customer_id",
            "contact_id",
            "news",
            unique=True,
            postgresql_nulls_not_distinct=True,
        ),
    )


class StatusTemplate(Row):
    """The company's words for reaching a status, by channel and language; data, never Jinja (inventory 77).

    subject: for e-mail only. version: raised on each saving; older ones are in the events.
    """

    __tablename__ = "status_templates"

    status_id: Mapped[int] = mapped_column(ForeignKey("job_statuses.id"))
    channel: Mapped[Channel] = mapped_column()
    language: Mapped[Language] = mapped_column()
    subject: Mapped[str] = mapped_column(String(200), server_default="")
    body: Mapped[str] = mapped_column(Text)
    version: Mapped[int] = mapped_column(Integer, server_default="1")

    __table_args__ = (
        Index("uq_status_templates_slot", "status_id", "channel", "language", unique=True),
    )


class Notification(Row):
    """One contact point and one event: told with a message, or not told for a reason.

    digest_id: the daily mail it is told in; until that is written there is no message yet.
    """

    __tablename__ = "notifications"

    event_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("events.id"))
    contact_point_id: Mapped[int] = mapped_column(ForeignKey("contact_points.id"))
    address: Mapped[str] = mapped_column(String(320))
    message_id: Mapped[int | None] = mapped_column(ForeignKey("messages.id"), index=True)
    reason: Mapped[Reason | None] = mapped_column()
    detail: Mapped[str] = mapped_column(String(300), server_default="")
    digest_id: Mapped[int | None] = mapped_column(ForeignKey("digests.id"))

    message: Mapped[Message | None] = relationship()
    digest: Mapped[Digest | None] = relationship()
    contact_point: Mapped[ContactPoint] = relationship()

    __table_args__ = (
        Index("uq_notifications_point", "event_id", "contact_point_id", unique=True),
        Index(
            "uq_notifications_told_address",
            "event_id",
            "address",
            unique=True,
            postgresql_where=text("reason IS NULL"),
        ),
        Index(
            "ix_notifications_digest_id",
            "digest_id",
            postgresql_where=text("digest_id IS NOT NULL"),
        ),
        # What a customer's people were told of, newest first.
        Index("ix_notifications_contact_point_id", "contact_point_id", "event_id"),
    )
