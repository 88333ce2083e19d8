"""Hold documents for a change of money. Everyone locks in one order, so that no two wait for each other in a circle.

The order: jobs by id, invoices by id, payments by id, the row of numbers.
"""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.billing.model import Invoice
from core.errors import NotFound
from core.jobs.model import Job


def lock_documents(session: Session, invoice_ids: Collection[int]) -> list[Invoice]:
    """The documents in order of id, freshly read, held with their jobs until the transaction ends.

    NotFound names the first that does not exist.
    """
    wanted = set(invoice_ids)
    job_ids = select(Invoice.job_id).where(Invoice.id.in_(wanted), Invoice.job_id.is_not(None))
    session.execute(select(Job.id).where(Job.id.in_(job_ids)).order_by(Job.id).with_for_update())
    rows = session.scalars(
        select(Invoice)
        .where(Invoice.id.in_(wanted))
        .order_by(Invoice.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    missing = sorted(wanted - {row.id for row in rows})
    if missing:
        raise NotFound("invoice", missing[0])
    return list(rows)


def lock_document(session: Session, invoice_id: int) -> Invoice:
    """One document, held like `lock_documents`."""
    return lock_documents(session, [invoice_id])[0]
