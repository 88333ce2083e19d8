"""All that happened to a payment: on its own page, on the invoices it was counted towards, and what went back of it."""

from __future__ import annotations

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from core.billing.model import Allocation, Payment
from core.events.model import Event
from core.events.queries.timeline import Happening, happening_of

MOST = 300
# What is written down at an invoice, and is about the payment as much.
_AT_INVOICES = ("payment.applied", "payment.unapplied")


def happenings_of_payment(session: Session, payment_id: int) -> tuple[Happening, ...]:
    """Received, counted, taken off, given back, reversed: oldest first, the last MOST."""
    invoices = select(Allocation.invoice_id).where(Allocation.payment_id == payment_id)
    back = select(Payment.id).where(Payment.returns_id == payment_id)
    at_invoices = and_(
        Event.subject_type == "invoice",
        Event.subject_id.in_(invoices),
        Event.kind.in_(_AT_INVOICES),
        Event.facts.contains({"payment_id": payment_id}),
    )
    itself = and_(
        Event.subject_type == "payment",
        or_(Event.subject_id == payment_id, Event.subject_id.in_(back)),
    )
    rows = session.scalars(
        select(Event).where(or_(at_invoices, itself)).order_by(Event.id.desc()).limit(MOST)
    )
    return tuple(reversed([happening_of(event) for event in rows]))
