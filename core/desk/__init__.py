"""The office's own people and their to-dos: staff users, roles, staff tasks, notes."""
