"""What a credit note counts towards now, and the charge it was written with where it is half of a correcting pair."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.billing.model import Allocation, Invoice, InvoiceKind


def used_for(session: Session, note_id: int) -> list[int]:
    """Every invoice a credit note was ever counted towards: what to hold before it is taken back."""
    wanted = select(Allocation.invoice_id).where(Allocation.credit_note_id == note_id).distinct()
    return sorted(session.scalars(wanted))


def standing_uses(
    session: Session, note_id: int, invoice_ids: Collection[int] | None = None
) -> list[Allocation]:
    """A credit note's allocations that nobody has taken back, oldest first; all of them, or those to some invoices."""
    undone = select(Allocation.reverses_id).where(
        Allocation.credit_note_id == note_id, Allocation.reverses_id.is_not(None)
    )
    wanted = select(Allocation).where(
        Allocation.credit_note_id == note_id,
        Allocation.reverses_id.is_(None),
        Allocation.id.not_in(undone),
    )
    if invoice_ids is not None:
        wanted = wanted.where(Allocation.invoice_id.in_(invoice_ids))
    return list(session.scalars(wanted.order_by(Allocation.id)))


def partner_of(session: Session, document: Invoice) -> Invoice | None:
    """The other half of a correcting pair; None for what is of no pair.

    The two are numbered together, the credit first, so that no other document comes between them.
    """
    if document.kind is InvoiceKind.INVOICE or document.split_group is None:
        return None
    is_credit = document.kind is InvoiceKind.CREDIT_NOTE
    beside = (document.number or 0) + (1 if is_credit else -1)
    return session.scalar(
        select(Invoice).where(
            Invoice.number == beside,
            Invoice.split_group == document.split_group,
            Invoice.corrects_id == document.corrects_id,
            Invoice.kind == (InvoiceKind.ADJUSTMENT if is_credit else InvoiceKind.CREDIT_NOTE),
        )
    )
