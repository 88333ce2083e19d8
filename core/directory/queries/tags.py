"""The company's tags, and which of them a customer has."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.directory.model import CustomerTag, Tag

MOST_TAGS_SHOWN = 500


@dataclass(frozen=True)
class TagView:
    """One tag."""

    id: int
    name: str


def all_tags(session: Session) -> tuple[TagView, ...]:
    """Every tag by name, at most MOST_TAGS_SHOWN."""
    rows = session.execute(
        select(Tag.id, Tag.name).order_by(func.lower(Tag.name)).limit(MOST_TAGS_SHOWN)
    )
    return tuple(TagView(*row) for row in rows)


def tags_of(session: Session, customer_id: int) -> tuple[TagView, ...]:
    """The customer's tags by name."""
    rows = session.execute(
        select(Tag.id, Tag.name)
        .join(CustomerTag, CustomerTag.tag_id == Tag.id)
        .where(CustomerTag.customer_id == customer_id)
        .order_by(func.lower(Tag.name))
    )
    return tuple(TagView(*row) for row in rows)
