"""Pages of the office: words of the company: templates, reminders, digests and notices to a whole building."""
