"""Statements of one account: what moved between two days, and what was still open at the end of one.

Opening + movements = closing, always; nothing after the last day is known to either.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import groupby

from sqlalchemy.orm import Session

from core.billing.buckets import Ageing
from core.billing.queries.ageing import ageing_of
from core.billing.queries.statement_rows import ACTIVITY, BILLED_TO, OPEN
from core.directory.model import Customer
from core.errors import FieldRefused, NotFound

MOST_ITEMS = 50_000


class MovementKind(StrEnum):
    """PAID_BY_OTHER: another payer's money was counted here. PAID_FOR_OTHER: this payer's was counted elsewhere."""

    INVOICE = "invoice"
    ADJUSTMENT = "adjustment"
    CREDIT_NOTE = "credit_note"
    VOID = "void"
    PAYMENT = "payment"
    REFUND = "refund"
    REVERSAL = "reversal"
    PAID_BY_OTHER = "paid_by_other"
    PAID_FOR_OTHER = "paid_for_other"


@dataclass(frozen=True)
class Work:
    """The job behind a document: its number and what it was about."""

    job_number: int
    summary: str


@dataclass(frozen=True)
class Movement:
    """One thing that changed what the account owes; cents below zero where it became less.

    number: of the document, or of the payment. words: of a void one, which kind of document it is. work: of a
    document's job, with its number; None without one.
    after_cents: the account after it, in the order of the statement.
    """

    on: date
    kind: MovementKind
    number: int
    cents: int
    after_cents: int
    property_id: int | None
    place: str
    words: str
    work: Work | None = None


@dataclass(frozen=True)
class Group:
    """The movements of one property, or those of the account itself, with their sum."""

    property_id: int | None
    place: str
    movements: tuple[Movement, ...]

    @property
    def cents(self) -> int:
        """What moved here."""
        return sum(each.cents for each in self.movements)


@dataclass(frozen=True)
class Activity:
    """An account between two days, both included. address: where its bills go, line by line; "" when not known."""

    customer_id: int
    from_on: date
    to_on: date
    opening_cents: int
    movements: tuple[Movement, ...]
    ageing: Ageing
    address: str = ""

    @property
    def closing_cents(self) -> int:
        """At the end of the last day."""
        return self.opening_cents + sum(each.cents for each in self.movements)

    def groups(self) -> tuple[Group, ...]:
        """By property, in the order of their names; what belongs to no place comes last."""
        return tuple(
            Group(found[0].property_id, found[0].place, found) for found in _grouped(self.movements)
        )


@dataclass(frozen=True)
class OpenItem:
    """One document or payment that is not used up. left_cents: below zero where it is in the customer's favour."""

    on: date
    due_on: date | None
    kind: MovementKind
    document_id: int
    number: int
    whole_cents: int
    left_cents: int
    property_id: int | None
    place: str
    words: str
    work: Work | None = None


@dataclass(frozen=True)
class OpenItems:
    """All that is open on an account at the end of a day; its sum is the account's balance. address: as in Activity."""

    customer_id: int
    on: date
    items: tuple[OpenItem, ...]
    ageing: Ageing
    address: str = ""

    @property
    def balance_cents(self) -> int:
        """What the account owes."""
        return sum(each.left_cents for each in self.items)


def activity(session: Session, customer_id: int, from_on: date, to_on: date) -> Activity:
    """What moved an account (inventory 133). NotFound for no such customer; refuses days the wrong way round."""
    customer = session.get(Customer, customer_id)
    if customer is None:
        raise NotFound("customer", customer_id)
    if to_on < from_on:
        raise FieldRefused("to", "A statement ends on or after the day it begins.")
    opening, movements = _moved(session, customer_id, from_on, to_on)
    owed = ageing_of(session, customer_id, to_on)
    address = _address(session, customer)
    return Activity(customer_id, from_on, to_on, opening, movements, owed, address)


def _moved(
    session: Session, customer_id: int, from_on: date, to_on: date
) -> tuple[int, tuple[Movement, ...]]:
    asked = {"account": customer_id, "from": from_on, "to": to_on, "most": MOST_ITEMS + 1}
    first, *rows = session.execute(ACTIVITY, asked).all()
    if len(rows) > MOST_ITEMS:
        raise FieldRefused("from", f"More than {MOST_ITEMS:,} movements: choose fewer days.")
    after, movements = int(first.cents), []
    for row in rows:
        after += int(row.cents)
        movements.append(
            Movement(
                row.on_day,
                MovementKind(row.kind),
                row.number,
                int(row.cents),
                after,
                row.property_id,
                row.place,
                row.words,
                _work(row.job_number, row.summary),
            )
        )
    return int(first.cents), tuple(movements)


def open_items(session: Session, customer_id: int, on: date) -> OpenItems:
    """What is open on an account at the end of a day, oldest due first. NotFound for no such customer."""
    customer = session.get(Customer, customer_id)
    if customer is None:
        raise NotFound("customer", customer_id)
    asked = {"account": customer_id, "on": on, "most": MOST_ITEMS + 1}
    rows = session.execute(OPEN, asked).all()
    if len(rows) > MOST_ITEMS:
        raise FieldRefused("on", f"More than {MOST_ITEMS:,} open items on one account.")
    items = tuple(
        OpenItem(
            row.on_day,
            row.due_on,
            MovementKind(row.kind),
            row.id,
            row.number,
            int(row.whole),
            int(row.left_cents),
            row.property_id,
            row.place,
            row.words,
            _work(row.job_number, row.summary),
        )
        for row in rows
    )
    owed, address = ageing_of(session, customer_id, on), _address(session, customer)
    return OpenItems(customer_id, on, items, owed, address)


def account_of(session: Session, customer_id: int, on: date) -> int:
    """What an account owed at the end of a day, in cents, from its movements alone."""
    day_after = on + timedelta(days=1)
    opening, _ = _moved(session, customer_id, day_after, day_after)
    return opening


def _work(job_number: int | None, summary: str | None) -> Work | None:
    return None if job_number is None else Work(job_number, summary or "")


def _address(session: Session, customer: Customer) -> str:
    """Their own, else the one all their bills went to; where those went to several, nobody knows which is theirs."""
    if customer.billing_address.strip():
        return customer.billing_address
    found = session.scalars(BILLED_TO, {"account": customer.id}).all()
    return found[0] if len(found) == 1 else ""


def _grouped(movements: Sequence[Movement]) -> list[tuple[Movement, ...]]:
    ordered = sorted(movements, key=_by_place)
    return [tuple(group) for _, group in groupby(ordered, key=_by_place)]


def _by_place(movement: Movement) -> tuple[bool, str, int]:
    return (movement.property_id is None, movement.place, movement.property_id or 0)
