"""Reads a signed link with any of the installation's keys: the present one or, while it is changed, the last."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from core.config import Settings

Link = TypeVar("Link")


def read_with_any(
    settings: Settings, read: Callable[[str, str], Link | None], token: str
) -> Link | None:
    """What the token says, or None when none of our keys made it. read: takes a key and the token."""
    for key in settings.secret_keys:
        link = read(key, token)
        if link is not None:
            return link
    return None
