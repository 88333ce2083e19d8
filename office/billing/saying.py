"""How the office says what a document is and where it stands: names, pills, amounts in fields."""

from __future__ import annotations

from collections.abc import Mapping

from core.billing.instalments import Pace
from core.billing.model import (
    DiscountKind,
    ExportStatus,
    Invoice,
    InvoiceKind,
    InvoiceStatus,
    ItemKind,
    PaymentState,
    ReviewStatus,
)
from core.billing.queries.invoice_list import InvoiceRow
from core.billing.refusals import KIND_WORDS
from core.billing.tax import excuse_of
from office.billing.asking import day_said

Pill = tuple[str, str]
Options = tuple[tuple[str, str], ...]

LINE_KINDS: Options = (
    (ItemKind.SERVICE.value, "Service"),
    (ItemKind.MATERIAL.value, "Material"),
    (ItemKind.LABOUR.value, "Labour"),
)
REVIEWS: Options = (
    (ReviewStatus.NEEDS_REVIEW.value, "Needs review"),
    (ReviewStatus.ON_HOLD.value, "On hold"),
    (ReviewStatus.REVIEWED.value, "Reviewed"),
)
DISCOUNTS: Options = (
    (DiscountKind.MEMBERSHIP.value, "Membership"),
    (DiscountKind.PROMOTIONAL.value, "Promotion"),
    (DiscountKind.MANAGER.value, "Manager’s decision"),
)
PACES: Options = (
    (Pace.MONTHLY.value, "Every month"),
    (Pace.FORTNIGHTLY.value, "Every two weeks"),
    (Pace.WEEKLY.value, "Every week"),
)
EXPORTS: Mapping[ExportStatus, str] = {
    ExportStatus.PENDING: "Not in the books yet",
    ExportStatus.POSTED: "Posted",
    ExportStatus.EXPORTED: "Exported",
}
PAYMENT_PILLS: Mapping[PaymentState, Pill] = {
    PaymentState.PENDING: ("Pending", "attention"),
    PaymentState.SUCCEEDED: ("Succeeded", "good"),
    PaymentState.FAILED: ("Failed", "danger"),
    PaymentState.REVERSED: ("Reversed", "danger"),
}


def name_said(document: Invoice | InvoiceRow) -> str:
    """`Invoice 1042`, `Credit note 1043`, or `Draft` before it has a number."""
    if document.number is None:
        return "Draft"
    return f"{KIND_WORDS[document.kind]} {document.number}"


def standing_pill(document: Invoice | InvoiceRow, balance_cents: int, *, overdue: int = 0) -> Pill:
    """Where it stands, in a word with its meaning. overdue: days since the due day, if any."""
    match InvoiceStatus(document.status):
        case InvoiceStatus.DRAFT:
            return ("Draft", "plain")
        case InvoiceStatus.VOID:
            return ("Void", "quiet")
        case InvoiceStatus.ISSUED:
            return _issued_pill(document, balance_cents, overdue)


def _issued_pill(document: Invoice | InvoiceRow, balance_cents: int, overdue: int) -> Pill:
    if document.kind == InvoiceKind.CREDIT_NOTE:
        return ("Credit", "quiet")
    if balance_cents <= 0:
        return ("Paid", "good") if document.total_cents else ("Nothing to pay", "quiet")
    if overdue > 0:
        return (f"{overdue} {'day' if overdue == 1 else 'days'} overdue", "danger")
    return ("Partly paid" if balance_cents < document.total_cents else "Open", "attention")


def excuse_words(reference: str) -> str:
    """The certificate that a document is exempt by: `certificate on file, valid until 2 Mar 2027`."""
    excuse = excuse_of(reference)
    if excuse is None:
        return reference
    return "certificate on file" + (
        f", valid until {day_said(excuse.until)}" if excuse.until else ""
    )


def review_pill(review: ReviewStatus) -> Pill:
    """The office's own look at it."""
    means = {
        ReviewStatus.NEEDS_REVIEW: "plain",
        ReviewStatus.ON_HOLD: "attention",
        ReviewStatus.REVIEWED: "good",
    }
    return dict(REVIEWS)[review], means[review]
