"""The kinds of danger Fixline pages for, and how one is recognised. Holds no words; the lexicons
do.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.reading.lexicon import Lexicon


class Safety(StrEnum):
    """What kind of danger; each has its safety text in `templates/bot/safety/`.

    OTHER: life or home at stake without a kind of its own (no water at all, a ceiling coming down).
    """

    CARBON_MONOXIDE = "carbon_monoxide"
    GAS = "gas"
    ELECTRICAL = "electrical"
    FIRE = "fire"
    ENTRAPMENT = "entrapment"
    SEWAGE = "sewage"
    FLOOD = "flood"
    SECURITY = "security"
    LOCKOUT = "lockout"
    NO_HEAT = "no_heat"
    OTHER = "other"


@dataclass(frozen=True)
class Danger:
    """A danger going on now, or not known to be over. words: those which decided. is_wet: water reaches electrics."""

    kind: Safety
    words: tuple[str, ...]
    is_wet: bool = False

    @property
    def why(self) -> str:
        """Fit for the office to read."""
        quoted = " + ".join(f"'{each}'" for each in self.words)
        return f"{quoted} → {self.kind.value.replace('_', ' ')} emergency"


NOTHING = Lexicon()


@dataclass(frozen=True)
class Hazard:
    """One way of telling of a danger.

    signs: each enough alone. pairs: both halves somewhere in the message.
    unless: words in the sign's own clause that make it something else (a closet, a mailbox).
    lowered_by: words anywhere in the message that explain it away (a low battery, a bucket).
    """

    kind: Safety
    signs: Lexicon = NOTHING
    pairs: tuple[tuple[Lexicon, Lexicon], ...] = ()
    unless: Lexicon = NOTHING
    lowered_by: Lexicon = NOTHING
    is_wet: bool = False
