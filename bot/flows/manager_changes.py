"""A manager changes a job: cancels it, wants another time, puts it under a purchase order.

Only in so many words, and only in answer to a mail of ours; the rest goes to the office.
"""

from __future__ import annotations

from bot.context import Context, OpenWork
from bot.landing import about_of, decided, job_of, kept, standing
from bot.reading.manager_intent import ManagerIntent
from bot.reading.property_manager import ManagerReading
from bot.steps import (
    CallOff,
    Decision,
    Say,
    Step,
    TellOffice,
    WishTime,
    WritePurchaseOrder,
)

FLOW = "manager_changes"
LONGEST_WISH = 120


def change_job(words: str, context: Context, reading: ManagerReading) -> Decision | None:
    """The steps for a change of a job, or None where they ask for none that is theirs to make by mail."""
    about = about_of(context)
    if about is None or about.job_id is None or not context.replied_live:
        return None
    match reading.intent:
        case ManagerIntent.CANCEL:
            steps = _cancel(words, reading, about)
        case ManagerIntent.RESCHEDULE:
            steps = _another_time(words, about)
        case ManagerIntent.BILL_TO_CHANGE if reading.po_number and not reading.guessed:
            steps = _purchase_order(words, reading, about, about.job_id)
        case _:
            return None
    return decided(FLOW, steps, reading) if steps else None


def _cancel(words: str, reading: ManagerReading, about: OpenWork) -> tuple[Step, ...]:
    """Cancelled at once when they say so plainly and nobody is on the way; asked about otherwise."""
    plainly = reading.cancels and "?" not in words
    if not plainly or about.under_way or about.safety or about.job_id is None:
        told = TellOffice("Manager wants to cancel", words, job_of(about))
        return *kept(words, about), told, standing("received", about)
    values = {"number": str(about.job_number)}
    called_off = CallOff(words, job_id=about.job_id)
    return *kept(words, about), called_off, Say("manager/canceled", values)


def _another_time(words: str, about: OpenWork) -> tuple[Step, ...]:
    """The visit stands until the office has confirmed another."""
    if about.job_id is None or about.window is None:
        return ()
    wish = " ".join(words.split())[:LONGEST_WISH]
    wished = WishTime(about.job_id, wish, words)
    return (
        *kept(words, about),
        wished,
        Say("manager/wish_noted", standing("received", about).values),
    )


def _purchase_order(
    words: str, reading: ManagerReading, about: OpenWork, job_id: int
) -> tuple[Step, ...]:
    """The number is written at once; whom to bill is for the office to set."""
    number = reading.po_number or ""
    told = TellOffice("Manager changes who or what is billed", words, job_id)
    values = {"number": str(about.job_number), "po": number}
    written = WritePurchaseOrder(job_id, number, words)
    return *kept(words, about), written, told, Say("manager/po_noted", values)
