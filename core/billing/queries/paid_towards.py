"""What was paid on one invoice, as its own page may show it: days, ways and amounts, and of nobody anything else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from core.billing.model import Allocation, Invoice, Payment, PaymentMethod, PaymentState

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


def under_way(session: Session, invoice: Invoice) -> Payment | None:
    """The payment begun on the invoice's own page that waits for the payer or for the bank."""
    return session.scalar(
        select(Payment)
        .where(
            Payment.payer_id == invoice.bill_to_id,
            Payment.state == PaymentState.PENDING,
            Payment.idempotency_key.startswith(own_key(invoice.id), autoescape=True),
        )
        .order_by(Payment.id.desc())
        .limit(1)
    )
