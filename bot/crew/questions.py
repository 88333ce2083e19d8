"""What a technician asks, and what is about no visit: the list, the way in, the office, an emergency, UNDO.

Access is told only for an accepted visit and only on its day.
"""

from __future__ import annotations

from bot.context import Context, Visit, VisitStage
from bot.crew.asking import ask_which
from bot.reading import crew_words as talk
from bot.reading.technician import TechnicianReading
from bot.reading.text import sentences
from bot.steps import Acknowledge, KeepWords, Say, Step, TellOffice, UndoLast

MOST_LISTED = 8


def list_jobs(_words: str, context: Context, _reading: TechnicianReading) -> tuple[Step, ...]:
    """Their visits and offers, oldest first."""
    if not context.visits:
        return (Say("technician/no_jobs"),)
    listed = "\n".join(_line(each) for each in context.visits[:MOST_LISTED])
    return (Say("technician/jobs", {"jobs": listed}),)


def _line(visit: Visit) -> str:
    offered = " (A/P?)" if visit.stage is VisitStage.OFFERED else ""
    where = ", ".join(part for part in (visit.window, visit.place) if part)
    return f"#{visit.job_number}{offered} {where}{': ' if where else ''}{visit.summary}"


def list_commands(_words: str, _context: Context, _reading: TechnicianReading) -> tuple[Step, ...]:
    """The commands."""
    return (Say("technician/commands"),)


def own_days(words: str, context: Context, reading: TechnicianReading) -> tuple[Step, ...]:
    """About no visit: a question is answered with the list, days off go to the office."""
    asks = talk.QUESTION.said(sentences(words)) is not None
    if asks:
        return list_jobs(words, context, reading)
    told = TellOffice("A technician writes about their days", words)
    return told, KeepWords(), Say("technician/office_told")


def call_office(words: str, context: Context, reading: TechnicianReading) -> tuple[Step, ...]:
    """What we may tell is told at once; everything else reaches a person."""
    said = sentences(words)
    way_in = talk.WAY_IN.mentioned(said)
    if not way_in and not talk.WHEREABOUTS.mentioned(said):
        return _to_the_office(words, reading)
    theirs = [each for each in context.visits if each.stage is not VisitStage.OFFERED]
    if reading.visit is None and len(theirs) > 1:
        return ask_which(words, context, reading)
    if reading.visit is None or reading.visit.stage is VisitStage.OFFERED:
        return _to_the_office(words, reading)
    return _told(reading.visit, talk.WAY_IN if way_in else talk.WHEREABOUTS) or (
        _to_the_office(words, reading)
    )


def _told(visit: Visit, asked: object) -> tuple[Step, ...]:
    number = {"number": str(visit.job_number)}
    if asked is talk.WHEREABOUTS:
        values = {**number, "place": visit.place, "window": visit.window}
        return (Say("technician/address", values),) if visit.place else ()
    if not visit.is_today:
        return (Say("technician/way_in_later", number),)
    return (Say("technician/way_in", {**number, "access": visit.access}),) if visit.access else ()


def _to_the_office(words: str, reading: TechnicianReading) -> tuple[Step, ...]:
    job_id = reading.visit.job_id if reading.visit else None
    told = TellOffice("A technician needs the office", words, job_id)
    return told, KeepWords(), Say("technician/office_told")


def acknowledge(_words: str, context: Context, reading: TechnicianReading) -> tuple[Step, ...]:
    """Without a number only the sole open emergency is meant; of one that is taken, the trade says who has it."""
    waiting = context.unacknowledged
    number = reading.number
    if number is None and len(waiting) > 1:
        listed = ", ".join(str(each) for each in waiting)
        return (Say("technician/ack_which", {"numbers": listed}),)
    if number is None and not waiting:
        return (Say("technician/ack_none"),)
    number = waiting[0] if number is None else number
    said = Say("technician/acknowledged", {"number": str(number)})
    return Acknowledge(number), KeepWords(), said


def undo(_words: str, _context: Context, _reading: TechnicianReading) -> tuple[Step, ...]:
    """The trade knows what the last step was, and says what was undone."""
    return (UndoLast(),)
