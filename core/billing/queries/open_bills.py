"""The bills of one account that are still to be paid, for the payer's own page, and who may see all of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from core.billing.model import Invoice, InvoiceKind, InvoiceStatus
from core.billing.paper_links import AccountLink
from core.billing.queries.balances import balances_of
from core.directory.model import Contact, ContactPoint

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


def sees_all_bills(session: Session, point: ContactPoint) -> bool:
    """Whether whoever has this entry is shown the whole account: an entry of theirs is marked for invoices or
    statements, or nobody else belongs to the account. A caretaker of a firm is not.
    """
    if point.retired_at is not None:
        return False
    person = point.contact
    if any(each.receives_invoices or each.receives_statements for each in person.points):
        return True
    people = select(func.count()).select_from(Contact)
    theirs = people.where(Contact.customer_id == person.customer_id, Contact.retired_at.is_(None))
    return session.scalar(theirs) == 1


def admitted_by(session: Session, link: AccountLink) -> ContactPoint | None:
    """The entry that a link was sent to, as long as it is the account's and shows all of it; else None."""
    point = session.get(ContactPoint, link.point_id)
    if point is None or point.contact.customer_id != link.customer_id:
        return None
    return point if sees_all_bills(session, point) else None
