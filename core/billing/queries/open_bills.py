"""The bills of one account that are still to be paid, for the payer's own page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from core.billing.model import Invoice, InvoiceKind, InvoiceStatus
from core.billing.queries.balances import balances_of

# More stand on a statement, which is made for many.
MOST_BILLS = 100


@dataclass(frozen=True)
class OpenBill:
    """One invoice with what is still owed on it, in cents."""

    invoice: Invoice
    owed_cents: int

    def is_late(self, on: date) -> bool:
        """Whether its day has passed."""
        return self.invoice.due_on is not None and self.invoice.due_on < on


def open_bills(session: Session, customer_id: int, *, most: int = MOST_BILLS) -> Sequence[OpenBill]:
    """Issued invoices billed to the account and not paid, the first due first; credit notes are none."""
    rows = session.scalars(
        select(Invoice)
        .where(
            Invoice.bill_to_id == customer_id,
            Invoice.status == InvoiceStatus.ISSUED,
            Invoice.settled_on.is_(None),
            Invoice.kind != InvoiceKind.CREDIT_NOTE,
        )
        .options(joinedload(Invoice.property))
        .order_by(Invoice.due_on.nulls_last(), Invoice.id)
        .limit(most)
    ).all()
    owed = balances_of(session, [row.id for row in rows])
    return [OpenBill(row, owed[row.id]) for row in rows if owed[row.id] > 0]
