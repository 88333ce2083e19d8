"""Conversations and every message in them: filed, queued, claimed, finalised, consented to."""
