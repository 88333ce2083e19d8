"""Builders around money: issued invoices with one line, payments, and what the books say of them."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.billing.actions.payments import receive_payment
from core.billing.model import (
    BillToSource,
    Invoice,
    InvoiceLine,
    InvoiceStatus,
    ItemKind,
    Payment,
    PaymentMethod,
)
from core.billing.queries.balances import balances_of
from core.billing.receiving import NewPayment, Part
from core.directory.model import Customer, Property
from core.jobs.model import Job
from tests.builders import OFFICE

MARCH = date(2026, 3, 1)
TERMS = timedelta(days=30)


def issued(
    session: Session,
    bill_to: Customer,
    cents: int,
    *,
    on: date = MARCH,
    due_on: date | None = None,
    job: Job | None = None,
    place: Property | None = None,
) -> Invoice:
    """An issued invoice with one untaxed line."""
    last = session.scalar(select(func.coalesce(func.max(Invoice.number), 1000)))
    return issued_numbered(
        session, bill_to, cents, (last or 1000) + 1, on=on, due_on=due_on, job=job, place=place
    )


def issued_numbered(
    session: Session,
    bill_to: Customer,
    cents: int,
    number: int,
    *,
    on: date = MARCH,
    due_on: date | None = None,
    job: Job | None = None,
    place: Property | None = None,
) -> Invoice:
    """The same with a number of one's own choice: for hands that work at once."""
    invoice = Invoice(
        bill_to_id=bill_to.id,
        bill_to_source=BillToSource.MANUAL,
        job_id=job.id if job else None,
        property_id=place.id if place else None,
        net_cents=cents,
        total_cents=cents,
    )
    session.add(invoice)
    session.flush()
    session.add(
        InvoiceLine(
            invoice_id=invoice.id,
            position=1,
            kind=ItemKind.SERVICE,
            words="Repair",
            unit_price_cents=cents,
            net_cents=cents,
        )
    )
    session.flush()
    invoice.number, invoice.bill_to_name = number, bill_to.name
    invoice.issue_on, invoice.due_on = on, due_on or on + TERMS
    invoice.status = InvoiceStatus.ISSUED
    session.flush()
    return invoice


def new_payment(
    payer: Customer,
    cents: int,
    *parts: tuple[Invoice, int],
    method: PaymentMethod = PaymentMethod.CASH,
    key: str = "",
    on: date = MARCH,
    check_number: str = "",
) -> NewPayment:
    """Money in hand and what it is for; a key of its own unless given."""
    return NewPayment(
        payer_id=payer.id,
        method=method,
        amount_cents=cents,
        received_on=on,
        key=key or uuid4().hex,
        parts=tuple(Part(invoice.id, amount) for invoice, amount in parts),
        check_number=check_number,
    )


def paid(session: Session, payer: Customer, cents: int, *parts: tuple[Invoice, int]) -> Payment:
    """Cash received and counted."""
    return receive_payment(session, new_payment(payer, cents, *parts), actor=OFFICE)


def balances(session: Session, *invoices: Invoice) -> list[int]:
    """What is owed on each, in the order given."""
    owed = balances_of(session, [invoice.id for invoice in invoices])
    return [owed[invoice.id] for invoice in invoices]
