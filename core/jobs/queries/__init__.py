"""Reads of the trade's work."""
