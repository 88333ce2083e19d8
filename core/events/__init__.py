"""The append-only record of every change of state: audit trail, alert trigger, history."""
