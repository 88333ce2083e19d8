"""The answer to the one question we wait on. A bare "2" never reaches an expired question, nor
another object.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from bot.context import Context, OpenPrompt, OpenWork, PromptKind, Speaker
from bot.introductions import name_in
from bot.places import by_label, chosen, is_known, labels, numbered
from bot.questions import next_words, request_of, with_slots
from bot.reading.slots import slots_of
from bot.reading.text import bare, tokens
from bot.standing import standing
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

_BARE_ANSWER = re.compile(r"\W*(?:\d{1,2}|yes|no|y|n|si|ok|okay|yep|nope)?\W*")
_NAME_LEAD = re.compile(
    r"^\W*(?:(?:my|mi) (?:name is|nombre es)|this is|it'?s|its|i'?m|soy|me llamo|name:?)\s+",
    re.IGNORECASE,
)
LONGEST_NAME_WORDS = 5
_Answer = Callable[[str, Context, OpenPrompt], Decision | None]


def hear_answer(words: str, context: Context) -> Decision | None:
    """What the words answer, or None where they are about something else."""
    prompt = context.prompt
    if prompt is None:
        return None
    if prompt.expired:
        return _too_late(words, context)
    answer = _ANSWERS.get(prompt.kind)
    return answer(words, context, prompt) if answer else None


def _too_late(words: str, context: Context) -> Decision | None:
    """Only a bare answer can be late; whole sentences are read afresh."""
    if not _BARE_ANSWER.fullmatch(bare(words)):
        return None
    steps = (CloseQuestion("expired"), Say("tenant/too_late"), *_as_it_stands(words, context))
    return _decided(steps, "a bare answer to a question that had expired")


def _as_it_stands(words: str, context: Context) -> tuple[Step, ...]:
    return standing(words, context) if context.work and is_known(context) else ()


def _which_place(words: str, context: Context, prompt: OpenPrompt) -> Decision | None:
    label = chosen(words, prompt.options)
    if label:
        added = _placed(words, context, prompt, label)
        steps = (*added, CloseQuestion("answered"), _go_on(words, context, prompt, label))
        return _decided(steps, f"chose: {label}")
    if not _BARE_ANSWER.fullmatch(bare(words)):
        return None
    return _out_of_range(words, context, prompt)


def _placed(words: str, context: Context, prompt: OpenPrompt, label: str) -> tuple[Step, ...]:
    if prompt.booking_id is None:
        return ()
    place = by_label(label, context)
    return (AddToBooking(prompt.booking_id, words, place=place, place_hint="" if place else label),)


def _go_on(words: str, context: Context, prompt: OpenPrompt, place: str) -> Step:
    """The place is known: what else we must ask of this request. In danger nothing more is asked."""
    booking = _about(context, prompt)
    if booking is None or booking.safety:
        return _noted(context, prompt, Say("tenant/placed", {"place": place}))
    known = replace(request_of(booking), place=place, heading="placed")
    return next_words(with_slots(known, slots_of(words)), context, after=None)


def _about(context: Context, prompt: OpenPrompt) -> OpenWork | None:
    wanted = prompt.booking_id
    return next((each for each in context.work if wanted and each.booking_id == wanted), None)


def _noted(context: Context, prompt: OpenPrompt, calm: Say) -> Say:
    """What we say to facts added; in danger nobody is told to wait for a time."""
    booking = _about(context, prompt)
    return Say("safety/place_noted") if booking and booking.safety else calm


def _out_of_range(words: str, context: Context, prompt: OpenPrompt) -> Decision:
    """Asked again once; after that a person looks."""
    if context.misses:
        steps: tuple[Step, ...] = (
            HandOff("could not say which place it is", words),
            Say("tenant/handed_off"),
        )
        return _decided(steps, "not one of the answers offered, twice")
    listed = {"places": numbered(prompt.options)}
    again = Ask(
        PromptKind.WHICH_PLACE,
        "tenant/which_place_again",
        listed,
        prompt.options,
        prompt.booking_id,
    )
    return _decided((CountMiss(), again), "not one of the answers offered")


def _where(words: str, context: Context, prompt: OpenPrompt) -> Decision | None:
    if prompt.booking_id is None or not _tells_a_place(words, context):
        return None
    if len(context.found_places) > 1:
        return _ask_which_of_found(words, context, prompt.booking_id)
    place = context.found_places[0] if context.found_places else None
    hint = "" if place else words.strip()
    said_by_the_way = slots_of(words)
    added = AddToBooking(
        prompt.booking_id,
        words,
        place=place,
        place_hint=hint,
        access=said_by_the_way.access,
        pets=said_by_the_way.pets,
    )
    if context.speaker is Speaker.STRANGER:
        named = _ask_name(words, context, prompt)
        return _decided((added, *named), f"place: {place.label if place else 'as written'}")
    if place:
        said = _go_on(words, context, prompt, place.label)
        return _decided((added, CloseQuestion("answered"), said), f"place: {place.label}")
    told = TellOffice("A place we could not match: please place the booking", words)
    said = _noted(context, prompt, Say("tenant/place_noted"))
    return _decided((added, CloseQuestion("answered"), told, said), "place as written")


def _ask_name(words: str, context: Context, prompt: OpenPrompt) -> tuple[Step, ...]:
    """Who has said it, now or before, is not asked for it."""
    booking = _about(context, prompt)
    name = name_in(words) or (booking.named if booking else "")
    if not name or prompt.booking_id is None:
        return (Ask(PromptKind.NAME, "tenant/name", booking_id=prompt.booking_id),)
    calm = Say("tenant/name_noted", {"name": name.split()[0], "company": context.company})
    noted = AddToBooking(prompt.booking_id, "", requester_name=name)
    return noted, CloseQuestion("answered"), _noted(context, prompt, calm)


def _tells_a_place(words: str, context: Context) -> bool:
    """An address has a number in it or matches one we know; "why do you ask?" is no address."""
    return bool(context.found_places) or any(each.isdigit() for each in words)


def _ask_which_of_found(words: str, context: Context, booking_id: int) -> Decision:
    options = labels(context.found_places)
    if context.speaker is Speaker.STRANGER:
        name = Ask(PromptKind.NAME, "tenant/name", booking_id=booking_id)
        hint = AddToBooking(booking_id, words, place_hint=words.strip())
        return _decided((hint, name), "several places fit; a stranger is not shown them")
    listed = {"places": numbered(options)}
    question = Ask(PromptKind.WHICH_PLACE, "tenant/which_place", listed, options, booking_id)
    return _decided((AddToBooking(booking_id, words), question), "several places fit")


def _name(words: str, context: Context, prompt: OpenPrompt) -> Decision | None:
    name = _NAME_LEAD.sub("", words).strip(" .,!")
    if prompt.booking_id is None or not _is_name(name):
        return None
    added = AddToBooking(prompt.booking_id, words, requester_name=name)
    calm = Say("tenant/name_noted", {"name": name.split()[0], "company": context.company})
    said = _noted(context, prompt, calm)
    return _decided((added, CloseQuestion("answered"), said), "a name")


def _is_name(text: str) -> bool:
    count = len(tokens(text))
    plain = not any(each.isdigit() or each in "?!" for each in text)
    return 0 < count <= LONGEST_NAME_WORDS and plain


def _decided(steps: tuple[Step, ...], why: str) -> Decision:
    return Decision("tenant_answer", steps, why)


_ANSWERS: Mapping[PromptKind, _Answer] = {
    PromptKind.WHICH_PLACE: _which_place,
    PromptKind.WHERE: _where,
    PromptKind.NAME: _name,
}
