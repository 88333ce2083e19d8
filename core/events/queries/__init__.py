"""Reads of what happened."""
