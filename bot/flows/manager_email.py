"""A property manager's mail: new work becomes a booking, a reply lands on its job. Approves
nothing by itself.

A sender who is not proven acts on nothing and is told nothing; their words are kept and the
office looks.
"""

from __future__ import annotations

from bot.context import BillPage, Context
from bot.landing import about_of, decided, job_of, kept, standing
from bot.places import placed
from bot.reading.categories import is_fault
from bot.reading.manager_intent import ManagerIntent, Understood
from bot.reading.manager_words import ASKS_PAPER, ASKS_WORK
from bot.reading.property_manager import ManagerReading, Verdict, is_reply, read_as
from bot.reading.summary import summary
from bot.reading.tenant import category_for
from bot.reading.text import sentences
from bot.steps import (
    Decision,
    OpenBooking,
    RecordOptOut,
    Say,
    Step,
    TellOffice,
)

FLOW = "manager_email"
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
}


def take_mail(words: str, context: Context, reading: ManagerReading) -> Decision:
    """The steps for a manager's new words, with a reading made from nothing else."""
    if reading.intent is ManagerIntent.AUTO_REPLY:
        return decided(FLOW, _machine(words, context, reading), reading)
    if not context.may_act:
        return decided(FLOW, _unproven(words, context, reading), reading)
    if reading.intent is ManagerIntent.UNSUBSCRIBE and not reading.guessed:
        stopped = Say("consent/stopped_email", {"company": context.company})
        return decided(FLOW, (RecordOptOut(words), stopped), reading)
    if reading.intent is ManagerIntent.NEW_REQUEST:
        return decided(FLOW, _request(words, context, reading), reading)
    if _orders_work(words, context, reading):
        return _order(words, context, reading.po_number or "")
    return decided(FLOW, _reply(words, context, reading), reading)


def _machine(words: str, context: Context, reading: ManagerReading) -> tuple[Step, ...]:
    """Never answered; news that somebody is gone, and what may be a person's after all, is worth a colleague's look."""
    if reading.guessed:
        told = TellOffice("Perhaps a machine's answer: please look", words, job_of(context.about))
        return *(kept(words, context.about) if context.may_act else ()), told
    gone = any(sign in reading.why for sign in ("no longer", "left the", "ya no", "delivered"))
    return (TellOffice("A manager's address may be dead: check", words),) if gone else ()


def _unproven(words: str, context: Context, reading: ManagerReading) -> tuple[Step, ...]:
    """Stored and flagged; a request is never dropped, but staff confirm its place."""
    told = TellOffice("Unverified sender: please check before acting", words, job_of(context.about))
    booked = (
        (_booking(words, context, reading),) if reading.intent is ManagerIntent.NEW_REQUEST else ()
    )
    return (*booked, told, _unproven_answer(context, reading))


def _unproven_answer(context: Context, reading: ManagerReading) -> Say:
    """It goes to the address on file, so the way to decide may be in it; what is asked may not."""
    if reading.verdict is not None and context.approval is not None and context.approval.link:
        values = {"company": context.company, "link": context.approval.link}
        return Say("manager/unverified_decision", values)
    return Say("manager/unverified", {"company": context.company})


def _request(words: str, context: Context, reading: ManagerReading) -> tuple[Step, ...]:
    """New work in a job's thread is noted there too, so that whoever opens the job sees it."""
    booking = _booking(words, context, reading)
    noted = kept(words, context.about)
    values = {"summary": booking.summary, "place": booking.place.label if booking.place else ""}
    if booking.place:
        return (*noted, booking, Say("manager/booked", values))
    told = TellOffice("A manager's request without a clear place: please place it", words)
    return (*noted, booking, told, Say("manager/booked_where", values))


def _orders_work(words: str, context: Context, reading: ManagerReading) -> bool:
    """A new mail that asks for somebody to mend something under a purchase order: no change of what is billed."""
    is_billing = reading.intent is ManagerIntent.BILL_TO_CHANGE and reading.po_number is not None
    is_new = context.about is None and not context.replied_live and not is_reply(context.subject)
    said = sentences(words)
    wants_work = ASKS_WORK.said(said) is not None and ASKS_PAPER.said(said) is None
    return is_billing and is_new and wants_work and is_fault(said)


def _order(words: str, context: Context, number: str) -> Decision:
    """Booked; where work of theirs stands open, a colleague sees whether the number was meant for that."""
    understood = Understood(ManagerIntent.NEW_REQUEST, f"asks for work under PO {number}")
    reading = read_as(understood, words, context.subject)
    doubt = TellOffice("A manager's PO: for new work, or for work that stands open?", words)
    steps = _request(words, context, reading)
    return decided(FLOW, (*steps, doubt) if context.work else steps, reading)


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
    about = about_of(context)
    told = TellOffice(_for_staff(reading), words, job_of(about))
    if reading.intent is ManagerIntent.OTHER and not reading.guessed:
        return (*kept(words, about), told) if about else (told, Say("manager/passed_on"))
    if reading.intent is ManagerIntent.PAYMENT_INFO and context.bill is not None:
        return (*kept(words, about), told, _bill(context.bill))
    name = "standing" if reading.intent in _ASKING else "received"
    return (*kept(words, about), told, standing(name, about))


def _bill(bill: BillPage) -> Say:
    """Where they see what was paid; of one bill where they named it or only one is open."""
    number = "" if bill.number is None else str(bill.number)
    return Say("manager/bill_page", {"number": number, "link": bill.link})


def _for_staff(reading: ManagerReading) -> str:
    """What they shall do; where the wish is not plain, to ask first."""
    if reading.intent is ManagerIntent.APPROVE and reading.verdict is not Verdict.APPROVES:
        return "Manager seems to approve: ask them plainly before acting"
    if reading.intent is ManagerIntent.UNSUBSCRIBE:
        return "Manager seems to want no more notices: ask them"
    return _FOR_STAFF[reading.intent]


_ASKING = frozenset({ManagerIntent.STATUS, ManagerIntent.QUESTION})
