"""Requests that are not yet jobs."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import (
    Boolean,
    Computed,
    ForeignKey,
    Index,
    String,
    Text,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Row
from core.directory.model import Contact, Customer, Property, Unit

# What a stranger is found by: in the directory's manner, of whoever has a customer nothing (decision 0016).
_STRANGER = (
    "CASE WHEN customer_id IS NULL THEN plain_words(requester_name || ' ' || requester_address) END"
)


class BookingSource(StrEnum):
    """inventory 41."""

    SMS = "sms"
    EMAIL = "email"
    PHONE = "phone"
    PORTAL = "portal"
    THIRD_PARTY = "third_party"


class BookingStatus(StrEnum):
    """A booking waits, becomes a job once, or is let go."""

    NEW = "new"
    WAIT_LISTED = "wait_listed"
    CONVERTED = "converted"
    DISMISSED = "dismissed"


class EstimateWish(StrEnum):
    """A price is wanted before the work: from a visit, or from afar (inventory 57)."""

    VISIT = "visit"
    REMOTE = "remote"


class Booking(Row):
    """A request that is not yet a job (inventory 41-62).

    requester_address: where the words came from, even when nobody is known there.
    raw_words: all the person has said about it so far, oldest first, one message a paragraph.
    verified: whether sender and place are known; unverified ones wait for staff to confirm.
    since: when the trouble began, in the caller's words. form_key: of the form with what was typed, which counts once.
    po_number: to bill it under, as staff have confirmed it.
    stranger_words, stranger_grams: what is searched while there is no customer; the database keeps them.
    """

    __tablename__ = "bookings"

    source: Mapped[BookingSource] = mapped_column()
    status: Mapped[BookingStatus] = mapped_column(server_default="new", index=True)
    requester_contact_id: Mapped[int | None] = mapped_column(ForeignKey("contacts.id"), index=True)
    requester_address: Mapped[str] = mapped_column(String(320), server_default="")
    requester_name: Mapped[str] = mapped_column(String(200), server_default="")
    place_hint: Mapped[str] = mapped_column(String(300), server_default="")
    raw_words: Mapped[str] = mapped_column(Text, server_default="")
    summary: Mapped[str] = mapped_column(String(300), server_default="")
    customer_id: Mapped[int | None] = mapped_column(ForeignKey("customers.id"))
    property_id: Mapped[int | None] = mapped_column(ForeignKey("properties.id"))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"))
    category: Mapped[str] = mapped_column(String(40), server_default="general")
    urgency: Mapped[str] = mapped_column(String(20), server_default="routine")
    safety: Mapped[str | None] = mapped_column(String(30))
    requested_window: Mapped[str] = mapped_column(String(200), server_default="")
    access: Mapped[str | None] = mapped_column(String(20))
    pets: Mapped[bool | None] = mapped_column(Boolean)
    verified: Mapped[bool] = mapped_column(Boolean, server_default="false")
    since: Mapped[str] = mapped_column(String(200), server_default="")
    estimate: Mapped[EstimateWish | None] = mapped_column()
    form_key: Mapped[str | None] = mapped_column(String(64), unique=True)
    po_number: Mapped[str] = mapped_column(String(60), server_default="")
    stranger_words: Mapped[str | None] = mapped_column(
        Text, Computed(_STRANGER, persisted=True), deferred=True
    )
    stranger_grams: Mapped[list[str] | None] = mapped_column(
        ARRAY(Text), Computed(f"word_grams({_STRANGER})", persisted=True), deferred=True
    )

    customer: Mapped[Customer | None] = relationship()
    property: Mapped[Property | None] = relationship()
    unit: Mapped[Unit | None] = relationship()
    requester: Mapped[Contact | None] = relationship()

    __table_args__ = (
        Index("ix_bookings_source_id", "source", "id"),
        Index(
            "ix_bookings_stranger_grams",
            "stranger_grams",
            postgresql_using="gin",
            postgresql_where=text("customer_id IS NULL"),
        ),
    )
