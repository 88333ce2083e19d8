"""Which invoices a payer may pay, and what of a payment is not used yet. Derived, never stored."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import Session

from core.billing.model import (
    Allocation,
    Invoice,
    InvoiceKind,
    InvoiceStatus,
    Payment,
    PaymentKind,
    PaymentState,
)
from core.billing.suggesting import Debt, OpenItem
from core.directory.model import (
    Customer,
    CustomerKind,
    Property,
    PropertyRelationship,
    RelationshipType,
    Role,
)
from core.errors import NotFound

MOST_PAYABLE = 2000
_GOES_BACK = frozenset({PaymentState.PENDING, PaymentState.SUCCEEDED})


@dataclass(frozen=True)
class Payable:
    """One open invoice as the page that collects payments shows it."""

    invoice_id: int
    number: int
    bill_to_id: int
    bill_to_name: str
    job_id: int | None
    property_id: int | None
    place: str
    issue_on: date
    due_on: date
    total_cents: int
    balance_cents: int
    debt: Debt

    @property
    def item(self) -> OpenItem:
        """What the suggestion needs of it."""
        return OpenItem(self.invoice_id, self.due_on, self.balance_cents, self.debt)


def payables_of(session: Session, payer_id: int, *, most: int = MOST_PAYABLE) -> list[Payable]:
    """Open invoices billed to the payer, then those of places the payer answers for, then what others owe at places the
    payer is linked to; each oldest due first.

    NotFound where there is no such customer (inventory 124).
    """
    payer = session.get(Customer, payer_id)
    if payer is None:
        raise NotFound("customer", payer_id)
    debt = _debt(payer)
    counted = (
        select(func.coalesce(func.sum(Allocation.amount_cents), 0))
        .where(Allocation.invoice_id == Invoice.id)
        .scalar_subquery()
    )
    rows = session.execute(
        select(Invoice, Property.name, Property.street, counted, debt)
        .outerjoin(Property, Property.id == Invoice.property_id)
        .where(
            Invoice.status == InvoiceStatus.ISSUED,
            Invoice.settled_on.is_(None),
            Invoice.kind != InvoiceKind.CREDIT_NOTE,
            _within_reach(payer_id),
        )
        .order_by(debt, Invoice.due_on, Invoice.id)
        .limit(most)
    )
    return [
        _payable(invoice, name or street or "", int(paid), Debt(whose))
        for invoice, name, street, paid, whose in rows
    ]


def _debt(payer: Customer) -> ColumnElement[int]:
    """A business answers for every place it is the responsible party of; a household for its own bills alone."""
    ways: list[tuple[ColumnElement[bool], int]] = [(Invoice.bill_to_id == payer.id, Debt.OWN)]
    if payer.kind is CustomerKind.COMMERCIAL:
        answers = Property.financially_responsible_customer_id == payer.id
        ways.append((answers, Debt.ANSWERED_FOR))
    return case(*ways, else_=Debt.OTHERS)


def _payable(invoice: Invoice, place: str, paid: int, debt: Debt) -> Payable:
    if invoice.number is None or invoice.issue_on is None or invoice.due_on is None:
        raise NotFound("issued invoice", invoice.id)
    return Payable(
        invoice_id=invoice.id,
        number=invoice.number,
        bill_to_id=invoice.bill_to_id,
        bill_to_name=invoice.bill_to_name,
        job_id=invoice.job_id,
        property_id=invoice.property_id,
        place=place,
        issue_on=invoice.issue_on,
        due_on=invoice.due_on,
        total_cents=invoice.total_cents,
        balance_cents=invoice.total_cents - paid,
        debt=debt,
    )


def out_of_reach(session: Session, payer_id: int, invoice_ids: Collection[int]) -> set[int]:
    """Those of the invoices that are neither the payer's nor of a place or customer linked to the payer."""
    near = session.scalars(
        select(Invoice.id).where(Invoice.id.in_(invoice_ids), _within_reach(payer_id))
    )
    return set(invoice_ids) - set(near)


def _within_reach(payer_id: int) -> ColumnElement[bool]:
    theirs = select(PropertyRelationship.property_id).where(
        PropertyRelationship.customer_id == payer_id
    )
    # Whoever merely lives there has nothing to do with what neighbours are billed by hand.
    kept = (
        select(PropertyRelationship.property_id)
        .join(RelationshipType, RelationshipType.id == PropertyRelationship.type_id)
        .where(PropertyRelationship.customer_id == payer_id, RelationshipType.role != Role.OCCUPANT)
    )
    neighbours = select(PropertyRelationship.customer_id).where(
        PropertyRelationship.property_id.in_(kept)
    )
    return or_(
        Invoice.bill_to_id == payer_id,
        Invoice.property_id.in_(theirs),
        and_(Invoice.property_id.is_(None), Invoice.bill_to_id.in_(neighbours)),
    )


def left_of(session: Session, payment_ids: Collection[int]) -> dict[int, int]:
    """What of each payment is neither counted towards an invoice nor given back; 0 for one that does not count."""
    counted = (
        select(func.coalesce(func.sum(Allocation.amount_cents), 0))
        .where(Allocation.payment_id == Payment.id)
        .scalar_subquery()
    )
    back = Payment.__table__.alias("back")
    returned = (
        select(func.coalesce(func.sum(back.c.amount_cents), 0))
        .where(back.c.returns_id == Payment.id, back.c.state.in_(_GOES_BACK))
        .scalar_subquery()
    )
    counts = and_(Payment.kind == PaymentKind.PAYMENT, Payment.state == PaymentState.SUCCEEDED)
    left = case((counts, Payment.amount_cents - counted - returned), else_=0)
    rows = session.execute(select(Payment.id, left).where(Payment.id.in_(payment_ids)))
    return {id_: int(cents) for id_, cents in rows}


def unapplied_of(session: Session, payer_id: int) -> list[tuple[Payment, int]]:
    """The payer's payments with something left, oldest first, each with what is left."""
    payments = session.scalars(
        select(Payment)
        .where(
            Payment.payer_id == payer_id,
            Payment.kind == PaymentKind.PAYMENT,
            Payment.state == PaymentState.SUCCEEDED,
            Payment.spent_on.is_(None),
        )
        .order_by(Payment.received_on, Payment.id)
    ).all()
    left = left_of(session, [payment.id for payment in payments])
    return [(payment, left[payment.id]) for payment in payments if left[payment.id] > 0]
