"""Rows of billing."""
