"""Pages of the office: calls taken and booked, and the wait list."""
