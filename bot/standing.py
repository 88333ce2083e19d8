"""How things stand, in one text a job or request; told by every flow that must say so. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from bot.context import Context, OpenWork
from bot.places import is_known, is_stale
from bot.steps import Say, Step, TellOffice

# More lines than these help nobody in a text.
MOST_TOLD = 3


def told_of(work: OpenWork) -> Say:
    """One booking or job in one text; of a danger never that it waits for a time."""
    if work.safety:
        return Say("safety/standing")
    values = {
        "summary": work.summary,
        "number": str(work.job_number or ""),
        "status": work.status or "",
        "window": work.window or "",
        "technician": work.technician or "",
        "eta": work.eta or "",
    }
    return Say(f"tenant/status_{_situation(work)}", values)


def standing(words: str, context: Context) -> tuple[Step, ...]:
    """All that is open for them, as far as this sender may hear of it."""
    own = tuple(work for work in context.work if work.booking_id is not None)
    if not is_known(context) and not is_stale(context) and own:
        # What came from this very number may be told to it: that it is here, and waits.
        return _told_of_each(own)
    if not is_known(context):
        return TellOffice("Asks for status; not verified", words), Say("tenant/status_unverified")
    if not context.work:
        return (Say("tenant/status_nothing_open"),)
    return _told_of_each(context.work)


def _told_of_each(works: Sequence[OpenWork]) -> tuple[Say, ...]:
    """Nothing in the same words twice: of two dangers one text tells as much as two."""
    told = [told_of(work) for work in works[:MOST_TOLD]]
    return tuple(each for nth, each in enumerate(told) if each not in told[:nth])


def _situation(work: OpenWork) -> str:
    """What most of all they want to know."""
    if work.job_number is None:
        return "waiting"
    if work.technician and work.eta:
        return "on_the_way"
    if work.window:
        return "technician" if work.technician else "window"
    return "no_visit"
