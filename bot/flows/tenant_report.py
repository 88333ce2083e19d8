"""A tenant, or a stranger, reports something: the booking exists after message one; questions only
add to it.
"""

from __future__ import annotations

from bot.context import Context, OpenWork, PromptKind, Speaker
from bot.introductions import address_in, name_in
from bot.places import Placing, is_known, labels, numbered, placed
from bot.questions import Request, is_detailed, next_words, with_slots
from bot.reading.categories import GENERAL
from bot.reading.lexicon import Lexicon
from bot.reading.summary import summary
from bot.reading.tenant import Intent, TenantReading
from bot.reading.text import bare, fold, sentences, tokens
from bot.standing import told_of
from bot.steps import (
    AddToBooking,
    AddToJob,
    Ask,
    CloseQuestion,
    Decision,
    HandOff,
    OpenBooking,
    Say,
    Step,
)

PHOTO = "(photo)"
_AGAIN = Lexicon("""
    again/still/back/same, keeps/kept happening/coming, came back, otra/de vez/nuevo, sigue/siguen/todavia/aun/
        volvio, mismo/misma problema
""")


def take_report(words: str, context: Context, reading: TenantReading) -> Decision:
    """Books at once; then asks for the next thing that is missing, or reads all of it back."""
    placing = placed(context, reading.slots.unit)
    told = _told_before(words, context, reading, placing)
    if told is not None:
        return _decided((_noted_on(told, words), told_of(told)), "more about what is open")
    booking = _booking(words, context, reading, placing)
    if not is_known(context):
        steps: tuple[Step, ...] = (booking, *_ask_a_stranger(booking, context, placing))
        return _decided(steps, reading.why)
    person = _needs_a_person(words, context, reading, placing)
    if person:
        return _decided((booking, *person), f"{reading.why}; a person is needed")
    if placing.place is None:
        return _decided((booking, _ask_where(labels(placing.choices))), reading.why)
    said = next_words(_request(booking, words, context, reading), context, after=None)
    closed = _overtaken(context) if isinstance(said, Say) else ()
    return _decided((*closed, booking, said), reading.why)


def take_photo(context: Context, reading: TenantReading) -> Decision:
    """A photo without words: booked, and what it shows is asked; at an open question it is only
    kept.
    """
    kept = _kept(context)
    if kept:
        return _decided((kept, Say("tenant/photo_kept")), "photo only, added")
    placing = placed(context, None)
    booking = _booking("", context, reading, placing)
    return _decided((booking, _ask_what_it_shows(context, placing)), "photo only")


def greet(context: Context, reading: TenantReading) -> Decision:
    """A bare "hi" books nothing: what is wrong is asked."""
    question = Ask(PromptKind.WHAT_IS_WRONG, "tenant/what_is_wrong", {"company": context.company})
    return _decided((question,), reading.why)


def is_report(reading: TenantReading, context: Context) -> bool:
    """A fault, or any words at all where we had asked what is wrong."""
    if reading.intent is Intent.NEW_REQUEST:
        return True
    prompt = context.prompt
    asked = prompt is not None and not prompt.expired and prompt.kind is PromptKind.WHAT_IS_WRONG
    return asked and reading.intent in _TAKEN_AS_REPORT


_TAKEN_AS_REPORT = frozenset(
    {Intent.OTHER, Intent.PROVIDE_INFO, Intent.COMPLAINT, Intent.DECLINE, Intent.CONFIRM}
)


def _booking(words: str, context: Context, reading: TenantReading, placing: Placing) -> OpenBooking:
    stranger = context.speaker is Speaker.STRANGER
    address = "" if placing.place else address_in(words)
    return OpenBooking(
        words=words,
        summary=summary(words),
        category=reading.category or GENERAL,
        urgency=reading.urgency or "routine",
        place=placing.place,
        place_hint=address or reading.slots.unit or "",
        requested_window=reading.slots.when or "",
        access=reading.slots.access,
        pets=reading.slots.pets,
        requester_name=name_in(words) if stranger else "",
    )


def _request(booking: OpenBooking, words: str, context: Context, reading: TenantReading) -> Request:
    known = Request(
        summary=booking.summary,
        place=booking.place.label if booking.place else "",
        category=booking.category,
        has_detail=is_detailed(words, context),
        heading="yes",
    )
    return with_slots(known, reading.slots)


