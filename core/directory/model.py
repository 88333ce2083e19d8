"""Rows of the directory. A row holds what was said; who hears and who pays is decided elsewhere."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Boolean, DateTime, ForeignKey, Index, Integer, Sequence, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Row
from core.language import Language

CUSTOMER_NUMBERS = Sequence("customer_numbers", start=10001)


class CustomerKind(StrEnum):
    """inventory 2."""

    RESIDENTIAL = "residential"
    COMMERCIAL = "commercial"


class PointKind(StrEnum):
    """What a contact point is."""

    PHONE = "phone"
    EMAIL = "email"


class PropertyKind(StrEnum):
    """inventory 23."""

    HOME = "home"
    BUSINESS = "business"
    RENTAL = "rental"


class Role(StrEnum):
    """What a relationship type means to the rules; its name is only a label."""

    PRIMARY = "primary"
    MANAGER = "manager"
    OWNER = "owner"
    OCCUPANT = "occupant"
    OTHER = "other"


class Customer(Row):
    """One who pays or is served (inventory 1, 2, 8-12)."""

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

    contacts: Mapped[list[Contact]] = relationship(
        back_populates="customer", order_by="Contact.id", lazy="select"
    )

    @property
    def display_name(self) -> str:
        """The company's name where there is one, else the person's."""
        return self.company_name or self.name


class Contact(Row):
    """A person of a customer.

    own_alert_list: whether this person's own subscriptions count instead of the customer's.
    """

    __tablename__ = "contacts"

    customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id"), index=True)
    first_name: Mapped[str] = mapped_column(String(100))
    last_name: Mapped[str] = mapped_column(String(100), server_default="")
    role: Mapped[str] = mapped_column(String(60), server_default="")
    language: Mapped[Language] = mapped_column(server_default="en")
    own_alert_list: Mapped[bool] = mapped_column(Boolean, server_default="false")

    customer: Mapped[Customer] = relationship(back_populates="contacts")
    points: Mapped[list[ContactPoint]] = relationship(
        back_populates="contact", order_by="ContactPoint.id", lazy="select"
    )

    @property
    def full_name(self) -> str:
        """First and last name, as far as known."""
        return f"{self.first_name} {self.last_name}".strip()


class ContactPoint(Row):
    """A phone number (E.164) or e-mail address (lower case) of a contact (inventory 3-6).

    accepts_job_updates: the switch a customer sees; bad_since: when the carrier said it cannot work.
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

    contact: Mapped[Contact] = relationship(back_populates="points")

    __table_args__ = (Index("uq_contact_points_contact_value", "contact_id", "value", unique=True),)


class Property(Row):
    """A place where work is done (inventory 22-40)."""

    __tablename__ = "properties"

    name: Mapped[str] = mapped_column(String(200), server_default="")
    street: Mapped[str] = mapped_column(String(200), index=True)
    city: Mapped[str] = mapped_column(String(100), server_default="")
    state: Mapped[str] = mapped_column(String(40), server_default="")
    postal_code: Mapped[str] = mapped_column(String(20), server_default="")
    kind: Mapped[PropertyKind] = mapped_column(server_default="rental")
    access_notes: Mapped[str] = mapped_column(Text, server_default="")
    time_zone: Mapped[str] = mapped_column(String(60))
    financially_responsible_customer_id: Mapped[int | None] = mapped_column(
        ForeignKey("customers.id")
    )

    units: Mapped[list[Unit]] = relationship(back_populates="property", order_by="Unit.name")
    responsible: Mapped[Customer | None] = relationship()

    @property
    def address(self) -> str:
        """One line: street, city, state and postal code, as far as known."""
        tail = f"{self.state} {self.postal_code}".strip()
        return ", ".join(part for part in (self.street, self.city, tail) if part)


class Unit(Row):
    """A flat, suite or door of a property. name: without `#` or `apt`."""

    __tablename__ = "units"

    property_id: Mapped[int] = mapped_column(ForeignKey("properties.id"), index=True)
    name: Mapped[str] = mapped_column(String(40))
    access_notes: Mapped[str] = mapped_column(Text, server_default="")

    property: Mapped[Property] = relationship(back_populates="units")

    __table_args__ = (Index("uq_units_property_name", "property_id", "name", unique=True),)


class RelationshipType(Row):
    """An editable label for how a customer stands to a property; rules read only its role (inventory 28)."""

    __tablename__ = "relationship_types"

    name: Mapped[str] = mapped_column(String(60), unique=True)
    role: Mapped[Role] = mapped_column()
    position: Mapped[int] = mapped_column(Integer, server_default="0")


class PropertyRelationship(Row):
    """A customer linked to a property, or to one unit of it, in one role (inventory 27-30).

    is_primary: repeated from the type so that the database itself allows one Primary a property.
    """

    __tablename__ = "property_relationships"

    property_id: Mapped[int] = mapped_column(ForeignKey("properties.id"))
    customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id"), index=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"))
    type_id: Mapped[int] = mapped_column(ForeignKey("relationship_types.id"))
    is_primary: Mapped[bool] = mapped_column(Boolean, server_default="false")

    property: Mapped[Property] = relationship()
    customer: Mapped[Customer] = relationship()
    unit: Mapped[Unit | None] = relationship()
    type: Mapped[RelationshipType] = relationship()

    __table_args__ = (
        Index(
            "uq_property_relationships_link",
            "property_id",
            "customer_id",
            "unit_id",
            "type_id",
            unique=True,
            postgresql_nulls_not_distinct=True,
        ),
        Index(
            "uq_property_relationships_one_primary",
            "property_id",
            unique=True,
            postgresql_where=text("is_primary"),
        ),
    )
