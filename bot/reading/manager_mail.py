"""One mail of a property manager read whole, in the labels' own names: its new words, what they ask, on what terms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.reading.learned import Weights
from bot.reading.letter import understand_letter
from bot.reading.manager_place import property_hint, unit_named
from bot.reading.property_manager import (
    ManagerIntent,
    ManagerReading,
    Situation,
)
from bot.reading.reply import forwarded_words, new_words


@dataclass(frozen=True)
class MailReading:
    """label: the intent as the labelled cases name it. words: "" where a machine wrote. args: terms and places."""

    label: str
    words: str
    args: Mapping[str, str | float]
    why: str


def read_mail(
    body: str,
    subject: str,
    *,
    awaited: str | None = None,
    automatic: str | None = None,
    weights: Weights | None = None,
) -> MailReading:
    """Read a mail as it came. awaited: what our last mail was about, in the cases' words.

    automatic: the header by which a machine marked it, if one did; then nothing in it is read.
    weights: those of the product, unless given.
    """
    if automatic is not None:
        return MailReading(ManagerIntent.AUTO_REPLY.value, "", {}, automatic)
    words = new_words(body)
    read = understand_letter(words, subject, situation_named(awaited), weights)
    if read.intent is ManagerIntent.AUTO_REPLY:
        return MailReading(read.intent.value, "", {}, read.why)
    # A go-ahead with an "if" is no go-ahead: it asks something of us first.
    conditional = read.intent is ManagerIntent.CONDITIONAL
    intent = ManagerIntent.QUESTION if conditional else read.intent
    return MailReading(intent.value, words, _args(read, forwarded_words(body, subject)), read.why)


def situation_named(awaited: str | None) -> Situation:
    """The situation behind the cases' word for it; UNKNOWN for a word there is none for."""
    return Situation(awaited) if awaited in set(Situation) else Situation.UNKNOWN


def _args(read: ManagerReading, forwarded: str) -> Mapping[str, str | float]:
    place = read.property_hint or property_hint(forwarded)
    unit = read.unit or unit_named(forwarded)
    limit = read.limit_cents / 100 if read.limit_cents is not None else None
    given = {
        "limit_amount": limit,
        "po_number": read.po_number,
        "property_hint": place or None,
        "unit": unit,
    }
    return {name: value for name, value in given.items() if value is not None}
