"""The labels for how a customer stands to a property, as forms offer them."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.directory.model import RelationshipType, Role


@dataclass(frozen=True)
class TypeChoice:
    """One label. role: what it means to the rules."""

    id: int
    name: str
    role: Role


def relationship_types(session: Session) -> tuple[TypeChoice, ...]:
    """Every label, in the company's order."""
    rows = session.scalars(
        select(RelationshipType).order_by(RelationshipType.position, RelationshipType.id)
    )
    return tuple(TypeChoice(row.id, row.name, Role(row.role)) for row in rows)
