"""The mark a trial account puts before everything it sends; what we look for in Twilio's list bears none. Pure."""

from __future__ import annotations

# Twilio, free trial account: every text begins with these words, in the list too.
TRIAL_MARK = "Sent from your Twilio trial account - "


def as_written(body: str) -> str:
    """A listed text's words as we gave them to Twilio."""
    return body.removeprefix(TRIAL_MARK)
