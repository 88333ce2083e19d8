"""Rows of billing: what is sold, what was charged, what was paid, and what went to the books."""

from core.billing.bill_to import BillToSource
from core.billing.model.batch import (
    AccountMapping,
    AccountPurpose,
    Batch,
    BatchState,
    BookName,
    ExportFormat,
    ExportLog,
    SyncLog,
)
from core.billing.model.invoice import (
    DiscountKind,
    ExportStatus,
    Invoice,
    InvoiceKind,
    InvoiceLine,
    InvoiceNumbers,
    InvoiceStatus,
    ReviewStatus,
)
from core.billing.model.payment import (
    Allocation,
    Payment,
    PaymentKind,
    PaymentMethod,
    PaymentState,
)
from core.billing.model.plan import Instalment, PaymentPlan, PlanState
from core.billing.model.pricebook import (
    BillingDefaults,
    Bookkeeping,
    DiscountLimit,
    ItemKind,
    PricebookItem,
)
from core.billing.model.reminder import Reminder
from core.billing.model.statement import (
    StatementKind,
    StatementPaper,
    StatementRun,
    StatementSent,
)

__all__ = [
    "AccountMapping",
    "AccountPurpose",
    "Allocation",
    "Batch",
    "BatchState",
    "BillToSource",
    "BillingDefaults",
    "BookName",
    "Bookkeeping",
    "DiscountKind",
    "DiscountLimit",
    "ExportFormat",
    "ExportLog",
    "ExportStatus",
    "Instalment",
    "Invoice",
    "InvoiceKind",
    "InvoiceLine",
    "InvoiceNumbers",
    "InvoiceStatus",
    "ItemKind",
    "Payment",
    "PaymentKind",
    "PaymentMethod",
    "PaymentPlan",
    "PaymentState",
    "PlanState",
    "PricebookItem",
    "Reminder",
    "ReviewStatus",
    "StatementKind",
    "StatementPaper",
    "StatementRun",
    "StatementSent",
    "SyncLog",
]
