"""News of money to those of an account who subscribed to it, beside the letters that go to whoever takes its bills."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy.orm import Session

from core.alerts.actions.bill_telling import BillNews, tell_bill_news
from core.alerts.model import NoticeKind
from core.billing.model import Payment, Reminder
from core.billing.paper_links import InvoiceLink, invoice_url
from core.billing.queries.receipts import receipt_lines
from core.events.model import Event
from workers.runtime import Runtime

# A text has no room for more; whoever wants them all has the receipt.
MOST_NAMED = 5


def tell_overdue_news(
    session: Session, runtime: Runtime, reminder: Reminder, told: Collection[str]
) -> None:
    """That an invoice is overdue, at each level of reminding. told: addresses that have the reminder itself."""
    invoice, head = reminder.invoice, runtime.head
    if reminder.event_id is None:
        return
    facts = {
        "invoice_number": invoice.number,
        "invoice_link": invoice_url(head.public_url, head.secret, InvoiceLink(invoice.id)),
        "property_address": invoice.property.address if invoice.property else "",
        "po_number": invoice.po_number,
    }
    news = BillNews(
        NoticeKind.INVOICE_OVERDUE, invoice.bill_to_id, facts, f"overdue-news:{invoice.id}"
    )
    event = session.get_one(Event, reminder.event_id)
    tell_bill_news(session, head, event, news, told_already=told)


def tell_payment_news(
    session: Session, runtime: Runtime, payment: Payment, event_id: int, told: Collection[str]
) -> None:
    """That money has come. told: addresses that have the receipt itself."""
    numbers = [each.number for each in receipt_lines(session, payment)]
    named = ", ".join(str(each) for each in numbers[:MOST_NAMED])
    facts = {"invoice_number": f"{named}, …" if len(numbers) > MOST_NAMED else named}
    news = BillNews(
        NoticeKind.PAYMENT_RECEIVED, payment.payer_id, facts, f"payment-news:{payment.id}"
    )
    event = session.get_one(Event, event_id)
    tell_bill_news(session, runtime.head, event, news, told_already=told)
