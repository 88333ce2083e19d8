"""Rows of tags: short words of the company's own that find and group customers and jobs (inventory 73)."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, String, func
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, Row

LONGEST_TAG = 40


class Tag(Row):
    """A word of the company's own; no two differ only in capitals."""

    __tablename__ = "tags"

    name: Mapped[str] = mapped_column(String(LONGEST_TAG))


Index("uq_tags_name", func.lower(Tag.name), unique=True)


class CustomerTag(Base):
    """A customer has the tag."""

    __tablename__ = "customer_tags"

    customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id"), primary_key=True)
    tag_id: Mapped[int] = mapped_column(ForeignKey("tags.id"), primary_key=True)

    __table_args__ = (Index("ix_customer_tags_tag_id", "tag_id", "customer_id"),)
