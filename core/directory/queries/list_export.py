"""Customers, people and properties as lines of a list that can be changed and brought in again, read while sent."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TypeAlias

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from core.directory.list_lines import COLUMNS
from core.directory.model import Contact, Customer, ListKind, PointKind, Property

AT_ONCE = 500
Cell: TypeAlias = str | int | None
Line: TypeAlias = Sequence[Cell]


def list_lines(session: Session, kind: ListKind) -> Iterator[Line]:
    """The head and every line, AT_ONCE read at a time. What came from no list has `#` and our number as its key."""
    yield [each.name for each in COLUMNS[kind]]
    after = 0
    while part := _PARTS[kind](session, after):
        for number, line in part:
            yield line
            after = number
        session.expunge_all()


def _customers(session: Session, after: int) -> list[tuple[int, Line]]:
    rows = session.scalars(
        select(Customer)
        .where(Customer.id > after, Customer.merged_into_id.is_(None))
        .order_by(Customer.id)
        .limit(AT_ONCE)
    )
    return [
        (
            row.id,
            (
                _customer_key(row),
                row.name,
                row.company_name,
                row.kind,
                row.billing_address,
                row.payment_terms_days,
                row.preferred_channel,
                row.best_time,
                row.language,
                row.notes,
            ),
        )
        for row in rows
    ]


def _contacts(session: Session, after: int) -> list[tuple[int, Line]]:
    rows = session.scalars(
        select(Contact)
        .where(Contact.id > after, Contact.retired_at.is_(None))
        .options(joinedload(Contact.customer), selectinload(Contact.points))
        .order_by(Contact.id)
        .limit(AT_ONCE)
    )
    return [
        (
            row.id,
            (
                row.import_key or f"#{row.id}",
                _customer_key(row.customer),
                row.first_name,
                row.last_name,
                row.role,
                row.language,
                _first(row, PointKind.PHONE),
                _first(row, PointKind.EMAIL),
            ),
        )
        for row in rows
    ]


def _properties(session: Session, after: int) -> list[tuple[int, Line]]:
    rows = session.scalars(
        select(Property).where(Property.id > after).order_by(Property.id).limit(AT_ONCE)
    )
    return [
        (
            row.id,
            (
                row.import_key or f"#{row.id}",
                row.name,
                row.street,
                row.city,
                row.state,
                row.postal_code,
                row.kind,
                row.time_zone,
                row.access_notes,
                None,
                None,
            ),
        )
        for row in rows
    ]


def _customer_key(row: Customer) -> str:
    return row.import_key or f"#{row.number}"


def _first(row: Contact, kind: PointKind) -> str | None:
    return next((point.value for point in row.points if point.kind is kind), None)


_PARTS: Mapping[ListKind, Callable[[Session, int], list[tuple[int, Line]]]] = {
    ListKind.CUSTOMERS: _customers,
    ListKind.CONTACTS: _contacts,
    ListKind.PROPERTIES: _properties,
}
