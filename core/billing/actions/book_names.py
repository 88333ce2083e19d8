"""Give every customer of a batch the name the books will know them by, once and for good."""

from __future__ import annotations

from sqlalchemy import CompoundSelect, insert, select, text, union
from sqlalchemy.orm import Session

from core.billing.books import distinct_names
from core.billing.model import Allocation, BookName, Invoice, Payment
from core.directory.model import Customer


def name_customers(session: Session, batch_id: int) -> None:
    """Name those of the batch's customers who have no name in the books yet; two never share one.

    Held until the transaction ends, so that two batches posted at once do not give one name twice.
    """
    session.execute(text("LOCK TABLE book_names IN SHARE ROW EXCLUSIVE MODE"))
    named = select(BookName.customer_id)
    new = session.execute(
        select(Customer.id, Customer.company_name, Customer.name)
        .where(Customer.id.in_(_concerned(batch_id)), Customer.id.not_in(named))
        .order_by(Customer.id)
    ).all()
    if not new:
        return
    given = distinct_names(
        [(id_, company or name) for id_, company, name in new],
        session.scalars(select(BookName.name)),
    )
    session.execute(
        insert(BookName), [{"customer_id": id_, "name": name} for id_, name in given.items()]
    )


def _concerned(batch_id: int) -> CompoundSelect[tuple[int]]:
    """Who is billed, who paid, and both sides of what was counted."""
    applied = select(Allocation.invoice_id).where(Allocation.batch_id == batch_id)
    credited = select(Allocation.credit_note_id).where(Allocation.batch_id == batch_id)
    spent = select(Allocation.payment_id).where(Allocation.batch_id == batch_id)
    return union(
        select(Invoice.bill_to_id).where(Invoice.batch_id == batch_id),
        select(Payment.payer_id).where(Payment.batch_id == batch_id),
        select(Invoice.bill_to_id).where(Invoice.id.in_(applied)),
        select(Invoice.bill_to_id).where(Invoice.id.in_(credited)),
        select(Payment.payer_id).where(Payment.id.in_(spent)),
    )
