"""Where a message is about: the one place that fits, or the choice to offer. Refuses to guess
between two.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.context import Context, Place, Speaker
from bot.reading.text import fold, tokens

# After so long a number may be somebody else's: name and unit come first (the 90 days of
# conversation.md).
STALE_AFTER_DAYS = 90
MOST_CHOICES = 9


@dataclass(frozen=True)
class Placing:
    """place: the only one that fits, or None. choices: what to offer when several do."""

    place: Place | None
    choices: tuple[Place, ...] = ()


def placed(context: Context, unit: str | None) -> Placing:
    """Places named by the words first, else those of the sender; narrowed by the unit they name."""
    known = () if is_stale(context) else context.places
    candidates = context.found_places or known
    narrowed = tuple(each for each in candidates if unit and _names(each.label, unit))
    fitting = narrowed or candidates
    if len(fitting) == 1:
        return Placing(fitting[0])
    return Placing(None, fitting[:MOST_CHOICES])


def is_stale(context: Context) -> bool:
    """Whether to verify who writes before anything is revealed."""
    return context.days_silent is not None and context.days_silent > STALE_AFTER_DAYS


def is_known(context: Context) -> bool:
    """Someone the directory knows at a place, who wrote not too long ago."""
    return context.speaker is not Speaker.STRANGER and not is_stale(context)


def labels(places: tuple[Place, ...]) -> tuple[str, ...]:
    """The options of a question, in order."""
    return tuple(place.label for place in places)


def numbered(options: tuple[str, ...]) -> str:
    """One option a line: "1 Oak St, 4"."""
    return "\n".join(f"{at} {option}" for at, option in enumerate(options, start=1))


def chosen(words: str, options: tuple[str, ...]) -> str | None:
    """The option meant by a number, or by words that only one option has; None when out of range
    or unclear.
    """
    number = re.fullmatch(r"\W*(\d{1,2})\W*", words)
    if number:
        at = int(number.group(1))
        return (
            options[at - 1] if 1 <= at <= len(options) else _only_naming(number.group(1), options)
        )
    said = tokens(words)
    scored = [(sum(token in tokens(option) for token in said), option) for option in options]
    best = max((score for score, _ in scored), default=0)
    leading = [option for score, option in scored if score == best and best]
    return leading[0] if len(leading) == 1 else None


def by_label(label: str, context: Context) -> Place | None:
    """The place an offered label stood for."""
    return next((p for p in (*context.places, *context.found_places) if p.label == label), None)


def _only_naming(word: str, options: tuple[str, ...]) -> str | None:
    naming = [option for option in options if word in tokens(option)]
    return naming[0] if len(naming) == 1 else None


def _names(label: str, unit: str) -> bool:
    return fold(unit).replace("-", "") in tokens(label.replace("-", ""))
