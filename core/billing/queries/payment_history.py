"""All that happened to a payment: on its own page, on the invoices it was counted towards, and what went back of it."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, select, true
from sqlalchemy.orm import Session

from core.billing.model import Allocation, Payment
from core.events.model import Event
from core.events.queries.timeline import Happening, happening_of

MOST = 300
# What is written down at an invoice, and is about the payment as much.
_AT_INVOICES = ("payment.applied", "payment.unapplied")


def happenings_of_payment(session: Session, payment_id: int) -> tuple[Happening, ...]:
    """Received, counted, taken off, given back, reversed: oldest first, the last MOST."""
    counted = select(Allocation.invoice_id).where(Allocation.payment_id == payment_id).distinct()
    back = select(Payment.id).where(Payment.returns_id == payment_id)
    about_it = Event.kind.in_(_AT_INVOICES) & Event.facts.contains({"payment_id": payment_id})
    events = {
        each.id: each
        for each in (
            *_of(session, "invoice", session.scalars(counted).all(), about_it),
            *_of(session, "payment", (payment_id, *session.scalars(back)), true()),
        )
    }
    last = sorted(events)[-MOST:]
    return tuple(happening_of(events[each]) for each in last)


def _of(
    session: Session, kind: str, ids: Sequence[int], where: ColumnElement[bool]
) -> Sequence[Event]:
    """The last events of these rows. Asked for by their very numbers, or the whole history would be read."""
    if not ids:
        return ()
    of_rows = (Event.subject_type == kind, Event.subject_id.in_(ids), where)
    wanted = select(Event).where(*of_rows).order_by(Event.id.desc()).limit(MOST)
    return session.scalars(wanted).all()
