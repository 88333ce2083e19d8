"""What may enter a batch, and what stands in one. Drafts, void documents and money not yet there never do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias, assert_never

from sqlalchemy import ColumnElement, func, literal, select, tuple_
from sqlalchemy.orm import Session, aliased

from core.billing.books import MemberKind
from core.billing.model import (
    Allocation,
    Invoice,
    InvoiceStatus,
    Payment,
    PaymentKind,
    PaymentMethod,
    PaymentState,
)
from core.billing.refusals import name_of
from core.directory.model import Customer

Table: TypeAlias = type[Invoice] | type[Payment] | type[Allocation]
TABLES: Mapping[MemberKind, Table] = {
    MemberKind.INVOICE: Invoice,
    MemberKind.PAYMENT: Payment,
    MemberKind.ALLOCATION: Allocation,
}
# A payment that bounced had come in; the row that takes it back goes to the books beside it.
BOOKED = (PaymentState.SUCCEEDED, PaymentState.REVERSED)
_MONEY = {
    PaymentKind.PAYMENT: "Payment",
    PaymentKind.REFUND: "Refund",
    PaymentKind.REVERSAL: "Reversal",
}


@dataclass(frozen=True)
class Member:
    """One line of a batch. cents: what it adds to what customers owe; an application adds nothing, and says how much.

    link_id: the invoice or payment whose page tells more.
    """

    kind: MemberKind
    id: int
    name: str
    on: date
    customer: str
    cents: int
    export: str = ""
    link_id: int | None = None


def may_enter(kind: MemberKind) -> tuple[ColumnElement[bool], ...]:
    """What must be true of a row that enters a batch."""
    match kind:
        case MemberKind.INVOICE:
            return (Invoice.status == InvoiceStatus.ISSUED, Invoice.batch_id.is_(None))
        case MemberKind.PAYMENT:
            return (Payment.state.in_(BOOKED), Payment.batch_id.is_(None))
        case MemberKind.ALLOCATION:
            return (Allocation.batch_id.is_(None),)
        case _:
            assert_never(kind)


def within(kind: MemberKind, first: date | None, last: date) -> tuple[ColumnElement[bool], ...]:
    """Of these days; first None takes everything up to the last."""
    match kind:
        case MemberKind.INVOICE:
            day: ColumnElement[date | None] | ColumnElement[date] = Invoice.issue_on.expression
        case MemberKind.PAYMENT:
            day = Payment.received_on.expression
        case MemberKind.ALLOCATION:
            day = Allocation.effective_on.expression
        case _:
            assert_never(kind)
    return (day <= last,) if first is None else (day >= first, day <= last)


def counts_of(session: Session, batch_id: int) -> dict[MemberKind, int]:
    """How many members of each kind a batch has."""
    return {
        kind: session.scalar(
            select(func.count()).select_from(table).where(table.batch_id == batch_id)
        )
        or 0
        for kind, table in TABLES.items()
    }


def members_of(
    session: Session,
    batch_id: int,
    kind: MemberKind,
    *,
    limit: int,
    offset: int = 0,
    after: Member | None = None,
) -> list[Member]:
    """A page of the batch's members of one kind, in the order of its file. after: the one the last part ended with."""
    match kind:
        case MemberKind.INVOICE:
            return _documents(session, batch_id, limit, offset, after)
        case MemberKind.PAYMENT:
            return _payments(session, batch_id, limit, offset, after)
        case MemberKind.ALLOCATION:
            return _applications(session, batch_id, limit, offset, after)
        case _:
            assert_never(kind)


def payment_words(kind: PaymentKind, method: PaymentMethod, check_number: str) -> str:
    """How people call a movement of money: `Payment by check 4711`."""
    number = f" {check_number}" if check_number else ""
    return f"{_MONEY[kind]} by {'bank transfer' if method is PaymentMethod.ACH else method}{number}"


def _documents(
    session: Session, batch_id: int, limit: int, offset: int, after: Member | None
) -> list[Member]:
    wanted = (
        select(Invoice)
        .where(Invoice.batch_id == batch_id)
        .order_by(Invoice.number, Invoice.id)
        .limit(limit)
        .offset(offset)
    )
    if after is not None:
        # Whatever stands in a batch has a number, and no other has the same.
        last = select(Invoice.number).where(Invoice.id == after.id).scalar_subquery()
        wanted = wanted.where(Invoice.number > last)
    rows = session.scalars(wanted)
    return [
        Member(
            MemberKind.INVOICE,
            row.id,
            name_of(row),
            row.issue_on or row.created_at.date(),
            row.bill_to_name,
            row.total_cents,
            row.export,
            row.id,
        )
        for row in rows
    ]


def _payments(
    session: Session, batch_id: int, limit: int, offset: int, after: Member | None
) -> list[Member]:
    wanted = (
        select(Payment, Customer)
        .join(Customer, Customer.id == Payment.payer_id)
        .where(Payment.batch_id == batch_id)
        .order_by(Payment.received_on, Payment.id)
        .limit(limit)
        .offset(offset)
    )
    if after is not None:
        place = tuple_(Payment.received_on, Payment.id)
        wanted = wanted.where(place > tuple_(literal(after.on), literal(after.id)))
    rows = session.execute(wanted)
    return [
        Member(
            MemberKind.PAYMENT,
            row.id,
            payment_words(row.kind, row.method, row.check_number),
            row.received_on,
            payer.display_name,
            -row.amount_cents if row.kind is PaymentKind.PAYMENT else row.amount_cents,
            row.export,
            row.id,
        )
        for row, payer in rows
    ]


def _applications(
    session: Session, batch_id: int, limit: int, offset: int, after: Member | None
) -> list[Member]:
    credit = aliased(Invoice)
    wanted = (
        select(Allocation, Invoice, credit.number)
        .join(Invoice, Invoice.id == Allocation.invoice_id)
        .outerjoin(credit, credit.id == Allocation.credit_note_id)
        .where(Allocation.batch_id == batch_id)
        .order_by(Allocation.id)
        .limit(limit)
        .offset(offset)
    )
    if after is not None:
        wanted = wanted.where(Allocation.id > after.id)
    rows = session.execute(wanted)
    return [_application(row, invoice, number) for row, invoice, number in rows]


def _application(row: Allocation, invoice: Invoice, credit_number: int | None) -> Member:
    source = (
        f"Payment {row.payment_id}"
        if row.payment_id is not None
        else f"Credit note {credit_number}"
    )
    verb = "counted towards" if row.amount_cents > 0 else "taken off"
    return Member(
        MemberKind.ALLOCATION,
        row.id,
        f"{source} {verb} {name_of(invoice).lower()}",
        row.effective_on,
        invoice.bill_to_name,
        row.amount_cents,
        link_id=invoice.id,
    )
