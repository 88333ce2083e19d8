"""Pages of the office: invoices, payments, receivables and batches."""
