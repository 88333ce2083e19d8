"""A tenant, or a stranger, reports something: the booking exists after message one; questions only
add to it.
"""

from __future__ import annotations

from bot.context import Context, PromptKind
from bot.places import Placing, is_known, labels, numbered, placed
from bot.reading.categories import GENERAL
from bot.reading.summary import summary
from bot.reading.tenant import Intent, TenantReading
from bot.steps import AddToBooking, AddToJob, Ask, CloseQuestion, Decision, OpenBooking, Say, Step

PHOTO = "(photo)"


def take_report(words: str, context: Context, reading: TenantReading) -> Decision:
    """Books at once; then reads back, or asks for the one thing that is missing."""
    placing = placed(context, reading.slots.unit)
    booking = OpenBooking(
        words=words,
        summary=summary(words),
        category=reading.category or GENERAL,
        urgency=reading.urgency or "routine",
        place=placing.place,
        place_hint=reading.slots.unit or "",
        requested_window=reading.slots.when or "",
        access=reading.slots.access,
        pets=reading.slots.pets,
    )
    if not is_known(context):
        return Decision("tenant_report", (booking, _ask_a_stranger(placing)), reading.why)
    if placing.place:
        said = Say("tenant/booked", {"summary": booking.summary, "place": placing.place.label})
        return Decision("tenant_report", (*_overtaken(context), booking, said), reading.why)
    return Decision("tenant_report", (booking, _ask_where(labels(placing.choices))), reading.why)


def take_photo(context: Context, reading: TenantReading) -> Decision:
    """A photo without words: booked, and what it shows is asked; at an open question it is only
    kept.
    """
    kept = _kept(context)
    if kept:
        return Decision("tenant_report", (kept, Say("tenant/photo_kept")), "photo only, added")
    return Decision("tenant_report", take_report("", context, reading).steps, "photo only")


def greet(context: Context, reading: TenantReading) -> Decision:
    """A bare "hi" books nothing: what is wrong is asked."""
    question = Ask(PromptKind.WHAT_IS_WRONG, "tenant/what_is_wrong", {"company": context.company})
    return Decision("tenant_report", (question,), reading.why)


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


def _kept(context: Context) -> Step | None:
    """Where a photo belongs: the booking we ask about, else the only open work."""
    if context.prompt and context.prompt.booking_id:
        return AddToBooking(context.prompt.booking_id, PHOTO)
    only = context.work[0] if len(context.work) == 1 else None
    if only and only.job_id is not None:
        return AddToJob(only.job_id, PHOTO)
    return AddToBooking(only.booking_id, PHOTO) if only and only.booking_id is not None else None


def _ask_where(options: tuple[str, ...]) -> Step:
    if not options:
        return Ask(PromptKind.WHERE, "tenant/where")
    return Ask(
        PromptKind.WHICH_PLACE, "tenant/which_place", {"places": numbered(options)}, options=options
    )


def _ask_a_stranger(placing: Placing) -> Step:
    """Their place is never read back: whoever writes from an unknown number learns nothing."""
    if placing.place:
        return Ask(PromptKind.NAME, "tenant/name")
    return Ask(PromptKind.WHERE, "tenant/where_stranger")


def _overtaken(context: Context) -> tuple[Step, ...]:
    return (CloseQuestion("replaced"),) if context.prompt else ()
