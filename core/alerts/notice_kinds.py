"""Kinds of events that tell people something by themselves. Pure names; nothing is decided here."""

from __future__ import annotations

REMINDED = "appointment.reminded"
NOTICE_SENT = "notice.sent"
RULE_CHANGED = "notice_rule.changed"
WORDS_SAVED = "notice_words.saved"
