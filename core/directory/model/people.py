"""Rows of people: customers, their contacts and entries. A row holds what was said; who hears and who pays is decided
elsewhere. Who is gone keeps a row for what names them, and stands in no list.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import (
    Boolean,
    Computed,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    Sequence,
    String,
    Text,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Row
from core.language import Language

CUSTOMER_NUMBERS = Sequence("customer_numbers", start=10001)
PAYMENT_TERMS_DAYS = 30
# Lists are in the order of what a customer is shown as.
SORT_NAME = "lower(CASE WHEN company_name <> '' THEN company_name ELSE name END)"


class CustomerKind(StrEnum):
    """inventory 2."""

    RESIDENTIAL = "residential"
    COMMERCIAL = "commercial"


class PointKind(StrEnum):
    """What a contact point is."""

    PHONE = "phone"
    EMAIL = "email"


class Customer(Row):
    """One who pays or is served (inventory 1, 2, 8-12, 114, 115).

    payment_terms_days: from an invoice's date to its due date. merged_into_id: the customer this one turned out to be;
    such a row stays for its number and history only. import_key: what the list it came from calls it.
    """

    __tablename__ = "customers"

    number: Mapped[int] = mapped_column(
        Integer, CUSTOMER_NUMBERS, server_default=CUSTOMER_NUMBERS.next_value(), unique=True
    )
    kind: Mapped[CustomerKind] = mapped_column()
    name: Mapped[str] = mapped_column(String(200), index=True)
    company_name: Mapped[str] = mapped_column(String(200), server_default="")
    billing_address: Mapped[str] = mapped_column(Text, server_default="")
    preferred_channel: Mapped[str] = mapped_column(String(10), server_default="sms")
    best_time: Mapped[str] = mapped_column(String(100), server_default="")
    marketing_ok: Mapped[bool] = mapped_column(Boolean, server_default="false")
    notes: Mapped[str] = mapped_column(Text, server_default="")
    language: Mapped[Language] = mapped_column(server_default="en")
    tax_exempt: Mapped[bool] = mapped_column(Boolean, server_default="false")
    tax_certificate_blob_id: Mapped[int | None] = mapped_column(ForeignKey("blobs.id"))
    tax_certificate_expires_on: Mapped[date | None] = mapped_column(Date)
    payment_terms_days: Mapped[int] = mapped_column(Integer, server_default=str(PAYMENT_TERMS_DAYS))
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("customers.id"), index=True)
    import_key: Mapped[str | None] = mapped_column(String(100), unique=True)
    sort_name: Mapped[str] = mapped_column(Text, Computed(SORT_NAME, persisted=True))

    __table_args__ = (
        Index("ix_customers_sort", "sort_name", "id"),
        Index("ix_customers_kind_sort", "kind", "sort_name", "id"),
    )

    contacts: Mapped[list[Contact]] = relationship(
        primaryjoin="and_(Contact.customer_id == Customer.id, Contact.retired_at.is_(None))",
        back_populates="customer",
        order_by="Contact.id",
        lazy="select",
    )

    @property
    def display_name(self) -> str:
        """The company's name where there is one, else the person's."""
        return self.company_name or self.name


class Contact(Row):
    """A person of a customer.

    own_alert_list: whether this person's own subscriptions count instead of the customer's. retired_at: since when they
    are nobody's person any more; conversations, jobs and tellings still name them. points: those that stand.
    """

    __tablename__ = "contacts"

    customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id"), index=True)
    first_name: Mapped[str] = mapped_column(String(100))
    last_name: Mapped[str] = mapped_column(String(100), server_default="")
    role: Mapped[str] = mapped_column(String(60), server_default="")
    language: Mapped[Language] = mapped_column(server_default="en")
    own_alert_list: Mapped[bool] = mapped_column(Boolean, server_default="false")
    import_key: Mapped[str | None] = mapped_column(String(100), unique=True)
    retired_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))

    customer: Mapped[Customer] = relationship(back_populates="contacts")
    points: Mapped[list[ContactPoint]] = relationship(
        primaryjoin="and_(ContactPoint.contact_id == Contact.id, ContactPoint.retired_at.is_(None))",
        back_populates="contact",
        order_by="ContactPoint.id",
        lazy="select",
    )

    @property
    def full_name(self) -> str:
        """First and last name, as far as known."""
        return f"{self.first_name} {self.last_name}".strip()


class ContactPoint(Row):
    """A phone number (E.164) or e-mail address (lower case) of a contact (inventory 3-6).

    accepts_job_updates: the switch a customer sees; bad_since: when the carrier said it cannot work. retired_at: since
    when it is nobody's; such a row is bad as well, so that whatever still waits for it is not sent.
    """

    __tablename__ = "contact_points"

    contact_id: Mapped[int] = mapped_column(ForeignKey("contacts.id"), index=True)
    kind: Mapped[PointKind] = mapped_column()
    value: Mapped[str] = mapped_column(String(320), index=True)
    label: Mapped[str] = mapped_column(String(40), server_default="")
    accepts_job_updates: Mapped[bool] = mapped_column(Boolean, server_default="true")
    updates_changed_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    receives_invoices: Mapped[bool] = mapped_column(Boolean, server_default="false")
    receives_statements: Mapped[bool] = mapped_column(Boolean, server_default="false")
    bad_since: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    bad_reason: Mapped[str] = mapped_column(String(200), server_default="")
    time_zone: Mapped[str | None] = mapped_column(String(60))
    retired_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))

    contact: Mapped[Contact] = relationship(back_populates="points")

    __table_args__ = (
        Index(
            "uq_contact_points_contact_value",
            "contact_id",
            "value",
            unique=True,
            postgresql_where=text("retired_at IS NULL"),
        ),
    )
