"""Statements of one account: what moved between two days, and what was still open at the end of one.

Opening + movements = closing, always; nothing after the last day is known to either.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import groupby

from sqlalchemy import text
from sqlalchemy.orm import Session

from core.billing.buckets import Ageing
from core.billing.queries.ageing import ageing_of
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
    first, *rows = session.execute(_ACTIVITY, asked).all()
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
    rows = session.execute(_OPEN, asked).all()
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
    return activity(session, customer_id, day_after, day_after).opening_cents


def _work(job_number: int | None, summary: str | None) -> Work | None:
    return None if job_number is None else Work(job_number, summary or "")


def _address(session: Session, customer: Customer) -> str:
    """Their own, else the one all their bills went to; where those went to several, nobody knows which is theirs."""
    if customer.billing_address.strip():
        return customer.billing_address
    found = session.scalars(_BILLED_TO, {"account": customer.id}).all()
    return found[0] if len(found) == 1 else ""


# Two are enough to tell one from several.
_BILLED_TO = text(
    "SELECT DISTINCT bill_to_address FROM invoices"
    " WHERE bill_to_id = :account AND status <> 'draft' AND bill_to_address <> '' LIMIT 2"
)


def _grouped(movements: Sequence[Movement]) -> list[tuple[Movement, ...]]:
    ordered = sorted(movements, key=_by_place)
    return [tuple(group) for _, group in groupby(ordered, key=_by_place)]


def _by_place(movement: Movement) -> tuple[bool, str, int]:
    return (movement.property_id is None, movement.place, movement.property_id or 0)


# What another paid for this account, or this payer for another, moves between the two on the day it is counted.
_MOVES = """
    SELECT i.issue_on AS on_day, 1 AS turn, i.kind AS kind, i.id AS id, i.number AS number,
        i.total_cents AS cents, i.property_id AS property_id, i.po_number AS words
    FROM invoices i WHERE i.bill_to_id = :account AND i.status <> 'draft' AND i.issue_on <= :to
    UNION ALL
    SELECT i.voided_on, 2, 'void', i.id, i.number, -i.total_cents, i.property_id, i.kind
    FROM invoices i WHERE i.bill_to_id = :account AND i.status = 'void' AND i.voided_on <= :to
    UNION ALL
    SELECT p.received_on, CASE p.kind WHEN 'payment' THEN 3 ELSE 5 END, p.kind, p.id, p.id,
        CASE p.kind WHEN 'payment' THEN -p.amount_cents ELSE p.amount_cents END, NULL,
        p.method || CASE WHEN p.check_number <> '' THEN ' ' || p.check_number ELSE '' END
    FROM payments p
    WHERE p.payer_id = :account AND p.state IN ('succeeded', 'reversed') AND p.received_on <= :to
    UNION ALL
    SELECT a.effective_on, 4, 'paid_by_other', a.id, i.number, -a.amount_cents, i.property_id,
        coalesce(nullif(other.company_name, ''), other.name)
    FROM invoices i JOIN allocations a ON a.invoice_id = i.id
        LEFT JOIN payments p ON p.id = a.payment_id
        LEFT JOIN invoices c ON c.id = a.credit_note_id
        JOIN customers other ON other.id = coalesce(p.payer_id, c.bill_to_id)
    WHERE i.bill_to_id = :account AND other.id <> :account AND a.effective_on <= :to
    UNION ALL
    SELECT a.effective_on, 4, 'paid_for_other', a.id, i.number, a.amount_cents, NULL, i.bill_to_name
    FROM payments p JOIN allocations a ON a.payment_id = p.id JOIN invoices i ON i.id = a.invoice_id
    WHERE p.payer_id = :account AND i.bill_to_id <> :account AND a.effective_on <= :to
    UNION ALL
    SELECT a.effective_on, 4, 'paid_for_other', a.id, i.number, a.amount_cents, NULL, i.bill_to_name
    FROM invoices c JOIN allocations a ON a.credit_note_id = c.id JOIN invoices i ON i.id = a.invoice_id
    WHERE c.bill_to_id = :account AND c.kind = 'credit_note' AND i.bill_to_id <> :account
        AND a.effective_on <= :to
