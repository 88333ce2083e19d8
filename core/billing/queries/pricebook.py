"""What the pricebook holds, found by code, name or words."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from core.billing.model import ItemKind, PricebookItem

MOST_ITEMS = 200


def items_like(
    session: Session, words: str = "", *, kind: ItemKind | None = None, most: int = MOST_ITEMS
) -> Sequence[PricebookItem]:
    """Items that are offered, by name; those whose code, name or words contain all that was typed (inventory 99)."""
    asked: list[ColumnElement[bool]] = [_contains(word) for word in words.split()]
    if kind is not None:
        asked.append(PricebookItem.kind == kind)
    return session.scalars(
        select(PricebookItem)
        .where(PricebookItem.active, *asked)
        .order_by(PricebookItem.name, PricebookItem.id)
        .limit(most)
    ).all()


def _contains(word: str) -> ColumnElement[bool]:
    columns = (PricebookItem.code, PricebookItem.name, PricebookItem.words)
    return or_(*(column.icontains(word, autoescape=True) for column in columns))
