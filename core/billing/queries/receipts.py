"""What a receipt says of a payment, and where it may be sent. Amounts are the payer's business alone."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.billing.model import Allocation, Invoice, Payment
from core.billing.queries.balances import balances_of
from core.directory.model import Contact, ContactPoint, Customer, PointKind


@dataclass(frozen=True)
class ReceiptLine:
    """So much for one invoice.

    left_cents: what is still owed on it now; None where it is billed to somebody else, whose account is their own.
    """

    number: int
    cents: int
    left_cents: int | None


@dataclass(frozen=True)
class Reach:
    """One way to write to a payer."""

    point_id: int
    address: str
    first_name: str
    language: str


def receipt_lines(session: Session, payment: Payment) -> list[ReceiptLine]:
    """What the payment counts towards now, by invoice number."""
    rows = session.execute(
        select(Invoice.id, Invoice.number, Invoice.bill_to_id, func.sum(Allocation.amount_cents))
        .join(Allocation, Allocation.invoice_id == Invoice.id)
        .where(Allocation.payment_id == payment.id)
        .group_by(Invoice.id)
        .having(func.sum(Allocation.amount_cents) > 0)
        .order_by(Invoice.number)
    ).all()
    own = [id_ for id_, _, billed_to, _ in rows if billed_to == payment.payer_id]
    owed = balances_of(session, own)
    return [ReceiptLine(told or id_, int(cents), owed.get(id_)) for id_, told, _, cents in rows]


def mails_of(session: Session, payer_id: int) -> list[Reach]:
    """The payer's addresses that take invoices; where none is marked so, the first one."""
    found = _points(session, payer_id, PointKind.EMAIL)
    marked = [reach for takes_invoices, reach in found if takes_invoices]
    return marked or [reach for _, reach in found[:1]]


def phone_of(session: Session, payer_id: int) -> Reach | None:
    """The phone of a payer who likes texts, or has no mail address; None where texts are not wanted."""
    customer = session.get_one(Customer, payer_id)
    found = _points(session, payer_id, PointKind.PHONE)
    likes_texts = customer.preferred_channel == "sms" or not mails_of(session, payer_id)
    return found[0][1] if found and likes_texts else None


def _points(session: Session, payer_id: int, kind: PointKind) -> list[tuple[bool, Reach]]:
    rows = session.execute(
        select(ContactPoint, Contact)
        .join(Contact, Contact.id == ContactPoint.contact_id)
        .where(
            Contact.customer_id == payer_id,
            ContactPoint.kind == kind,
            ContactPoint.bad_since.is_(None),
        )
        .order_by(ContactPoint.id)
    )
    return [
        (point.receives_invoices, Reach(point.id, point.value, person.first_name, person.language))
        for point, person in rows
    ]