def _told_before(
    words: str, context: Context, reading: TenantReading, placing: Placing
) -> OpenWork | None:
    """Open work these words only say again: "the sink is still leaking"."""
    if not is_known(context) or placing.place is None:
        return None
    place = placing.place.label
    return next(
        (
            each
            for each in context.work
            if each.place == place and _is_the_same(words, each, reading)
        ),
        None,
    )


def _is_the_same(words: str, work: OpenWork, reading: TenantReading) -> bool:
    if bare(words) == bare(work.summary):
        return True
    same_trade = work.category == reading.category != GENERAL
    return same_trade and _AGAIN.said(sentences(words)) is not None


def _needs_a_person(
    words: str, context: Context, reading: TenantReading, placing: Placing
) -> tuple[Step, ...]:
    """The same trouble after we said it was done, or a unit that is none of theirs."""
    done = _done_before(words, context, reading, placing)
    if done is not None:
        reason = f"the same trouble again after job {done.job_number}"
        said = Say("tenant/same_again", {"number": str(done.job_number)})
        return (HandOff(reason, words), said)
    unit = reading.slots.unit
    if unit and context.places and not _is_theirs(unit, context):
        return (HandOff(f"writes of unit {unit}, which is not theirs", words), _CONTRADICTED)
    return ()


_CONTRADICTED = Say("tenant/contradiction")


def _done_before(
    words: str, context: Context, reading: TenantReading, placing: Placing
) -> OpenWork | None:
    place = placing.place.label if placing.place else ""
    there = [each for each in context.lately_done if each.place == place]
    same = [each for each in there if each.category == reading.category != GENERAL]
    again = _AGAIN.said(sentences(words)) is not None
    if same:
        return same[0]
    return there[0] if again and len(there) == 1 and reading.category in {GENERAL, None} else None


def _is_theirs(unit: str, context: Context) -> bool:
    wanted = fold(unit).replace("-", "")
    named = (*context.places, *context.found_places)
    return any(wanted in tokens(each.label.replace("-", "")) for each in named)


def _kept(context: Context) -> Step | None:
    """Where a photo belongs: the booking we ask about, else the only open work."""
    if context.prompt and context.prompt.booking_id:
        return AddToBooking(context.prompt.booking_id, PHOTO)
    only = context.work[0] if len(context.work) == 1 else None
    return _noted_on(only, PHOTO) if only else None


def _noted_on(work: OpenWork, words: str) -> Step:
    if work.job_id is not None:
        return AddToJob(work.job_id, words)
    if work.booking_id is None:
        raise ValueError("open work is a booking or a job")
    return AddToBooking(work.booking_id, words)


def _ask_where(options: tuple[str, ...]) -> Step:
    if not options:
        return Ask(PromptKind.WHERE, "tenant/where")
    return Ask(
        PromptKind.WHICH_PLACE, "tenant/which_place", {"places": numbered(options)}, options=options
    )


def _ask_what_it_shows(context: Context, placing: Placing) -> Step:
    if placing.place and is_known(context):
        return Ask(PromptKind.DETAIL, "tenant/photo_what", {"place": placing.place.label})
    if is_known(context) and placing.choices:
        return _ask_where(labels(placing.choices))
    return Ask(PromptKind.WHERE, "tenant/photo_where")


def _ask_a_stranger(booking: OpenBooking, context: Context, placing: Placing) -> tuple[Step, ...]:
    """Their place is never read back: whoever writes from an unknown number learns nothing."""
    by_stranger = context.speaker is Speaker.STRANGER
    if placing.place is None and not (by_stranger and address_in(booking.words)):
        return (Ask(PromptKind.WHERE, "tenant/where_stranger"),)
    if not booking.requester_name:
        return (Ask(PromptKind.NAME, "tenant/name_first"),)
    name = booking.requester_name.split()[0]
    return (Say("tenant/name_noted", {"name": name, "company": context.company}),)


def _overtaken(context: Context) -> tuple[Step, ...]:
    """A question about finished work stands beside the new request."""
    prompt = context.prompt
    if prompt is None or prompt.kind is PromptKind.IS_FIXED:
        return ()
    return (CloseQuestion("replaced"),)


def _decided(steps: tuple[Step, ...], why: str) -> Decision:
    return Decision("tenant_report", steps, why)
