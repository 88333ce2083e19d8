"""What batches come to: counted while they are open, read as it was written down once they are posted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from core.billing.model import Allocation, Batch, Invoice, Payment, PaymentKind
from core.db import JsonObject


@dataclass(frozen=True)
class BatchSums:
    """charged: cents its documents ask for; came: cents received less what went back; the others are counts."""

    documents: int = 0
    charged: int = 0
    movements: int = 0
    came: int = 0
    applications: int = 0

    def frozen(self) -> JsonObject:
        """As a posted batch keeps it."""
        return dict(asdict(self))


def sums_of(session: Session, batches: Sequence[Batch]) -> dict[int, BatchSums]:
    """By batch. A posted one never changes, so that what was written down with it is as good as counting again."""
    kept = {batch.id: _kept(batch.sums) for batch in batches if batch.sums}
    return kept | counted_sums(session, [batch.id for batch in batches if batch.id not in kept])


def counted_sums(session: Session, batch_ids: Sequence[int]) -> dict[int, BatchSums]:
    """Each kind of member is counted once for all of these batches."""
    if not batch_ids:
        return {}
    signed = case(
        (Payment.kind == PaymentKind.PAYMENT, Payment.amount_cents), else_=-Payment.amount_cents
    )
    documents = _counted(session, Invoice.batch_id, func.sum(Invoice.total_cents), batch_ids)
    movements = _counted(session, Payment.batch_id, func.sum(signed), batch_ids)
    applications = _counted(session, Allocation.batch_id, func.count(), batch_ids)
    none = (0, 0)
    return {
        id_: BatchSums(
            *documents.get(id_, none), *movements.get(id_, none), applications.get(id_, none)[0]
        )
        for id_ in batch_ids
    }


def _counted(
    session: Session,
    side: InstrumentedAttribute[int | None],
    added: ColumnElement[int],
    batch_ids: Sequence[int],
) -> dict[int, tuple[int, int]]:
    rows = session.execute(
        select(side, func.count(), added).where(side.in_(batch_ids)).group_by(side)
    )
    return {id_: (count, int(cents or 0)) for id_, count, cents in rows if id_ is not None}


def _kept(sums: JsonObject) -> BatchSums:
    return BatchSums(**{name: cents for name, cents in sums.items() if isinstance(cents, int)})
