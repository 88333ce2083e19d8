"""What those who watch ask: how things stand now, and how they went over the last hours."""
