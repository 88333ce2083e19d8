"""Customers who may be one and the same: a number, an address or a whole name they share."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from core.directory.model import Contact, ContactPoint, Customer

MOST_DUPLICATES = 5


@dataclass(frozen=True)
class Duplicate:
    """A customer who may be the same."""

    id: int
    number: int
    name: str


def possible_duplicates(session: Session, customer_id: int) -> tuple[Duplicate, ...]:
    """Who may be the same as this customer, at most MOST_DUPLICATES; a household's shared phone is one reason to look,
    and to leave them apart.
    """
    mine, theirs = aliased(ContactPoint), aliased(ContactPoint)
    my_person, their_person = aliased(Contact), aliased(Contact)
    same_entry = (
        select(their_person.customer_id)
        .join(theirs, theirs.contact_id == their_person.id)
        .join(mine, mine.value == theirs.value)
        .join(my_person, my_person.id == mine.contact_id)
        .where(
            my_person.customer_id == customer_id,
            mine.retired_at.is_(None),
            theirs.retired_at.is_(None),
        )
    )
    this = aliased(Customer)
    mine_is = select(this.sort_name).where(this.id == customer_id).scalar_subquery()
    same_name = select(Customer.id).where(Customer.sort_name == mine_is)
    rows = session.scalars(
        select(Customer)
        .where(
            Customer.id != customer_id,
            Customer.merged_into_id.is_(None),
            Customer.id.in_(same_entry.union(same_name)),
        )
        .order_by(Customer.id)
        .limit(MOST_DUPLICATES)
    )
    return tuple(Duplicate(row.id, row.number, row.display_name) for row in rows)


def merged_into(session: Session, customer_id: int) -> tuple[Duplicate, ...]:
    """The customers that were merged into this one, oldest number first."""
    rows = session.scalars(
        select(Customer).where(Customer.merged_into_id == customer_id).order_by(Customer.number)
    )
    return tuple(Duplicate(row.id, row.number, row.display_name) for row in rows)
