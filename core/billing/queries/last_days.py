"""The last day on which something happened to money. What was counted and taken back on one day changed no day.

So a payment that was written down for a wrong day leaves nothing behind once it is taken back.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from core.billing.model import Allocation, Payment

_other = aliased(Allocation)


def changed_its_day() -> ColumnElement[bool]:
    """Whether an allocation is no half of a pair on one day."""
    return ~exists().where(
        or_(_other.id == Allocation.reverses_id, _other.reverses_id == Allocation.id),
        _other.effective_on == Allocation.effective_on,
    )


def last_counted(session: Session, document_ids: Collection[int]) -> date | None:
    """The last day anything was counted towards one of the documents, or was used of a credit note among them."""
    ids = set(document_ids)
    return session.scalar(
        select(func.max(Allocation.effective_on)).where(
            Allocation.invoice_id.in_(ids) | Allocation.credit_note_id.in_(ids), changed_its_day()
        )
    )


def last_movement(session: Session, payment_id: int) -> date:
    """The last day on which anything of the payment was counted, taken back or given back."""
    counted = session.scalar(
        select(func.max(Allocation.effective_on)).where(
            Allocation.payment_id == payment_id, changed_its_day()
        )
    )
    returned = session.scalar(
        select(func.max(Payment.received_on)).where(Payment.returns_id == payment_id)
    )
    return max(counted or date.min, returned or date.min)
