"""What billing refuses, each refusal naming the document."""

from __future__ import annotations

from core.billing.model import Invoice, InvoiceKind, InvoiceStatus
from core.errors import FieldRefused, Refused
from core.money import dollars

KIND_WORDS = {"invoice": "Invoice", "adjustment": "Adjustment", "credit_note": "Credit note"}


def name_of(invoice: Invoice) -> str:
    """How people call a document: `Invoice 1042`, or `Draft 7` before it has a number."""
    if invoice.number is None:
        return f"Draft {invoice.id}"
    return f"{KIND_WORDS[invoice.kind]} {invoice.number}"


class NotADraft(Refused):
    """The document is issued or void: it is corrected, never edited."""

    def __init__(self, invoice: Invoice) -> None:
        state = "void" if invoice.status is InvoiceStatus.VOID else "issued"
        super().__init__(
            f"{name_of(invoice)} is {state} and cannot be edited. "
            "Write a credit note and a new invoice instead."
        )


class NotIssued(Refused):
    """Only an issued document can be credited, voided or paid."""

    def __init__(self, invoice: Invoice) -> None:
        state = "void" if invoice.status is InvoiceStatus.VOID else "still a draft"
        super().__init__(f"{name_of(invoice)} is {state}.")


class Posted(Refused):
    """The document stands in a posted batch."""

    def __init__(self, invoice: Invoice) -> None:
        is_credit = invoice.kind is InvoiceKind.CREDIT_NOTE
        remedy = (
            "Charge it again with a new invoice." if is_credit else "Correct it with a credit note."
        )
        super().__init__(
            f"{name_of(invoice)} is posted to the books in batch {invoice.batch_id}. {remedy}"
        )


class AlreadyInvoiced(Refused):
    """The job has a document already."""

    def __init__(self, job_number: int, invoice: Invoice) -> None:
        super().__init__(f"Job {job_number} has {name_of(invoice)} already.")
        self.invoice_id = invoice.id


class ApprovalNeeded(FieldRefused):
    """A discount above what this role may give; someone with a higher limit must approve it.

    listed_cents: what the pricebook asks for the line, where its price takes some of that off already.
    """

    def __init__(self, *, most_cents: int, limit: str, listed_cents: int | None = None) -> None:
        may = f"You may take {limit} off this line."
        if listed_cents is not None:
            may = (
                f"The pricebook asks {dollars(listed_cents)} for this line, and you may take {limit} off that:"
                f" {dollars(most_cents)} more than its price takes off already."
            )
        super().__init__("discount", f"{may} Ask a manager to approve more.")
        self.most_cents = most_cents
