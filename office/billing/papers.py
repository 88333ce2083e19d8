"""Invoices, credit notes and receipts as PDF."""

from __future__ import annotations

from werkzeug.wrappers import Response

from core.billing.model import Invoice, Payment
from core.billing.papers.invoice import invoice_paper
from core.billing.papers.receipt import receipt_paper
from core.desk.permissions import Permission
from core.errors import NotFound
from core.language import Language
from office.access import needs
from office.billing.asking import today
from office.billing.giving import paper_given
from office.billing.statement import company_sender
from office.door import choice_asked, reading


@needs(Permission.BILLING_READ)
def invoice_pdf(invoice_id: int) -> Response:
    """A document as it stands today, drafts too (inventory 103)."""
    with reading() as session:
        invoice = session.get(Invoice, invoice_id)
        if invoice is None:
            raise NotFound("invoice", invoice_id)
        language = choice_asked("language", Language)
        sender = company_sender(session)
        paper = invoice_paper(session, invoice, sender, on=today(), language=language)
    return paper_given(paper)


@needs(Permission.BILLING_READ)
def receipt_pdf(payment_id: int) -> Response:
    """The receipt of a payment that succeeded."""
    with reading() as session:
        payment = session.get(Payment, payment_id)
        if payment is None:
            raise NotFound("payment", payment_id)
        language = choice_asked("language", Language)
        paper = receipt_paper(session, payment, company_sender(session), language=language)
    return paper_given(paper)
