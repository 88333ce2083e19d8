"""A property manager's mail: new work becomes a booking, a reply lands on its job. Approves
nothing by itself.

A sender who is not proven acts on nothing and is told nothing; their words are kept and the
office looks.
"""

from __future__ import annotations

from bot.context import Context, OpenWork
from bot.places import placed
from bot.reading.property_manager import ManagerIntent, ManagerReading
from bot.reading.summary import summary
from bot.reading.tenant import category_for
from bot.steps import (
    AddToBooking,
    AddToJob,
    Decision,
    OpenBooking,
    RecordOptOut,
    Say,
    Step,
    TellOffice,
)

# What a person in the office must decide or do, in their words.
_FOR_STAFF: dict[ManagerIntent, str] = {
    ManagerIntent.APPROVE: "Manager approves: please confirm and act",
    ManagerIntent.CONDITIONAL: "Manager approves with a condition: read it back to them",
    ManagerIntent.DECLINE: "Manager declines or holds",
    ManagerIntent.CANCEL: "Manager wants to cancel",
    ManagerIntent.RESCHEDULE: "Manager wants another time",
    ManagerIntent.BILL_TO_CHANGE: "Manager changes who or what is billed",
    ManagerIntent.PAYMENT_INFO: "Manager writes about payment",
    ManagerIntent.QUESTION: "Manager asks a question",
    ManagerIntent.STATUS: "Manager asks how it stands",
    ManagerIntent.OTHER: "Manager wrote",
    ManagerIntent.UNSUBSCRIBE: "Manager wants no more notices",
}


def take_mail(words: str, context: Context, reading: ManagerReading) -> Decision:
    """The steps for a manager's new words, with a reading made from nothing else."""
    if not context.may_act:
        return _decided(_unproven(words, context, reading), reading)
    if reading.intent is ManagerIntent.UNSUBSCRIBE:
        stopped = Say("consent/stopped_email", {"company": context.company})
        return _decided((RecordOptOut(words), stopped), reading)
    if reading.intent is ManagerIntent.NEW_REQUEST:
        return _decided(_request(words, context, reading), reading)
    return _decided(_reply(words, context, reading), reading)


def _unproven(words: str, context: Context, reading: ManagerReading) -> tuple[Step, ...]:
    """Stored and flagged; a request is never dropped, but staff confirm its place."""
    told = TellOffice("Unverified sender: please check before acting", words, _job(context.about))
    booked = (
        (_booking(words, context, reading),) if reading.intent is ManagerIntent.NEW_REQUEST else ()
    )
    return (*booked, told, Say("manager/unverified", {"company": context.company}))


def _request(words: str, context: Context, reading: ManagerReading) -> tuple[Step, ...]:
    """New work in a job's thread is noted there too, so that whoever opens the job sees it."""
    booking = _booking(words, context, reading)
    noted = _kept(words, context.about)
    values = {"summary": booking.summary, "place": booking.place.label if booking.place else ""}
    if booking.place:
        return (*noted, booking, Say("manager/booked", values))
    told = TellOffice("A manager's request without a clear place: please place it", words)
    return (*noted, booking, told, Say("manager/booked_where", values))


def _booking(words: str, context: Context, reading: ManagerReading) -> OpenBooking:
    place = placed(context, reading.unit).place if context.may_act else None
    hint = ", ".join(each for each in (reading.property_hint, reading.unit or "") if each)
    said = "\n\n".join(part for part in (words, context.forwarded) if part)
    return OpenBooking(
        words=said or context.subject,
        summary=summary(context.forwarded or words or context.subject),
        category=reading.category or category_for(context.forwarded, None),
        urgency=reading.urgency or "routine",
        place=place,
        place_hint="" if place else hint,
    )


def _reply(words: str, context: Context, reading: ManagerReading) -> tuple[Step, ...]:
    """Kept on the job, told to the office, and answered with what is so now."""
    about = context.about or (context.work[0] if len(context.work) == 1 else None)
    told = TellOffice(_FOR_STAFF[reading.intent], words, _job(about))
    if reading.intent is ManagerIntent.OTHER:
        return (*_kept(words, about), told) if about else (told, Say("manager/passed_on"))
    return (*_kept(words, about), told, _answer(about, reading))


def _answer(about: OpenWork | None, reading: ManagerReading) -> Say:
    if about is None or about.job_number is None:
        return Say("manager/passed_on")
    name = "standing" if reading.intent in _ASKING else "received"
    return Say(f"manager/{name}{_with_visit(about)}", _values(about))


def _with_visit(about: OpenWork) -> str:
    return "_with_visit" if about.window else ""


def _values(about: OpenWork) -> dict[str, str]:
    return {
        "number": str(about.job_number),
        "status": about.status or "",
        "window": about.window or "",
        "technician": about.technician or "",
    }


def _kept(words: str, about: OpenWork | None) -> tuple[Step, ...]:
    if about is None:
        return ()
    if about.job_id is not None:
        return (AddToJob(about.job_id, words),)
    return (AddToBooking(about.booking_id, words),) if about.booking_id is not None else ()


def _job(about: OpenWork | None) -> int | None:
    return about.job_id if about else None


def _decided(steps: tuple[Step, ...], reading: ManagerReading) -> Decision:
    return Decision("manager_email", steps, f"{reading.why} → {reading.intent.value}")


_ASKING = frozenset({ManagerIntent.STATUS, ManagerIntent.QUESTION})
