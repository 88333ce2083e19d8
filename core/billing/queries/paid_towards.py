"""What was paid on one invoice, as its own page may show it: days, ways and amounts, and of nobody anything else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from core.billing.model import (
    Allocation,
    Invoice,
    Payment,
    PaymentKind,
    PaymentMethod,
    PaymentState,
)

OWN_KEY = "invoice-page"


@dataclass(frozen=True)
class PaidPart:
    """So much of one payment, or of one credit note. method: None for a credit note, credit_note: its number."""

    on: date
    cents: int
    method: PaymentMethod | None
    credit_note: int | None


def paid_towards(session: Session, invoice_id: int) -> list[PaidPart]:
    """What counts towards an invoice now, oldest first; what was taken back again is not shown."""
    note = aliased(Invoice)
    rows = session.execute(
        select(
            func.min(Allocation.effective_on).label("on"),
            func.sum(Allocation.amount_cents).label("cents"),
            Payment.method,
            note.number,
        )
        .select_from(Allocation)
        .outerjoin(Payment, Payment.id == Allocation.payment_id)
        .outerjoin(note, note.id == Allocation.credit_note_id)
        .where(Allocation.invoice_id == invoice_id)
        .group_by(Allocation.payment_id, Allocation.credit_note_id, Payment.method, note.number)
        .having(func.sum(Allocation.amount_cents) > 0)
        .order_by(func.min(Allocation.effective_on), func.min(Allocation.id))
    )
    return [PaidPart(row.on, int(row.cents), row.method, row.number) for row in rows]


def own_key(invoice_id: int, rest: str = "") -> str:
    """How keys of payments begin that were begun on the invoice's own page."""
    return f"{OWN_KEY}:{invoice_id}:{rest}"


def for_all_owed(invoice: Invoice, owed_cents: int) -> ColumnElement[bool]:
    """A payment by card of exactly this and nothing else, whoever opened its page."""
    return and_(
        Payment.payer_id == invoice.bill_to_id,
        Payment.kind == PaymentKind.PAYMENT,
        Payment.method == PaymentMethod.CARD,
        Payment.amount_cents == owed_cents,
        Payment.intended == {str(invoice.id): owed_cents},
    )


def under_way(session: Session, invoice: Invoice, owed_cents: int) -> Payment | None:
    """The payment that waits for the payer or for the bank: begun on the invoice's own page, or at a desk for all that
    is owed on it.
    """
    own = and_(
        Payment.payer_id == invoice.bill_to_id,
        Payment.idempotency_key.startswith(own_key(invoice.id), autoescape=True),
    )
    return session.scalar(
        select(Payment)
        .where(Payment.state == PaymentState.PENDING, or_(own, for_all_owed(invoice, owed_cents)))
        .order_by(Payment.id.desc())
        .limit(1)
    )
