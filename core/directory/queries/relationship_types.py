"""The labels for how a customer stands to a property, as forms offer them and as Settings lists them."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.directory.model import PropertyRelationship, RelationshipType, Role


@dataclass(frozen=True)
class TypeChoice:
    """One label. role: what it means to the rules."""

    id: int
    name: str
    role: Role


@dataclass(frozen=True)
class LabelRow:
    """One label as Settings lists it. links: how many bear it."""

    id: int
    name: str
    role: Role
    active: bool
    links: int


def relationship_types(session: Session) -> tuple[TypeChoice, ...]:
    """Every label that is not switched off, in the company's order."""
    rows = session.scalars(
        select(RelationshipType)
        .where(RelationshipType.active)
        .order_by(RelationshipType.position, RelationshipType.id)
    )
    return tuple(TypeChoice(row.id, row.name, Role(row.role)) for row in rows)


def labels(session: Session) -> tuple[LabelRow, ...]:
    """Every label with the links that bear it, in the company's order; those switched off last."""
    bearing = (
        select(func.count())
        .where(PropertyRelationship.type_id == RelationshipType.id)
        .scalar_subquery()
    )
    rows = session.execute(
        select(RelationshipType, bearing).order_by(
            RelationshipType.active.desc(), RelationshipType.position, RelationshipType.id
        )
    )
    return tuple(
        LabelRow(row.id, row.name, Role(row.role), row.active, links) for row, links in rows
    )
