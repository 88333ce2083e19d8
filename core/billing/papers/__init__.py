"""What the company prints and mails: invoices, credit notes, receipts and statements as PDF."""
