"""What goes otherwise than planned: late, no way in, parts, money, a pause, another day. Nothing is lost on the way."""

from __future__ import annotations

import re

from bot.context import Visit, VisitStage
from bot.crew.moves import echo
from bot.reading.technician import TechnicianReading
from bot.steps import (
    AddToJob,
    AskForMoney,
    HoldVisit,
    KeepWords,
    RunLate,
    Say,
    Step,
    TellOffice,
    WaitForParts,
)
from core.money import dollars

CENTS = 100
_FIGURE_FIRST = re.compile(
    r"^\W*(?:nte\W+)?(?:\d{4,7}\W+)?\$?\d[\d,.]*\s*(?:dollars|bucks|total)?[\s,.:;-]*",
    re.IGNORECASE,
)


def note(words: str, _reading: TechnicianReading, visit: Visit) -> tuple[Step, ...]:
    """Written on the job."""
    return AddToJob(visit.job_id, words), KeepWords(), echo("noted", visit)


def late(words: str, reading: TechnicianReading, visit: Visit) -> tuple[Step, ...]:
    """Whoever waits is told the new time."""
    running = RunLate(visit.appointment_id, reading.eta_minutes, words)
    if reading.eta_minutes is None:
        return running, echo("late", visit)
    values = {"number": str(visit.job_number), "minutes": str(reading.eta_minutes)}
    return running, Say("technician/late_minutes", values)


def shut_out(words: str, _reading: TechnicianReading, visit: Visit) -> tuple[Step, ...]:
    """The visit waits before the door; office and household are asked to help."""
    return HoldVisit(visit.appointment_id, "access", words), echo("no_access", visit)


def parts(words: str, reading: TechnicianReading, visit: Visit) -> tuple[Step, ...]:
    """Gone for one is a pause; waiting for one ends the visit, if it had begun."""
    if reading.is_fetching and visit.stage is VisitStage.ON_SITE:
        return HoldVisit(visit.appointment_id, "parts", words), echo("fetching", visit)
    said = "parts" if visit.stage is VisitStage.ON_SITE else "parts_before"
    return WaitForParts(visit.appointment_id, words), echo(said, visit)


def pause(words: str, _reading: TechnicianReading, visit: Visit) -> tuple[Step, ...]:
    """Left, will be back."""
    return HoldVisit(visit.appointment_id, "pause", words), echo("paused", visit)


def money(words: str, reading: TechnicianReading, visit: Visit) -> tuple[Step, ...]:
    """A named amount is asked of the one who pays; scope without an amount goes to the office."""
    if reading.amount is None:
        told = TellOffice(f"Needs an approval (job {visit.job_number})", words, visit.job_id)
        return AddToJob(visit.job_id, words), told, KeepWords(), echo("approval", visit)
    cents = round(reading.amount * CENTS)
    values = {"number": str(visit.job_number), "amount": dollars(cents)}
    reason = _FIGURE_FIRST.sub("", reading.reason or "", count=1).strip()
    if not re.search(r"[^\W\d]{2}", reason):
        return (Say("technician/approval_why", {**values, "amount": f"{reading.amount:g}"}),)
    asked = AskForMoney(visit.job_id, cents, reason)
    return asked, KeepWords(), Say("technician/approval_asked", values)


def another_day(words: str, _reading: TechnicianReading, visit: Visit) -> tuple[Step, ...]:
    """Days are the office's to plan."""
    reason = f"Technician asks for another day (job {visit.job_number})"
    told = TellOffice(reason, words, visit.job_id)
    return AddToJob(visit.job_id, words), told, KeepWords(), echo("schedule", visit)
