"""Addresses of what is owed: receivables, statements, reminders, papers."""

from __future__ import annotations

from office.billing import paid, papers, receivables, reminding, runs, statement
from office.door import Route

_ACCOUNT = "/billing/accounts/<row:customer_id>"
_INVOICE = "/billing/invoices/<row:invoice_id>"

PAGES: tuple[Route, ...] = (
    ("/billing/receivables", receivables.receivables),
    ("/billing/receivables.csv", receivables.receivables_file),
    (f"{_ACCOUNT}/statement", statement.statement),
    (f"{_ACCOUNT}/statement.pdf", statement.statement_pdf),
    (f"{_INVOICE}/invoice.pdf", papers.invoice_pdf),
    ("/billing/payments/<row:payment_id>/receipt.pdf", papers.receipt_pdf),
    ("/billing/paid", paid.paid_search),
    ("/billing/statements", runs.statement_runs),
    ("/billing/reminders", reminding.reminders),
)

CHANGES: tuple[Route, ...] = (
    ("/billing/statements", runs.begin_statement_run),
    ("/billing/reminders", reminding.change_reminders),
    (f"{_INVOICE}/send", reminding.send_invoice_now),
)
