"""Verbs of the trade, by idea: bookings, status, visits, emergencies."""
