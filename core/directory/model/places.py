"""Rows of places: properties, their units, and how customers stand to them."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import Boolean, ForeignKey, Index, Integer, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Row
from core.directory.model.people import Customer


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


class Property(Row):
    """A place where work is done (inventory 22-40).

    tax_rate_thousandths: sales tax in thousandths of one percent, 8875 is 8.875 %; None is the company's own rate.
    import_key: what the list it came from calls it.
    """

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
        ForeignKey("customers.id"), index=True
    )
    tax_rate_thousandths: Mapped[int | None] = mapped_column(Integer)
    import_key: Mapped[str | None] = mapped_column(String(100), unique=True)

    __table_args__ = (
        Index("ix_properties_street_id", "street", "id"),
        # Which of all places a sentence names is found by these two.
        Index("ix_properties_house_number", text("lower(split_part(street, ' ', 1))")),
        Index("ix_properties_named", "name", postgresql_where=text("name <> ''")),
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
    """An editable label for how a customer stands to a property; rules read only its role (inventory 28).

    active: whether it is offered for new links; links that stand keep it.
    """

    __tablename__ = "relationship_types"

    name: Mapped[str] = mapped_column(String(60), unique=True)
    role: Mapped[Role] = mapped_column()
    position: Mapped[int] = mapped_column(Integer, server_default="0")
    active: Mapped[bool] = mapped_column(Boolean, server_default="true")


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
        Index("ix_property_relationships_type_id_customer_id", "type_id", "customer_id"),
    )
