"""Send an issued document to its bill-to: by mail with its PDF, by text with a link. `workers` do the telling."""

from __future__ import annotations

from sqlalchemy.orm import Session

from core.billing.actions.locking import lock_document
from core.billing.actions.recording import record_for
from core.billing.model import InvoiceStatus
from core.errors import Refused
from core.events.actions import Actor
from core.events.model import Event
from core.outbox import Kind
from core.outbox.actions import promise

SENT = "invoice.sent"


def send_invoice(session: Session, invoice_id: int, *, actor: Actor) -> Event:
    """Promise to send it (inventory 103), and what that is known by. Refuses a draft and what is void. Each asking
    sends once more.
    """
    invoice = lock_document(session, invoice_id)
    if invoice.status is not InvoiceStatus.ISSUED:
        raise Refused(f"Only an issued invoice can be sent; this one is {invoice.status.value}.")
    event = record_for(session, SENT, invoice, actor=actor, after={"number": invoice.number})
    promise(
        session,
        Kind.TELL_INVOICE,
        {"invoice_id": invoice.id, "event_id": event.id},
        dedupe_key=f"tell_invoice:{event.id}",
    )
    return event
