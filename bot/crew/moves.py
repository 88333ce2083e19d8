"""The moves of one visit: taken, passed, travelled to, reached, finished. Each is echoed with its job's number."""

from __future__ import annotations

from bot.context import PromptKind, Visit, VisitStage
from bot.crew.asking import marked
from bot.reading.technician import TechnicianReading
from bot.steps import (
    AcceptBoth,
    AcceptOffer,
    Arrive,
    Ask,
    FinishVisit,
    PassOffer,
    Say,
    StartTravel,
    Step,
)


def take(_words: str, reading: TechnicianReading, visit: Visit) -> tuple[Step, ...]:
    """The offer is accepted."""
    taking = AcceptBoth if reading.takes_both else AcceptOffer
    return taking(visit.assignment_id), echo("accepted", visit)


def hand_back(_words: str, reading: TechnicianReading, visit: Visit) -> tuple[Step, ...]:
    """The offer is passed on, or the visit handed back."""
    return PassOffer(visit.assignment_id, reading.reason or ""), echo("passed", visit)


def travel(_words: str, reading: TechnicianReading, visit: Visit) -> tuple[Step, ...]:
    """On the way to what was only offered accepts it first."""
    accepted = (AcceptOffer(visit.assignment_id),) if visit.stage is VisitStage.OFFERED else ()
    started = StartTravel(visit.appointment_id, reading.eta_minutes)
    if reading.eta_minutes is None:
        return (*accepted, started, echo("on_the_way", visit))
    values = {"number": str(visit.job_number), "minutes": str(reading.eta_minutes)}
    return (*accepted, started, Say("technician/on_the_way_eta", values))


def reach(_words: str, _reading: TechnicianReading, visit: Visit) -> tuple[Step, ...]:
    """On site."""
    return Arrive(visit.appointment_id), echo("arrived", visit)


def end(_words: str, reading: TechnicianReading, visit: Visit) -> tuple[Step, ...]:
    """Finished; where it is not said how, that is asked."""
    outcome = reading.outcome or ("fixed" if reading.note else None)
    if outcome is None:
        options = tuple(marked(visit, f"DONE {visit.job_number} {how}") for how in "123")
        values = {"number": str(visit.job_number)}
        return (
            Ask(PromptKind.DONE_HOW, "technician/done_how", values, options, job_id=visit.job_id),
        )
    finished = FinishVisit(visit.appointment_id, outcome, reading.note or "")
    return finished, echo(f"done_{outcome}", visit)


def echo(name: str, visit: Visit) -> Say:
    """What was done, with the job's number."""
    return Say(f"technician/{name}", {"number": str(visit.job_number)})
