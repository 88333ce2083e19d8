"""One property with its people, units and payer, as its page shows them."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from core.directory.model import (
    Customer,
    Property,
    PropertyKind,
    PropertyRelationship,
    RelationshipType,
    Role,
)
from core.errors import NotFound


@dataclass(frozen=True)
class LinkedCustomer:
    """A customer linked to the property, or to one unit of it."""

    link_id: int
    customer_id: int
    name: str
    relationship: str
    role: Role
    unit: str | None
    is_primary: bool
    pays: bool


@dataclass(frozen=True)
class UnitView:
    """A unit of the property, and who lives there."""

    id: int
    name: str
    occupants: tuple[str, ...]


@dataclass(frozen=True)
class PropertyView:
    """One property. payer: who is billed by default, or None."""

    id: int
    name: str
    address: str
    street: str
    kind: PropertyKind
    time_zone: str
    access_notes: str
    tax_rate_thousandths: int | None
    payer: tuple[int, str] | None
    customers: tuple[LinkedCustomer, ...]
    units: tuple[UnitView, ...]


def property_page(session: Session, property_id: int) -> PropertyView:
    """One property, its Primary on top of the linked customers; NotFound if there is none."""
    row = session.get(Property, property_id)
    if row is None:
        raise NotFound("property", property_id)
    linked = _linked(session, row)
    payer = row.responsible
    return PropertyView(
        id=row.id,
        name=row.name,
        address=row.address,
        street=row.street,
        kind=row.kind,
        time_zone=row.time_zone,
        access_notes=row.access_notes,
        tax_rate_thousandths=row.tax_rate_thousandths,
        payer=(payer.id, payer.display_name) if payer else None,
        customers=linked,
        units=tuple(
            UnitView(
                unit.id,
                unit.name,
                tuple(
                    each.name
                    for each in linked
                    if each.unit == unit.name and each.role == Role.OCCUPANT
                ),
            )
            for unit in row.units
        ),
    )


def _linked(session: Session, place: Property) -> tuple[LinkedCustomer, ...]:
    links = session.scalars(
        select(PropertyRelationship)
        .join(RelationshipType)
        .join(Customer, PropertyRelationship.customer_id == Customer.id)
        .where(PropertyRelationship.property_id == place.id)
        .options(
            joinedload(PropertyRelationship.customer),
            joinedload(PropertyRelationship.unit),
            joinedload(PropertyRelationship.type),
        )
        .order_by(PropertyRelationship.is_primary.desc(), RelationshipType.position, Customer.name)
    )
    return tuple(
        LinkedCustomer(
            link_id=link.id,
            customer_id=link.customer_id,
            name=link.customer.display_name,
            relationship=link.type.name,
            role=link.type.role,
            unit=link.unit.name if link.unit else None,
            is_primary=link.is_primary,
            pays=place.financially_responsible_customer_id == link.customer_id,
        )
        for link in links
    )
