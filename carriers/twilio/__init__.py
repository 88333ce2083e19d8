"""Twilio: texts and pictures."""
