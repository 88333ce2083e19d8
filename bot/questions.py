"""The questions about a new request, in their order: a detail, entry and pets, a time. Known ones are skipped. Pure.

With the place, which comes before them, at most four; a danger is asked none of these.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot import windows
from bot.context import Context, OpenWork, PromptKind
from bot.reading.slots import Slots
from bot.reading.text import fold, tokens
from bot.steps import Ask, Say
from core.language import Language

# Whoever writes so much has told the details.
WORDS_ENOUGH = 18
_ORDER = (PromptKind.DETAIL, PromptKind.ENTRY, PromptKind.WINDOW)


_NAMES_A_TIME = re.compile(
    r"\d|\b(?:mon|tue|wed|thu|fri|sat|sun|to(?:day|night|morrow)|tmrw|morning|afternoon|evening|noon|week|any"
    r"|lunes|martes|miercoles|jueves|viernes|sabado|domingo|hoy|manana|tarde|noche|semana|cualquier)"
)


@dataclass(frozen=True)
class Request:
    """What is known of a request. booking_id: None for the one this decision opens.

    heading: whether the next text must say what was booked, because nothing has yet.
    """

    summary: str
    place: str
    category: str
    booking_id: int | None = None
    access: str | None = None
    pets: bool | None = None
    wished: str = ""
    has_detail: bool = False
    heading: str = ""


def request_of(work: OpenWork) -> Request:
    """A booking we know, as the questions see it."""
    return Request(
        summary=work.summary,
        place=work.place,
        category=work.category,
        booking_id=work.booking_id,
        access=work.access,
        pets=work.pets,
        wished=work.wished,
    )


def with_slots(request: Request, slots: Slots) -> Request:
    """With what they say by the way."""
    return replace(
        request,
        access=slots.access or request.access,
        pets=request.pets if slots.pets is None else slots.pets,
        wished=time_in(slots) or request.wished,
    )


def time_in(slots: Slots) -> str:
    """The time they wish for, where it names a day or an hour: "at work" plans no visit."""
    said = slots.when or ""
    return said if _NAMES_A_TIME.search(fold(said)) else ""


def is_detailed(words: str, context: Context) -> bool:
    """Words enough, or a picture."""
    return len(tokens(words)) >= WORDS_ENOUGH or context.has_media


def next_words(request: Request, context: Context, *, after: PromptKind | None) -> Ask | Say:
    """The next question not yet answered, or the whole read back."""
    start = _ORDER.index(after) + 1 if after in _ORDER else 0
    wanted = next((kind for kind in _ORDER[start:] if not _is_known(kind, request)), None)
    return read_back(request) if wanted is None else asking(wanted, request, context)


def asking(kind: PromptKind, request: Request, context: Context) -> Ask:
    """That question, in words that also say what was booked where nothing has yet."""
    values = {
        "heading": request.heading,
        "summary": request.summary,
        "place": request.place,
        "category": request.category,
        "windows": windows.listed(context.windows, context.language),
    }
    options = (
        tuple(windows.option_of(each) for each in context.windows)
        if kind is PromptKind.WINDOW
        else ()
    )
    return Ask(kind, _TEXTS[kind], values, options, booking_id=request.booking_id)


def read_back(request: Request) -> Say:
    """All we have understood, so that they can put it right."""
    pets = "" if request.pets is None else "yes" if request.pets else "no"
    values = {
        "summary": request.summary,
        "place": request.place,
        "access": request.access or "",
        "pets": pets,
        "wished": request.wished,
    }
    return Say("tenant/read_back", values)


def as_written(option: str) -> str:
    """A chosen window as the office reads it, whatever the language of the person."""
    return windows.spoken(windows.window_of(option), Language.ENGLISH)


def _is_known(kind: PromptKind, request: Request) -> bool:
    known = {
        PromptKind.DETAIL: request.has_detail,
        PromptKind.ENTRY: request.access is not None,
        PromptKind.WINDOW: bool(request.wished),
    }
    return known[kind]


_TEXTS: Mapping[PromptKind, str] = {
    PromptKind.DETAIL: "tenant/detail",
    PromptKind.ENTRY: "tenant/entry",
    PromptKind.WINDOW: "tenant/window",
}
