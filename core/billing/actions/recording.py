"""Write down what happened to a document: on its own page, its job's, its customer's and its property's."""

from __future__ import annotations

from sqlalchemy.orm import Session

from core.billing.model import Invoice
from core.db import JsonObject
from core.events.actions import Actor, Place, record
from core.events.model import Event

SUBJECT = "invoice"


def record_for(
    session: Session,
    kind: str,
    invoice: Invoice,
    *,
    actor: Actor,
    before: JsonObject | None = None,
    after: JsonObject | None = None,
) -> Event:
    """One event about a document, with its facts frozen. The document must have been flushed."""
    return record(
        session,
        kind,
        subject=(SUBJECT, invoice.id),
        actor=actor,
        place=Place(
            job_id=invoice.job_id,
            customer_id=invoice.bill_to_id,
            property_id=invoice.property_id,
        ),
        before=before,
        after=after,
        facts=facts_of(invoice),
    )


def facts_of(invoice: Invoice) -> JsonObject:
    """Plain values for letters and history; days are ISO 8601. Amounts are the bill-to's business alone."""
    return {
        "invoice_id": invoice.id,
        "invoice_number": invoice.number,
        "kind": invoice.kind,
        "job_id": invoice.job_id,
        "bill_to_id": invoice.bill_to_id,
        "bill_to_name": invoice.bill_to_name,
        "language": invoice.language,
        "total_cents": invoice.total_cents,
        "issue_on": invoice.issue_on.isoformat() if invoice.issue_on else None,
        "due_on": invoice.due_on.isoformat() if invoice.due_on else None,
    }
