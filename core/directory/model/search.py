"""What customers and properties are found by. The database keeps these rows itself, by triggers: nothing else writes
them, so that they are never stale (migration 0012, decision 0016).
"""

from __future__ import annotations

from sqlalchemy import Boolean, Computed, ForeignKey, Index, Text, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base


class CustomerSearch(Base):
    """Names, number, addresses, people and their entries as plain words; and every three letters of them.

    cut: the customer has so many places that only the first hundred are among the words.
    """

    __tablename__ = "customer_search"

    customer_id: Mapped[int] = mapped_column(
        ForeignKey("customers.id", ondelete="CASCADE"), primary_key=True
    )
    words: Mapped[str] = mapped_column(Text)
    cut: Mapped[bool] = mapped_column(Boolean)
    grams: Mapped[list[str]] = mapped_column(
        ARRAY(Text), Computed("word_grams(words)", persisted=True)
    )

    __table_args__ = (
        Index("ix_customer_search_grams", "grams", postgresql_using="gin"),
        Index("ix_customer_search_cut", "customer_id", postgresql_where=text("cut")),
    )


class PropertySearch(Base):
    """Name, address and units as plain words, and every three letters of them."""

    __tablename__ = "property_search"

    property_id: Mapped[int] = mapped_column(
        ForeignKey("properties.id", ondelete="CASCADE"), primary_key=True
    )
    words: Mapped[str] = mapped_column(Text)
    grams: Mapped[list[str]] = mapped_column(
        ARRAY(Text), Computed("word_grams(words)", persisted=True)
    )

    __table_args__ = (Index("ix_property_search_grams", "grams", postgresql_using="gin"),)
