"""What is looked at when a customer says "I paid that": payments by any trace, and the invoices around them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, or_, select, union
from sqlalchemy.orm import Session, joinedload

from core.billing.model import Allocation, Invoice, InvoiceStatus, Payment
from core.billing.queries.balances import balances_of
from core.billing.queries.payable import left_of
from core.directory.model import Customer, PropertyRelationship
from core.jobs.model import Job
from core.money import cents_of

MOST_PAYMENTS = 60
MOST_DOCUMENTS = 60
LARGEST_NUMBER = 2**31 - 1


@dataclass(frozen=True)
class Sought:
    """words: a check number, an amount, an invoice or job number, or a part of the payer's name."""

    words: str = ""
    customer_id: int | None = None

    @property
    def is_anything(self) -> bool:
        """Whether there is something to look for."""
        return bool(self.words.strip()) or self.customer_id is not None


@dataclass(frozen=True)
class Counted:
    """What of a payment an invoice has."""

    invoice_id: int
    number: int
    cents: int
    job_number: int | None


@dataclass(frozen=True)
class FoundPayment:
    """One payment with what it was counted towards. left_cents: what nothing has used."""

    payment: Payment
    counted: tuple[Counted, ...]
    left_cents: int


@dataclass(frozen=True)
class FoundDocument:
    """One invoice around the claim. balance_cents: what is still owed on it."""

    invoice: Invoice
    issue_on: date
    balance_cents: int


def payments_like(session: Session, sought: Sought) -> list[FoundPayment]:
    """Payments that fit, newest first; those that failed too: they explain most claims (inventory 116)."""
    if not sought.is_anything:
        return []
    rows = session.scalars(
        _wanted(sought)
        .options(joinedload(Payment.payer))
        .order_by(Payment.received_on.desc(), Payment.id.desc())
        .limit(MOST_PAYMENTS)
    ).all()
    counted = _counted(session, [row.id for row in rows])
    left = left_of(session, [row.id for row in rows])
    return [FoundPayment(row, tuple(counted.get(row.id, ())), left[row.id]) for row in rows]


def documents_near(session: Session, sought: Sought) -> list[FoundDocument]:
    """Invoices of the customer and of the places linked to it, or of the numbers told; newest first."""
    if not sought.is_anything:
        return []
    rows = session.scalars(
        select(Invoice)
        .where(Invoice.status != InvoiceStatus.DRAFT, _near(sought))
        .options(joinedload(Invoice.job), joinedload(Invoice.bill_to), joinedload(Invoice.property))
        .order_by(Invoice.issue_on.desc(), Invoice.id.desc())
        .limit(MOST_DOCUMENTS)
    ).all()
    owed = balances_of(session, [row.id for row in rows])
    return [FoundDocument(row, row.issue_on, owed[row.id]) for row in rows if row.issue_on]


def _wanted(sought: Sought) -> Select[Payment]:
    """Each trace finds by an index of its own; alternatives in one condition would read every payment."""
    wanted = select(Payment)
    if sought.customer_id is not None:
        wanted = wanted.where(Payment.id.in_(union(*_of_customer(sought.customer_id))))
    if sought.words.strip():
        wanted = wanted.where(Payment.id.in_(union(*_traces(sought.words.strip()))))
    return wanted


def _of_customer(customer_id: int) -> list[Select[int]]:
    """Paid by the customer, by somebody at a place of theirs, or counted towards an invoice of theirs."""
    return [
        select(Payment.id).where(Payment.payer_id == customer_id),
        select(Payment.id).where(Payment.payer_id.in_(_neighbours(customer_id))),
        _towards(Invoice.bill_to_id == customer_id),
    ]


def _towards(which: ColumnElement[bool]) -> Select[int]:
    return (
        select(Payment.id)
        .join(Allocation, Allocation.payment_id == Payment.id)
        .join(Invoice, Invoice.id == Allocation.invoice_id)
        .outerjoin(Job, Job.id == Invoice.job_id)
        .where(which)
    )


def _neighbours(customer_id: int) -> Select[int]:
    return select(PropertyRelationship.customer_id).where(
        PropertyRelationship.property_id.in_(_places(customer_id))
    )


def _places(customer_id: int) -> Select[int]:
    return select(PropertyRelationship.property_id).where(
        PropertyRelationship.customer_id == customer_id
    )


def _traces(words: str) -> list[Select[int]]:
    named = select(Customer.id).where(Customer.sort_name.contains(words.lower(), autoescape=True))
    traces = [
        select(Payment.id).where(
            Payment.check_number == words.removeprefix("#"), Payment.check_number != ""
        ),
        select(Payment.id).where(Payment.payer_id.in_(named)),
    ]
    cents = _cents(words)
    if cents is not None:
        traces.append(select(Payment.id).where(Payment.amount_cents == cents))
    number = _number(words)
    if number is not None:
        traces += [_towards(Invoice.number == number), _towards(Job.number == number)]
    return traces


def _near(sought: Sought) -> ColumnElement[bool]:
    number = _number(sought.words.strip())
    if sought.customer_id is None:
        jobs = select(Job.id).where(Job.number == number)
        named = select(Customer.id).where(
            Customer.sort_name.contains(sought.words.strip().lower(), autoescape=True)
        )
        by_name = Invoice.bill_to_id.in_(named)
        return or_(Invoice.number == number, Invoice.job_id.in_(jobs)) if number else by_name
    return or_(
        Invoice.bill_to_id == sought.customer_id,
        Invoice.property_id.in_(_places(sought.customer_id)),
    )


def _cents(words: str) -> int | None:
    try:
        return cents_of(words)
    except ValueError:
        return None


def _number(words: str) -> int | None:
    bare = words.removeprefix("#")
    readable = bare.isascii() and bare.isdigit() and len(bare) <= len(str(LARGEST_NUMBER))
    return int(bare) if readable and 0 < int(bare) <= LARGEST_NUMBER else None


def _counted(session: Session, payment_ids: Sequence[int]) -> dict[int, list[Counted]]:
    rows = session.execute(
        select(
            Allocation.payment_id, Invoice.id, Invoice.number, Allocation.amount_cents, Job.number
        )
        .join(Invoice, Invoice.id == Allocation.invoice_id)
        .outerjoin(Job, Job.id == Invoice.job_id)
        .where(Allocation.payment_id.in_(payment_ids))
        .order_by(Invoice.number, Allocation.id)
    )
    sums: dict[tuple[int, int], Counted] = {}
    for payment_id, invoice_id, number, cents, job in rows:
        key = (payment_id or 0, invoice_id)
        before = sums[key].cents if key in sums else 0
        sums[key] = Counted(invoice_id, number or 0, before + cents, job)
    found: dict[int, list[Counted]] = {}
    for (payment_id, _), counted in sums.items():
        if counted.cents:
            found.setdefault(payment_id, []).append(counted)
    return found
