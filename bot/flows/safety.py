"""Danger to life or home: page first, then the safety text, then the place if it is unknown.
Nothing makes it wait.
"""

from __future__ import annotations

from bot.context import Context, OpenWork, PromptKind, Speaker
from bot.places import Placing, labels, numbered, placed
from bot.reading.danger import Danger
from bot.reading.slots import Slots, slots_of
from bot.reading.summary import summary
from bot.reading.tenant import category_for
from bot.steps import (
    AddToBooking,
    AddToJob,
    Ask,
    CloseQuestion,
    Decision,
    OpenBooking,
    RaiseEmergency,
    Say,
    Step,
    TellOffice,
)
from core.messaging.wire import Channel

_PLACE_QUESTIONS = frozenset({PromptKind.WHERE, PromptKind.WHICH_PLACE, PromptKind.NAME})
_WORKERS = frozenset({Speaker.TECHNICIAN, Speaker.STAFF})
_UNPROVEN = "Emergency from an unverified sender: call back before trusting details"
_NO_PLACE = "Emergency reported by mail without a clear place: call them now"
_OPTED_OUT = (
    "Emergency from a person who opted out of texts: call them, no safety text can go by SMS"
)


def raise_alarm(words: str, context: Context, danger: Danger) -> Decision:
    """Pages, then speaks. The same danger told again is added to what is already open and paged
    again.
    """
    if context.speaker is Speaker.MANAGER and context.about and context.about.job_id is not None:
        steps = _about_job(words, danger, context.about.job_id)
        return Decision("safety", (*steps, *_cautions(words, context)), danger.why)
    placing = placed(context, slots_of(words).unit)
    known = _already_open(context, danger)
    steps = (
        _again(words, context, placing, known, danger)
        if known
        else _first(words, context, danger, placing)
    )
    return Decision("safety", (*steps, *_cautions(words, context)), danger.why)


def raise_on_job(words: str, danger: Danger, job_id: int) -> Decision:
    """A technician's or manager's live hazard about a known job: on the job for all to see, and
    paged.
    """
    steps: tuple[Step, ...] = (
        RaiseEmergency(danger.kind.value, words, job_id=job_id),
        AddToJob(job_id, words),
        TellOffice(f"Live hazard reported on site: {danger.why}", words, job_id=job_id),
        Say("safety/worker"),
    )
    return Decision("safety", steps, danger.why)


def _already_open(context: Context, danger: Danger) -> OpenWork | None:
    """Work about this danger where the words do not speak of another place: gas there is not the gas here."""
    named = {place.label for place in context.found_places}
    same = (
        each
        for each in context.work
        if each.safety == danger.kind.value and (not named or not each.place or each.place in named)
    )
    return next(same, None) or _being_placed(context)


def _being_placed(context: Context) -> OpenWork | None:
    """The booking whose place we were just asking for: "12 Elm, and the smell is stronger" is
    about it.
    """
    prompt = context.prompt
    if prompt is None or prompt.expired or prompt.kind not in _PLACE_QUESTIONS:
        return None
    return (
        OpenWork(summary="", place="", booking_id=prompt.booking_id) if prompt.booking_id else None
    )


def _again(
    words: str, context: Context, placing: Placing, known: OpenWork, danger: Danger
) -> tuple[Step, ...]:
    page = RaiseEmergency(
        danger.kind.value, words, booking_id=known.booking_id, job_id=known.job_id
    )
    if known.job_id is not None:
        return page, AddToJob(known.job_id, words), Say("safety/again")
    booking = known.booking_id
    place = None if known.place else placing.place
    added = (AddToBooking(booking, words, place=place),) if booking is not None else ()
    closed = (CloseQuestion("answered"),) if place and not known.summary else ()
    by_manager = context.speaker is Speaker.MANAGER
    said = "safety/manager" if by_manager else f"safety/{danger.kind.value}"
    return (page, *added, *closed, Say(said))


def _first(words: str, context: Context, danger: Danger, placing: Placing) -> tuple[Step, ...]:
    booking = _booking(words, danger, slots_of(words), placing)
    page = RaiseEmergency(danger.kind.value, words)
    if context.speaker in _WORKERS:
        return booking, page, Say("safety/worker")
    if context.speaker is Speaker.MANAGER:
        return (booking, page, Say("safety/manager"), *_unplaced(words, placing))
    said = Say(f"safety/{danger.kind.value}")
    return (booking, page, said, *_where(placing))


def _about_job(words: str, danger: Danger, job_id: int) -> tuple[Step, ...]:
    """A manager's reply in a job's thread."""
    page = RaiseEmergency(danger.kind.value, words, job_id=job_id)
    return page, AddToJob(job_id, words), Say("safety/manager")


def _unplaced(words: str, placing: Placing) -> tuple[Step, ...]:
    return () if placing.place else (TellOffice(_NO_PLACE, words),)


def _booking(words: str, danger: Danger, slots: Slots, placing: Placing) -> OpenBooking:
    return OpenBooking(
        words=words,
        summary=summary(words),
        category=category_for(words, danger),
        urgency="emergency",
        safety=danger.kind.value,
        place=placing.place,
        place_hint=slots.unit or "",
        access=slots.access,
        pets=slots.pets,
    )


def _where(placing: Placing) -> tuple[Step, ...]:
    if placing.place:
        return ()
    if placing.choices:
        options = labels(placing.choices)
        listed = {"places": numbered(options)}
        return (Ask(PromptKind.WHICH_PLACE, "safety/which_place", listed, options=options),)
    return (Ask(PromptKind.WHERE, "safety/where"),)


def _cautions(words: str, context: Context) -> tuple[Step, ...]:
    """What the office must know besides, since a page alone would mislead them."""
    deaf = context.opted_out and context.channel is Channel.SMS
    unproven = not context.may_act
    reasons = ((_OPTED_OUT, deaf), (_UNPROVEN, unproven))
    return tuple(TellOffice(reason, words) for reason, holds in reasons if holds)
