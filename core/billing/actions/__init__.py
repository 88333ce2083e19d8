"""Verbs of billing; each runs in the transaction of its door."""
