"""Words of messages as pages show them: our signed links admit whoever holds them, so no page repeats one."""

from __future__ import annotations

import re

# What stands behind a link of ours that decides, pays or shows money; who needs one is sent another.
_KEYS = re.compile(r"(https?://[^\s/<>\"]+/(?:approve|invoice|statement|bills)/)[\w.~=-]+")
CUT = "…"


def without_keys(words: str) -> str:
    """The same words, each signed link cut behind its first part."""
    return _KEYS.sub(rf"\1{CUT}", words)
