"""Bring a draft's sums and tax up to date. Refuses anything but a draft."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from core.billing.actions.locking import lock_document
from core.billing.lines import NOTHING, Sums, line_sums
from core.billing.model import Invoice, InvoiceStatus
from core.billing.queries.company import tax_rule_for
from core.billing.refusals import NotADraft
from core.errors import FieldRefused
from core.money import LARGEST_CENTS


def lock_draft(session: Session, invoice_id: int) -> Invoice:
    """The document, held; NotADraft when it may not be edited any more."""
    invoice = lock_document(session, invoice_id)
    if invoice.status is not InvoiceStatus.DRAFT:
        raise NotADraft(invoice)
    return invoice


def retax(session: Session, invoice: Invoice, *, on: date) -> None:
    """Give every line the tax of the place and the bill-to as they stand on a day, and sum up."""
    session.refresh(invoice, ["bill_to", "property"])
    rule = tax_rule_for(session, invoice.bill_to, invoice.property, on)
    invoice.tax_exempt_reference = rule.exempt_reference
    for line in invoice.lines:
        if line.tax_rate_thousandths != rule.rate_thousandths:
            line.tax_rate_thousandths = rule.rate_thousandths
            line.tax_rounding_cents = 0
    sum_up(session, invoice)


def sum_up(session: Session, invoice: Invoice) -> None:
    """Write each line's net and tax and the document's sums (inventory 98); refuses a total too large to hold."""
    whole = NOTHING
    for line in invoice.lines:
        sums = line_sums(line)
        line.net_cents, line.tax_cents = sums.net_cents, sums.tax_cents
        whole += sums
    _refuse_too_much(whole)
    invoice.net_cents, invoice.tax_cents = whole.net_cents, whole.tax_cents
    invoice.total_cents = whole.total_cents
    session.flush()


def _refuse_too_much(whole: Sums) -> None:
    if abs(whole.total_cents) > LARGEST_CENTS or abs(whole.gross_cents) > LARGEST_CENTS:
        raise FieldRefused("unit_price", "The invoice comes to more than Fixline can hold.")
