"""Who is told of a job's status, in which words; and who was not, and why."""
