"""Customers, properties and calls as files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from core.desk.permissions import Permission
from core.directory.model import Customer, CustomerKind, PropertyKind
from core.directory.queries.lists import (
    CustomerFilter,
    CustomerRow,
    PropertyFilter,
    PropertyRow,
    customer_list,
    property_list,
    reached_at,
)
from core.errors import NotFound
from core.jobs.queries.caller import CallSeen, calls_of
from office.access import needs
from office.door import choice_asked, reading, row_asked, words_asked
from office.exports.parts import PART, Line, in_parts
from office.spreadsheets import csv_file


# A whole customer list is taken along only by who may bring one in.
@needs(Permission.DIRECTORY_IMPORT)
def customers_file() -> Response:
    """Customers that fit, with how they are reached."""
    asked = CustomerFilter(words_asked(), choice_asked("kind", CustomerKind), row_asked("tag"))

    def lines(session: Session) -> Iterator[Line]:
        reached: dict[int, tuple[str, str]] = {}

        def part(_: int, last: CustomerRow | None) -> Sequence[CustomerRow]:
            rows = customer_list(session, asked, limit=PART, after=last.id if last else None).rows
            reached.clear()
            reached.update(reached_at(session, [row.id for row in rows]))
            return rows

        yield ("Number", "Customer", "Kind", "People", "Phone numbers", "E-mail addresses")
        yield from in_parts(
            session,
            part,
            lambda row: (
                row.number,
                row.name,
                row.kind,
                row.people,
                *reached.get(row.id, ("", "")),
            ),
        )

    return csv_file("customers", lines)


@needs(Permission.DIRECTORY_IMPORT)
def properties_file() -> Response:
    """Properties that fit."""
    asked = PropertyFilter(words_asked(), choice_asked("kind", PropertyKind), row_asked("customer"))

    def lines(session: Session) -> Iterator[Line]:
        def part(_: int, last: PropertyRow | None) -> Sequence[PropertyRow]:
            return property_list(session, asked, limit=PART, after=last.id if last else None).rows

        yield ("Property", "Name", "Address", "Kind", "Units")
        yield from in_parts(
            session, part, lambda row: (row.id, row.name, row.address, row.kind, row.units)
        )

    return csv_file("properties", lines)


@needs(Permission.DIRECTORY_READ)
def customer_calls_file(customer_id: int) -> Response:
    """Every call of a customer, the newest first."""
    with reading() as session:
        customer = session.get(Customer, customer_id)
        if customer is None:
            raise NotFound("customer", customer_id)
        number = customer.number

    def lines(session: Session) -> Iterator[Line]:
        def part(seen: int, _: CallSeen | None) -> Sequence[CallSeen]:
            return calls_of(session, customer_id, limit=PART, offset=seen)

        yield ("Began", "Minutes", "With", "Booking", "Notes")
        yield from in_parts(
            session,
            part,
            lambda row: (row.at, row.minutes, row.taken_by, row.booking_id, row.notes),
        )

    return csv_file(f"customer-{number}-calls", lines)
