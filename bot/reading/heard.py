"""A tenant's text and what is known when it is read. Holds facts only; the rules decide."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from bot.context import Context
from bot.reading.answers import Awaited
from bot.reading.categories import fault_in
from bot.reading.danger import Danger
from bot.reading.tenant_words import NEIGHBOURS


@dataclass(frozen=True)
class Heard:
    """A text and what is known when it is read."""

    text: str
    said: tuple[str, ...]
    whole: str
    context: Context
    danger: Danger | None
    awaited: Awaited

    @cached_property
    def fault(self) -> str | None:
        """The trade of a thing told to be wrong, unless the matter is the neighbours' noise."""
        return None if NEIGHBOURS.said(self.said) else fault_in(self.said)
