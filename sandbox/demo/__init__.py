"""The demo company grown up: thousands of customers and a year of work, loaded at once. Nobody in it is real."""