"""
_PLACE = "coalesce(nullif(place.name, ''), place.street, '')"
_ACTIVITY = text(
    f"""
    WITH moves AS MATERIALIZED ({_MOVES})
    SELECT on_day, kind, number, cents, property_id, place, words, job_number, summary FROM (
        SELECT NULL AS on_day, -1 AS turn, 0 AS id, '' AS kind, 0 AS number, coalesce(sum(cents), 0) AS cents,
            NULL AS property_id, '' AS place, '' AS words, NULL AS job_number, '' AS summary
        FROM moves WHERE on_day < :from
        UNION ALL
        (SELECT on_day, turn, moves.id, moves.kind, moves.number, cents, moves.property_id, {_PLACE}, words,
             job.number, job.summary
         FROM moves LEFT JOIN properties place ON place.id = moves.property_id
             LEFT JOIN invoices doc ON doc.id = moves.id AND moves.turn <= 2
             LEFT JOIN jobs job ON job.id = doc.job_id
         WHERE on_day >= :from
         ORDER BY on_day, turn, moves.id LIMIT :most)
    ) rows ORDER BY on_day NULLS FIRST, turn, id
    """  # noqa: S608 - nothing but our own words
)
_OPEN = text(
    f"""
    SELECT * FROM (
        SELECT i.issue_on AS on_day, CASE WHEN i.kind <> 'credit_note' THEN i.due_on END AS due_on, i.kind AS kind,
            i.id AS id, i.number AS number, i.total_cents AS whole,
            CASE WHEN i.kind = 'credit_note' THEN i.total_cents + (
                SELECT coalesce(sum(a.amount_cents), 0) FROM allocations a
                WHERE a.credit_note_id = i.id AND a.effective_on <= :on
            ) + (
                SELECT coalesce(sum(r.amount_cents), 0) FROM payments r
                WHERE r.returns_credit_id = i.id AND r.state = 'succeeded' AND r.received_on <= :on
            ) ELSE i.total_cents - (
                SELECT coalesce(sum(a.amount_cents), 0) FROM allocations a
                WHERE a.invoice_id = i.id AND a.effective_on <= :on
            ) END AS left_cents,
            i.property_id AS property_id, {_PLACE} AS place, i.po_number AS words,
            job.number AS job_number, job.summary AS summary
        FROM invoices i LEFT JOIN properties place ON place.id = i.property_id
            LEFT JOIN jobs job ON job.id = i.job_id
        WHERE i.bill_to_id = :account AND i.status <> 'draft'
            AND daterange(i.issue_on, i.settled_on) @> CAST(:on AS date)
        UNION ALL
        SELECT p.received_on, NULL, 'payment', p.id, p.id, -p.amount_cents, -(p.amount_cents - (
                SELECT coalesce(sum(a.amount_cents), 0) FROM allocations a
                WHERE a.payment_id = p.id AND a.effective_on <= :on
            ) - (
                SELECT coalesce(sum(r.amount_cents), 0) FROM payments r
                WHERE r.returns_id = p.id AND r.state = 'succeeded' AND r.received_on <= :on
            )), NULL, '', p.method || CASE WHEN p.check_number <> '' THEN ' ' || p.check_number ELSE '' END,
            NULL, ''
        FROM payments p
        WHERE p.payer_id = :account AND p.kind = 'payment' AND p.state IN ('succeeded', 'reversed')
            AND daterange(p.received_on, p.spent_on) @> CAST(:on AS date)
    ) items WHERE left_cents <> 0
    ORDER BY due_on NULLS LAST, on_day, number LIMIT :most
    """  # noqa: S608 - nothing but our own words
)
