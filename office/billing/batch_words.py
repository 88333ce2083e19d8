"""How the pages about the books say things: states, kinds of members, outcomes."""

from __future__ import annotations

from core.billing.books import MemberKind
from core.billing.model import AccountPurpose, BatchState, ExportFormat
from core.billing.queries.batch_pages import BatchLine
from office.billing.asking import day_said

STATES: dict[BatchState, tuple[str, str]] = {
    BatchState.OPEN: ("Open", "attention"),
    BatchState.POSTED: ("Posted", "plain"),
    BatchState.EXPORTED: ("Exported", "good"),
}
KINDS: dict[MemberKind, str] = {
    MemberKind.INVOICE: "Invoices and credit notes",
    MemberKind.PAYMENT: "Payments, refunds, reversals",
    MemberKind.ALLOCATION: "What was counted towards what",
}
SHORT_KINDS: dict[MemberKind, str] = {
    MemberKind.INVOICE: "Invoices",
    MemberKind.PAYMENT: "Payments",
    MemberKind.ALLOCATION: "Counted",
}
FORMATS: dict[ExportFormat, str] = {
    ExportFormat.IIF: "QuickBooks (IIF)",
    ExportFormat.CSV: "Journal (CSV)",
}
OUTCOMES: dict[str, tuple[str, str]] = {
    "posted": ("Posted", "plain"),
    "refused": ("Could not be posted", "danger"),
    "exported": ("Exported", "good"),
    "exported_again": ("Exported again", "quiet"),
}
ONE_FOR_ALL = (
    (AccountPurpose.RECEIVABLE, "Owed by customers", "Accounts receivable"),
    (AccountPurpose.SALES_TAX, "Sales tax payable", "A liability"),
    (AccountPurpose.DEPOSIT_CHECK, "Checks", "Undeposited funds, or the bank"),
    (AccountPurpose.DEPOSIT_CASH, "Cash", "Undeposited funds, or the till"),
    (AccountPurpose.DEPOSIT_CARD, "Cards", "Undeposited funds, or a clearing account"),
    (AccountPurpose.DEPOSIT_ACH, "Bank transfers", "The bank"),
    (AccountPurpose.DEPOSIT_FINANCING, "Financing", "The bank, or a clearing account"),
)
INCOME_WORDS = (
    (AccountPurpose.INCOME_SERVICE, "Services"),
    (AccountPurpose.INCOME_MATERIAL, "Materials"),
    (AccountPurpose.INCOME_LABOUR, "Labour"),
)


def days_said(line: BatchLine) -> str:
    """The days of a batch: `1 Mar 2026 to 31 Mar 2026`, or the one day."""
    if line.from_on == line.to_on:
        return day_said(line.from_on)
    return f"{day_said(line.from_on)} to {day_said(line.to_on)}"
