"""Which of a job's visits a number means: the one whose stage fits the command. Never guesses between two that do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.context import Visit, VisitStage
from bot.reading.technician import TechnicianReading, read_as
from bot.reading.visits import FITS, Command

# Where another visit of the same job is under way, these mean that one: said again, not of the next.
_STAGES: Mapping[Command, tuple[VisitStage, ...]] = {
    Command.ENROUTE: (VisitStage.EN_ROUTE, VisitStage.DISPATCHED, VisitStage.OFFERED),
    Command.ARRIVED: (VisitStage.EN_ROUTE, VisitStage.ON_SITE, VisitStage.DISPATCHED),
}
# What is said of the job is the same whichever of its visits is meant.
_OF_THE_JOB = frozenset({Command.NOTE, Command.APPROVAL, Command.HELP, Command.SCHEDULE})


def settled(words: str, visits: tuple[Visit, ...], reading: TechnicianReading) -> TechnicianReading:
    """The reading with the one visit that a repeated job number means; without a visit, and with those that fit in
    `also`, where it must be asked. One that names no job twice is left as it is.
    """
    candidates = _of_one_job(reading)
    if len(candidates) < 2:
        return reading
    fitting = _fitting(reading.command, candidates)
    if len(fitting) > 1:
        return replace(reading, visit=None, also=fitting)
    # Where none fits, the trade says of the first why not.
    meant = fitting[0] if fitting else candidates[0]
    others = frozenset(each.assignment_id for each in candidates if each is not meant)
    rest = tuple(each for each in visits if each.assignment_id not in others)
    again = read_as(reading.command, reading.why, words, rest)
    also = tuple(each for each in reading.also if each.job_number != meant.job_number)
    return replace(again, visit=meant, also=also)


def asked_among(reading: TechnicianReading, visits: tuple[Visit, ...]) -> tuple[Visit, ...]:
    """What a question is about: the visits of the one job that is named, else all."""
    return _of_one_job(reading) if reading.visit is None and reading.also else visits


def _of_one_job(reading: TechnicianReading) -> tuple[Visit, ...]:
    """The visits named by one and the same job number; none where several jobs are named and none is first."""
    named = (*((reading.visit,) if reading.visit else ()), *reading.also)
    numbers = {each.job_number for each in named}
    if reading.visit is None and len(numbers) != 1:
        return ()
    return tuple(each for each in named if each.job_number == named[0].job_number)


def _fitting(command: Command, candidates: tuple[Visit, ...]) -> tuple[Visit, ...]:
    """Those at the likeliest stage that any is at; of several the one whose day it is."""
    stages = _STAGES.get(command, FITS.get(command, ()))
    if command is Command.NO_ACCESS:
        return tuple(each for each in candidates if each.stage in stages)
    at_stages = (tuple(each for each in candidates if each.stage is stage) for stage in stages)
    there = next((each for each in at_stages if each), ())
    today = tuple(each for each in there if each.is_today)
    fitting = today if len(today) == 1 else there
    return fitting[:1] if command in _OF_THE_JOB else fitting
