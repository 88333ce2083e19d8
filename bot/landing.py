"""Where a manager's words land: on the job or request they answer, and what is so about it. Pure."""

from __future__ import annotations

from bot.context import Context, OpenWork
from bot.reading.property_manager import ManagerReading
from bot.steps import AddToBooking, AddToJob, Decision, Say, Step


def about_of(context: Context) -> OpenWork | None:
    """What their mail is about: the thread's job, else their only open work."""
    return context.about or (context.work[0] if len(context.work) == 1 else None)


def kept(words: str, about: OpenWork | None) -> tuple[Step, ...]:
    """Their words, written where the work is."""
    if about is None:
        return ()
    if about.job_id is not None:
        return (AddToJob(about.job_id, words),)
    return (AddToBooking(about.booking_id, words),) if about.booking_id is not None else ()


def job_of(about: OpenWork | None) -> int | None:
    """The job's id, where there is one."""
    return about.job_id if about else None


def standing(name: str, about: OpenWork | None) -> Say:
    """An answer that tells how the job stands now; name: "standing" or "received"."""
    if about is None or about.job_number is None:
        return Say("manager/passed_on")
    with_visit = "_with_visit" if about.window else ""
    values = {
        "number": str(about.job_number),
        "status": about.status or "",
        "window": about.window or "",
        "technician": about.technician or "",
    }
    return Say(f"manager/{name}{with_visit}", values)


def decided(flow: str, steps: tuple[Step, ...], reading: ManagerReading) -> Decision:
    """The decision, with the words that decided."""
    return Decision(flow, steps, f"{reading.why} → {reading.intent.value}")
