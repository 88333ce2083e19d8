"""What is owed on documents, derived from what was counted towards them; nothing here is stored."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from core.billing.model import (
    Allocation,
    Invoice,
    InvoiceKind,
    InvoiceStatus,
    Payment,
    PaymentState,
)
from core.billing.queries.last_days import last_counted

HELD_BACK = (PaymentState.PENDING, PaymentState.SUCCEEDED)


def balances_of(
    session: Session, invoice_ids: Collection[int], as_of: date | None = None
) -> dict[int, int]:
    """Cents still owed on each invoice at the end of a day, or now with all that is written down.

    Drafts, voided ones and credit notes owe nothing. As of a day, later payments and voids are not known yet.
    """
    counted = _counted(session, Allocation.invoice_id, invoice_ids, as_of)
    return {
        row.id: row.total_cents - counted.get(row.id, 0) if _charges(row, as_of) else 0
        for row in _documents(session, invoice_ids)
    }


def credit_left(
    session: Session, credit_note_ids: Collection[int], as_of: date | None = None
) -> dict[int, int]:
    """Cents of each credit note that are neither counted towards an invoice nor paid out, or about to be."""
    counted = _counted(session, Allocation.credit_note_id, credit_note_ids, as_of)
    paid_out = _paid_out(session, credit_note_ids, as_of)
    return {
        row.id: -row.total_cents - counted.get(row.id, 0) - paid_out.get(row.id, 0)
        if _stands(row, as_of) and row.kind is InvoiceKind.CREDIT_NOTE
        else 0
        for row in _documents(session, credit_note_ids)
    }


def balance_of(session: Session, invoice_id: int, as_of: date | None = None) -> int:
    """Cents still owed on one invoice."""
    return balances_of(session, [invoice_id], as_of).get(invoice_id, 0)


def earliest_day(session: Session, document_ids: Collection[int]) -> date | None:
    """The first day on which something more may happen to all of them: none before what was written down already.

    None when none of them is issued.
    """
    ids = set(document_ids)
    issued = session.scalar(select(func.max(Invoice.issue_on)).where(Invoice.id.in_(ids)))
    moved = last_counted(session, ids)
    return max((day for day in (issued, moved) if day is not None), default=None)


def _charges(row: Invoice, as_of: date | None) -> bool:
    return _stands(row, as_of) and row.kind is not InvoiceKind.CREDIT_NOTE


def _stands(row: Invoice, as_of: date | None) -> bool:
    """Whether the document counts on that day."""
    if as_of is None:
        return row.status is InvoiceStatus.ISSUED
    if row.issue_on is None or row.issue_on > as_of or row.status is InvoiceStatus.DRAFT:
        return False
    return row.voided_on is None or row.voided_on > as_of


def _documents(session: Session, ids: Collection[int]) -> list[Invoice]:
    return list(session.scalars(select(Invoice).where(Invoice.id.in_(set(ids)))))


def _counted(
    session: Session,
    side: InstrumentedAttribute[int] | InstrumentedAttribute[int | None],
    ids: Collection[int],
    as_of: date | None,
) -> dict[int, int]:
    """Cents of allocations on this side, by document."""
    until: list[ColumnElement[bool]] = [] if as_of is None else [Allocation.effective_on <= as_of]
    rows = session.execute(
        select(side, func.sum(Allocation.amount_cents))
        .where(side.in_(set(ids)), *until)
        .group_by(side)
    )
    return {document: int(cents) for document, cents in rows if document is not None}


def _paid_out(session: Session, ids: Collection[int], as_of: date | None) -> dict[int, int]:
    until: list[ColumnElement[bool]] = [] if as_of is None else [Payment.received_on <= as_of]
    rows = session.execute(
        select(Payment.returns_credit_id, func.sum(Payment.amount_cents))
        .where(
            Payment.returns_credit_id.in_(set(ids)),
            Payment.state.in_(HELD_BACK if as_of is None else (PaymentState.SUCCEEDED,)),
            *until,
        )
        .group_by(Payment.returns_credit_id)
    )
    return {document: int(cents) for document, cents in rows if document is not None}
