"""The lists of customers and properties: what fits, a part at a time. A part begins after the last entry of the part
before, so that the thousandth costs no more than the first; nothing is counted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from sqlalchemy import Select, select, tuple_
from sqlalchemy.orm import Session, selectinload

from core.directory.model import (
    Contact,
    ContactPoint,
    Customer,
    CustomerKind,
    CustomerTag,
    PointKind,
    Property,
    PropertyKind,
    PropertyRelationship,
)
from core.directory.queries.search import (
    matching_customer_ids,
    matching_customers,
    matching_property_ids,
    ranked_customers,
)

# Of words that fit more than this, only so many are put in order: whoever looks for somebody adds a word.
MOST_SORTED = 1000
Entry = TypeVar("Entry")


@dataclass(frozen=True)
class Part(Generic[Entry]):
    """A part of a list. more: another follows. crowded: the words fit so many that not all of them are listed."""

    rows: tuple[Entry, ...]
    more: bool
    crowded: bool


@dataclass(frozen=True)
class CustomerFilter:
    """Which customers are asked for; empty words, no kind and no tag are everybody."""

    words: str = ""
    kind: CustomerKind | None = None
    tag_id: int | None = None


@dataclass(frozen=True)
class PropertyFilter:
    """Which properties are asked for; empty words, no kind and no customer they belong to are all of them."""

    words: str = ""
    kind: PropertyKind | None = None
    customer_id: int | None = None


@dataclass(frozen=True)
class CustomerRow:
    """A customer in the list."""

    id: int
    number: int
    name: str
    kind: CustomerKind
    people: str


@dataclass(frozen=True)
class PropertyRow:
    """A property in the list."""

    id: int
    name: str
    address: str
    kind: PropertyKind
    units: int


def customers(session: Session, words: str, *, limit: int) -> tuple[CustomerRow, ...]:
    """Whom the words fit best (name, nickname, company, phone, e-mail, address, `#number`); nobody when there are
    none (inventory 13).
    """
    return _customer_rows(session, ranked_customers(words).limit(limit))


def customer_list(
    session: Session, asked: CustomerFilter, *, limit: int, after: int | None = None
) -> Part[CustomerRow]:
    """Customers by name who fit. after: the id of the last one seen; one that is gone begins from the start."""
    query, crowded = _customers_fitting(session, asked.words)
    if asked.kind is not None:
        query = query.where(Customer.kind == asked.kind)
    if asked.tag_id is not None:
        tagged = select(CustomerTag.customer_id).where(CustomerTag.tag_id == asked.tag_id)
        query = query.where(Customer.id.in_(tagged))
    last = session.get(Customer, after) if after else None
    if last is not None:
        query = query.where(tuple_(Customer.sort_name, Customer.id) > (last.sort_name, last.id))
    query = query.order_by(Customer.sort_name, Customer.id).limit(limit + 1)
    rows = _customer_rows(session, query)
    return Part(rows[:limit], len(rows) > limit, crowded)


def reached_at(session: Session, customer_ids: Sequence[int]) -> dict[int, tuple[str, str]]:
    """By customer: the phone numbers and the e-mail addresses of their people, each put together by commas."""
    rows = session.execute(
        select(Contact.customer_id, ContactPoint.kind, ContactPoint.value)
        .join(ContactPoint, ContactPoint.contact_id == Contact.id)
        .where(Contact.customer_id.in_(customer_ids), ContactPoint.retired_at.is_(None))
        .order_by(ContactPoint.id)
    )
    found: dict[int, dict[PointKind, list[str]]] = {}
    for customer_id, kind, value in rows:
        found.setdefault(customer_id, {}).setdefault(kind, []).append(value)
    return {
        customer_id: (
            ", ".join(points.get(PointKind.PHONE, ())),
            ", ".join(points.get(PointKind.EMAIL, ())),
        )
        for customer_id, points in found.items()
    }


def properties(session: Session, words: str, *, limit: int) -> tuple[PropertyRow, ...]:
    """Places whose name, address or units hold the words, by street; none when there are no words."""
    if not words.strip():
        return ()
    return property_list(session, PropertyFilter(words), limit=limit).rows


def property_list(
    session: Session, asked: PropertyFilter, *, limit: int, after: int | None = None
) -> Part[PropertyRow]:
    """Places by street that fit. after: the id of the last one seen; one that is gone begins from the start."""
    ids = matching_property_ids(asked.words, limit=MOST_SORTED + 1)
    found = session.scalars(ids).all() if ids is not None else []
    query = select(Property)
    if asked.words.strip():
        query = query.where(Property.id.in_(found[:MOST_SORTED]))
    if asked.kind is not None:
        query = query.where(Property.kind == asked.kind)
    if asked.customer_id is not None:
        linked = PropertyRelationship.customer_id == asked.customer_id
        query = query.where(Property.id.in_(select(PropertyRelationship.property_id).where(linked)))
    last = session.get(Property, after) if after else None
    if last is not None:
        query = query.where(tuple_(Property.street, Property.id) > (last.street, last.id))
    rows = session.scalars(
        query.options(selectinload(Property.units))
        .order_by(Property.street, Property.id)
        .limit(limit + 1)
    ).all()
    shown = tuple(
        PropertyRow(row.id, row.name, row.address, row.kind, len(row.units)) for row in rows[:limit]
    )
    return Part(shown, len(rows) > limit, len(found) > MOST_SORTED)


def _customers_fitting(session: Session, words: str) -> tuple[Select[Customer], bool]:
    """Who fits, at most MOST_SORTED, and whether there are more."""
    wanted = matching_customer_ids(words, limit=MOST_SORTED + 1)
    if wanted is None:
        return matching_customers(words), False
    found = session.scalars(wanted).all()
    query = select(Customer).where(
        Customer.id.in_(found[:MOST_SORTED]), Customer.merged_into_id.is_(None)
    )
    return query, len(found) > MOST_SORTED


def _customer_rows(session: Session, query: Select[Customer]) -> tuple[CustomerRow, ...]:
    rows: Sequence[Customer] = session.scalars(query.options(selectinload(Customer.contacts))).all()
    return tuple(
        CustomerRow(
            row.id,
            row.number,
            row.display_name,
            row.kind,
            ", ".join(contact.full_name for contact in row.contacts),
        )
        for row in rows
    )
