"""What the page of a document says beside it: what could be undone of a credit, and to whom the document goes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.orm import Session

from core.billing.actions.sending import SENT
from core.billing.model import Invoice, InvoiceKind, InvoiceStatus
from core.billing.queries.credit_uses import partner_of, standing_uses
from core.billing.queries.reach import bill_mails, bill_phones
from core.clock import database_now
from core.events.model import Event

# So long a page that is loaded again still says where a document just went.
STILL_NEWS = timedelta(minutes=10)


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


def sent_to(
    session: Session, document: Invoice, event_id: int | None
) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """The mail addresses and the phones that this very document was just sent to.

    event_id: of the sending, as its form's landing names it. None for any other, and for one that is no news any more.
    """
    sending = session.get(Event, event_id) if event_id else None
    if sending is None or sending.kind != SENT:
        return None
    if (sending.subject_type, sending.subject_id) != ("invoice", document.id):
        return None
    if database_now(session) - sending.created_at > STILL_NEWS:
        return None
    mails, phones = (find(session, document.bill_to_id) for find in (bill_mails, bill_phones))
    return tuple(each.address for each in mails), tuple(each.address for each in phones)
