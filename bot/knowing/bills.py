"""Where a payer sees what they owe: a signed link to their last open invoice. It reads no amount."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.context import Context, Speaker
from bot.who import Known
from core.billing.model import Invoice, InvoiceKind, InvoiceStatus
from core.billing.paper_links import InvoiceLink, invoice_url
from core.messaging.letterhead import Letterhead


def with_bill(session: Session, head: Letterhead, known: Known, context: Context) -> Context:
    """The context with the link of whoever is proven, may act in this thread, and pays."""
    is_known = known.speaker is not Speaker.STRANGER and context.may_act
    return replace(context, bill_link=_link(session, head, known)) if is_known else context


def _link(session: Session, head: Letterhead, known: Known) -> str:
    """The page of the last open invoice billed to the sender's own customer, or nothing where there is none.

    Only where the address belongs to one customer: of a shared one nobody knows whose bill is meant.
    """
    if len(known.customer_ids) != 1:
        return ""
    invoice_id = session.scalar(
        select(Invoice.id)
        .where(
            Invoice.bill_to_id == known.customer_ids[0],
            Invoice.status == InvoiceStatus.ISSUED,
            Invoice.settled_on.is_(None),
            Invoice.kind != InvoiceKind.CREDIT_NOTE,
        )
        .order_by(Invoice.id.desc())
        .limit(1)
    )
    if invoice_id is None:
        return ""
    return invoice_url(head.public_url, head.secret, InvoiceLink(invoice_id))
