"""Property managers, whose portfolios are looked at together."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.directory.model import Customer, PropertyRelationship, RelationshipType, Role

MOST_MANAGERS = 200
MOST_LOOKED_AT = 5000


def managers(session: Session, *, most: int = MOST_MANAGERS) -> list[tuple[int, str]]:
    """Ids and names of those who manage a property, by name (inventory 135)."""
    # Types are asked for beforehand, and each customer is met once: an index tells who, without the links themselves.
    types = session.scalars(
        select(RelationshipType.id).where(RelationshipType.role == Role.MANAGER)
    ).all()
    manages = session.scalars(
        select(PropertyRelationship.customer_id)
        .where(PropertyRelationship.type_id.in_(types))
        .distinct()
        .limit(MOST_LOOKED_AT)
    ).all()
    found = session.scalars(
        select(Customer)
        .where(Customer.id.in_(manages), Customer.merged_into_id.is_(None))
        .order_by(Customer.sort_name, Customer.id)
        .limit(most)
    )
    return [(each.id, each.display_name) for each in found]
