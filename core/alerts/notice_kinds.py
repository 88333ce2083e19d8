"""Kinds of events that tell people something by themselves. Pure names; nothing is decided here."""

from __future__ import annotations

REMINDED = "appointment.reminded"
# Stands in the event of a reminder that nobody was given, as quiet hours lasted until the visit.
QUIET_UNTIL = "quiet_until"
NOTICE_SENT = "notice.sent"
RULE_CHANGED = "notice_rule.changed"
WORDS_SAVED = "notice_words.saved"
