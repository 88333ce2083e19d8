"""Pages of the office: a colleague’s own day, tasks and second factor."""
