"""Answers to what we ask of a new request: a detail, entry and pets, a time. Several at once are taken;
what is no answer is kept and asked again once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import pairwise

from bot import windows
from bot.context import Context, OpenPrompt, OpenWork, PromptKind
from bot.questions import (
    as_written,
    asking,
    next_words,
    read_back,
    request_of,
    time_in,
    with_slots,
)
from bot.reading.categories import GENERAL
from bot.reading.lexicon import Lexicon
from bot.reading.slots import Slots, slots_of
from bot.reading.summary import summary
from bot.reading.tenant import Intent, TenantReading
from bot.reading.text import sentences, tokens
from bot.steps import (
    AddToBooking,
    Ask,
    CloseQuestion,
    CountMiss,
    Decision,
    HandOff,
    Say,
    Step,
    TellOffice,
)

_Answer = Callable[[str, Context, TenantReading, OpenPrompt, OpenWork], Decision | None]
# In one conversation; the second in a row hands off in any case.
MOST_MISSES = 3
PHOTO_ONLY = summary("")
# Said instead of an answer: heard for what they are, and the question stays open.
_OTHER_WISHES = frozenset(
    {Intent.HUMAN, Intent.COMPLAINT, Intent.BILLING, Intent.CANCEL, Intent.STATUS, Intent.ETA}
    | {Intent.HELP, Intent.GREETING, Intent.RATING, Intent.WRONG_NUMBER, Intent.THANKS}
)
# Near enough to be the same trouble told more closely.
_KINDRED = (
    frozenset({"plumbing", "water_heater"}),
    frozenset({"lock_door", "structural"}),
    frozenset({"electrical", "hvac", "appliance"}),
    frozenset({"hvac", "water_heater"}),
)
_BESIDES = Lexicon("also/too/another/additionally, and now, one more, tambien/otro/otra/ademas")
_YES = frozenset(
    (
        "yes",
        "yep",
        "yeah",
        "yup",
        "sure",
        "ok",
        "okay",
        "y",
        "si",
        "claro",
        "adelante",
        "absolutely",
        "fine",
        "of",
    )
)
_NO = frozenset(("no", "nope", "nah", "n"))
_ANIMALS = frozenset(
    ("pet", "pets", "animals", "animal", "dog", "dogs", "cat", "cats", "mascota", "mascotas", "perro", "perros",
     "gato", "gatos", "animales")
)  # fmt: skip
_NO_ANIMALS = re.compile(
    r"\b(?:no|sin|without)\s+(?:tengo\s+|hay\s+)?(?:pets?|animals?|dogs?|cats?|mascotas?|perros?|gatos?|animales)\b",
    re.IGNORECASE,
)
FEWEST_WORDS_OF_A_FACT = 2
# "At the handle" tells where the fault is; it takes more words to tell another one.
FEWEST_WORDS_OF_A_FAULT = 4
_ANY_TIME = frozenset(
    (
        "any",
        "anytime",
        "whenever",
        "either",
        "all",
        "cualquiera",
        "cualquier",
        "flexible",
        "cuando",
        "sea",
    )
)


def hear_answer(words: str, context: Context, reading: TenantReading) -> Decision | None:
    """What the words answer, or None where they are about something else."""
    prompt = context.prompt
    answer = _ANSWERS.get(prompt.kind) if prompt and not prompt.expired else None
    if prompt is None or answer is None or not words.strip():
        return None
    if prompt.booking_id is None or reading.intent in _OTHER_WISHES:
        return None
    booking = next((each for each in context.work if each.booking_id == prompt.booking_id), None)
    if booking is None:
        return _for_the_job(words, context, reading, prompt.booking_id)
    if reading.intent is Intent.RESCHEDULE and prompt.kind is not PromptKind.WINDOW:
        return None
    if _is_another_fault(words, booking.category, reading):
        return None
    return answer(words, context, reading, prompt, booking)


def _for_the_job(
    words: str, context: Context, reading: TenantReading, booking_id: int
) -> Decision | None:
    """The office has made it a job while we asked: facts still belong there, nothing more is asked."""
    known = any(each.job_id and each.category == reading.category for each in context.work)
    if reading.intent is Intent.NEW_REQUEST and not known:
        return None
    if reading.intent is Intent.RESCHEDULE or len(tokens(words)) < FEWEST_WORDS_OF_A_FACT:
        return None
    slots = reading.slots
    added = AddToBooking(
        booking_id, words, access=slots.access, pets=slots.pets, wished=time_in(slots)
    )
    return _going_on((added,), Say("tenant/noted"), "facts for what is a job by now")


def _is_another_fault(words: str, category: str, reading: TenantReading) -> bool:
    if reading.intent is not Intent.NEW_REQUEST or GENERAL in {category, reading.category}:
        return False
    if reading.category == category or not category:
        return False
    if _BESIDES.said(sentences(words)) is not None:
        return True
    kindred = any({category, reading.category} <= each for each in _KINDRED)
    return not kindred and len(tokens(words)) >= FEWEST_WORDS_OF_A_FAULT


def _detail(
    words: str, context: Context, reading: TenantReading, prompt: OpenPrompt, booking: OpenWork
) -> Decision | None:
    said_little = booking.category == GENERAL or booking.summary == PHOTO_ONLY
    added = _added(
        words,
        booking,
        reading.slots,
        summary_=summary(words) if booking.summary == PHOTO_ONLY else "",
        category=(reading.category or "") if said_little else "",
    )
    request = with_slots(request_of(booking), reading.slots)
    return _going_on((added,), next_words(request, context, after=prompt.kind), "a detail")


def _entry(
    words: str, context: Context, reading: TenantReading, prompt: OpenPrompt, booking: OpenWork
) -> Decision | None:
    said = Slots(
        when=reading.slots.when,
        access=_access(words, reading.slots),
        pets=_pets(words, reading.slots),
    )
    if said.access is None and said.pets is None:
        return _once_more(words, context, reading, prompt, booking)
    request = with_slots(request_of(booking), said)
    added = _added(words, booking, said)
    return _going_on((added,), next_words(request, context, after=prompt.kind), "entry and pets")


def _access(words: str, slots: Slots) -> str | None:
    """Said in so many words, or by a leading yes or no that is not about animals."""
    first, second = (*tokens(words), "", "")[:2]
    said = slots_of(_NO_ANIMALS.sub(" ", words)).access if slots.access == "no" else slots.access
    if said:
        return said
    if first in _YES:
        return "ok"
    return "no" if first in _NO and second not in _ANIMALS else None


def _pets(words: str, slots: Slots) -> bool | None:
    """Also "yes and no pets", which names no animal of theirs."""
    said = tokens(words)
    follows_no = any(a in {"no", "sin", "zero"} and b in _ANIMALS for a, b in pairwise(said))
    if follows_no or slots.pets is not None:
        return False if follows_no else slots.pets
    return True if _ANIMALS & frozenset(said) else None


def _window(
    words: str, context: Context, reading: TenantReading, prompt: OpenPrompt, booking: OpenWork
) -> Decision | None:
    offered = tuple(windows.window_of(each) for each in prompt.options)
    window = windows.picked(words, offered)
    if window is not None:
        there = windows.spoken(window, context.language)
        return _timed(words, booking, reading, option=windows.option_of(window), said=there)
    if time_in(reading.slots) or frozenset(tokens(words)) & _ANY_TIME:
        return _timed(words, booking, reading, option="", said=words.strip())
    if reading.intent is Intent.RESCHEDULE or windows.refuses(words):
        told = TellOffice("None of the offered times suits: please find another", words)
        request = with_slots(request_of(booking), reading.slots)
        said = next_words(request, context, after=prompt.kind)
        return _going_on((_added(words, booking, reading.slots), told), said, "none of the times")
    return _once_more(words, context, reading, prompt, booking)


def _timed(
    words: str,
    booking: OpenWork,
    reading: TenantReading,
    *,
    option: str,
    said: str,
) -> Decision:
    """The office reads the time in its own language, the person in theirs."""
    written = as_written(option) if option else said
    added = AddToBooking(
        _id(booking), words, access=reading.slots.access, pets=reading.slots.pets, wished=written
    )
    request = with_slots(
        request_of(booking), Slots(access=reading.slots.access, pets=reading.slots.pets)
    )
    spoken = read_back(replace(request, wished=said))
    return _going_on((added,), spoken, f"a time: {written}")


def _once_more(
    words: str, context: Context, reading: TenantReading, prompt: OpenPrompt, booking: OpenWork
) -> Decision | None:
    """Kept whatever it was. Facts and further words are no miss; the second miss goes to a person."""
    added = _added(words, booking, reading.slots)
    again = asking(prompt.kind, with_slots(request_of(booking), reading.slots), context)
    if context.lead and reading.intent is not Intent.OTHER:
        return _decided((added,), "more of the same breath, kept")
    if reading.intent in {Intent.PROVIDE_INFO, Intent.NEW_REQUEST}:
        return _decided((added, again), "kept; the question stands")
    if context.lead:
        return _decided((added,), "more of the same breath, kept")
    if context.misses or context.misses_in_all + 1 >= MOST_MISSES:
        handed = HandOff("could not answer a question about the request", words)
        return _decided(
            (added, CloseQuestion("replaced"), handed, Say("tenant/handed_off")), "second miss"
        )
    return _decided((added, CountMiss(), again), "no answer to the question")


def _added(
    words: str, booking: OpenWork, slots: Slots, *, summary_: str = "", category: str = ""
) -> AddToBooking:
    return AddToBooking(
        _id(booking),
        words,
        access=slots.access,
        pets=slots.pets,
        wished=time_in(slots),
        summary=summary_,
        category=category,
    )


def _id(booking: OpenWork) -> int:
    if booking.booking_id is None:
        raise ValueError("a question about a request needs its booking")
    return booking.booking_id


def _going_on(steps: tuple[Step, ...], said: Ask | Say, why: str) -> Decision:
    return _decided((*steps, CloseQuestion("answered"), said), why)


def _decided(steps: tuple[Step, ...], why: str) -> Decision:
    return Decision("tenant_questions", steps, why)


_ANSWERS: Mapping[PromptKind, _Answer] = {
    PromptKind.DETAIL: _detail,
    PromptKind.ENTRY: _entry,
    PromptKind.WINDOW: _window,
}
