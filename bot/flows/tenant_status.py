"""How things stand, told from what is so. Never promises a time nobody set, nor tells a stranger
anything.
"""

from __future__ import annotations

from bot.context import Context, OpenWork
from bot.places import is_known, is_stale
from bot.reading.tenant import TenantReading
from bot.steps import Decision, Say, Step, TellOffice

# More lines than these help nobody in a text.
MOST_TOLD = 3


def tell_status(words: str, context: Context, reading: TenantReading) -> Decision:
    """Each open booking or job with its visit, technician and ETA, as far as they are set."""
    return Decision("tenant_status", _steps(words, context), reading.why)


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


def _steps(words: str, context: Context) -> tuple[Step, ...]:
    own = tuple(work for work in context.work if work.booking_id is not None)
    if not is_known(context) and not is_stale(context) and own:
        # What came from this very number may be told to it: that it is here, and waits.
        return tuple(told_of(work) for work in own[:MOST_TOLD])
    if not is_known(context):
        return TellOffice("Asks for status; not verified", words), Say("tenant/status_unverified")
    if not context.work:
        return (Say("tenant/status_nothing_open"),)
    return tuple(told_of(work) for work in context.work[:MOST_TOLD])


def _situation(work: OpenWork) -> str:
    """What most of all they want to know."""
    if work.job_number is None:
        return "waiting"
    if work.technician and work.eta:
        return "on_the_way"
    if work.window:
        return "technician" if work.technician else "window"
    return "no_visit"
