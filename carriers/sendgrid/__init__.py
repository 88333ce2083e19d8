"""SendGrid: mail out, mail in, and what became of it."""
