"""Offered visit windows as options of a question: said in the person's language, chosen by number or by words. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.context import OfferedWindow
from bot.places import chosen
from bot.reading.text import bare, tokens
from core.language import Language

_PART = " | "
_ORDINALS = (
    "first primero primera earliest",
    "second segundo segunda",
    "third last tercero tercera ultimo ultima",
)
_NUMBER = re.compile(
    r"(?:(?:option|number|window|opcion|numero|la|el|the|ok|yes|si) )*([1-9])"
    r"(?: (?:please|pls|thanks|thank you|works|is (?:good|fine|ok)|por favor|gracias|esta bien))*"
)
# "Not tuesday" and "can't do the first" choose nothing.
_REFUSING = frozenset(
    "not no none cant dont doesnt wont except but ninguno ninguna puedo".split()  # noqa: SIM905
)


def refuses(words: str) -> bool:
    """Whether they turn something down: "none of these", "I can't"."""
    return bool(frozenset(tokens(words)) & _REFUSING)


def option_of(window: OfferedWindow) -> str:
    """The window as it is kept with a question."""
    return _PART.join((window.english, window.spanish, window.also))


def window_of(option: str) -> OfferedWindow:
    """The window an option stands for."""
    english, spanish, also = option.split(_PART)
    return OfferedWindow(english, spanish, also)


def spoken(window: OfferedWindow, language: Language) -> str:
    """Such as "Tue 3 Mar, 9am-12pm"."""
    return window.spanish if language is Language.SPANISH else window.english


def listed(windows: Sequence[OfferedWindow], language: Language) -> str:
    """One window a line, numbered."""
    return "\n".join(f"{at} {spoken(each, language)}" for at, each in enumerate(windows, start=1))


def picked(words: str, windows: Sequence[OfferedWindow]) -> OfferedWindow | None:
    """The only window the words mean, by number or by day, hour or part of day; None where unclear."""
    number = _NUMBER.fullmatch(bare(words))
    if number and int(number.group(1)) <= len(windows):
        return windows[int(number.group(1)) - 1]
    if refuses(words):
        return None
    phrases = tuple(_phrases(at, each) for at, each in enumerate(windows))
    phrase = chosen(words, phrases)
    return windows[phrases.index(phrase)] if phrase else None


def _phrases(at: int, window: OfferedWindow) -> str:
    """All the words by which people mean this one."""
    said = f"{window.english} {window.spanish}".replace("-", " ")
    return f"{said} {window.also} {_ORDINALS[at] if at < len(_ORDINALS) else ''}"
