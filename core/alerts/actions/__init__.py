"""Verbs of alerts: subscribe, write the company's words, tell."""
