"""What the page of a document says beside it: what could be undone of a credit, and to whom the document goes."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from core.billing.model import Invoice, InvoiceKind, InvoiceStatus
from core.billing.queries.credit_uses import partner_of, standing_uses
from core.billing.queries.reach import bill_mails, bill_phones


@dataclass(frozen=True)
class Correction:
    """What could be undone. uses: invoices the credit counts towards now, with the cents. partner: the other half."""

    uses: tuple[tuple[Invoice, int], ...]
    partner: Invoice | None


def correction_of(session: Session, document: Invoice) -> Correction | None:
    """Of an issued credit note, or of the charge of a pair; None for everything else."""
    if document.status is not InvoiceStatus.ISSUED or document.kind is InvoiceKind.INVOICE:
        return None
    partner = partner_of(session, document)
    if document.kind is InvoiceKind.ADJUSTMENT and partner is None:
        return None
    cents: dict[int, int] = {}
    for use in standing_uses(session, document.id):
        cents[use.invoice_id] = cents.get(use.invoice_id, 0) + use.amount_cents
    return Correction(
        tuple((session.get_one(Invoice, id_), each) for id_, each in sorted(cents.items())),
        partner,
    )


def sent_to(session: Session, document: Invoice) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The mail addresses and the phones that a document is sent to."""
    mails, phones = (find(session, document.bill_to_id) for find in (bill_mails, bill_phones))
    return tuple(each.address for each in mails), tuple(each.address for each in phones)
