"""Asks a technician which job is meant. Never guesses; each offered answer is a whole command by itself."""

from __future__ import annotations

from collections.abc import Mapping

from bot.context import Context, PromptKind, Visit
from bot.crew.choosing import asked_among
from bot.places import numbered
from bot.reading.technician import TechnicianReading
from bot.reading.visits import FITS, Command
from bot.steps import Ask, Say, Step

# Before an offered command: the assignment it is about, as one job may have several visits.
MARK = "@"
MOST_CARRIED = 300
MOST_ASKED_ABOUT = 9
_OUTCOME_DIGIT = {"fixed": "1", "temporary": "2", "return": "3"}
_TYPED: Mapping[Command, str] = {
    Command.ACCEPT: "A",
    Command.DECLINE: "P",
    Command.ENROUTE: "OMW",
    Command.ARRIVED: "HERE",
    Command.COMPLETE: "DONE",
    Command.NO_ACCESS: "NOACCESS",
    Command.LATE: "LATE",
    Command.PARTS: "PARTS",
    Command.APPROVAL: "NTE",
    Command.PAUSE: "PAUSE",
    Command.SCHEDULE: "SCHEDULE",
    Command.HELP: "OFFICE",
}


def ask_which(words: str, context: Context, reading: TechnicianReading) -> tuple[Step, ...]:
    """One numbered question over the visits that fit; where none does, that is said."""
    stages, among = FITS[reading.command], asked_among(reading, context.visits)
    fitting = tuple(each for each in among if each.stage in stages)[:MOST_ASKED_ABOUT]
    if not fitting:
        return (Say("technician/none_fits"),)
    said = " ".join(words.split())[:MOST_CARRIED]
    options = tuple(marked(each, _whole(each, reading, said)) for each in fitting)
    return (Ask(PromptKind.WHICH_JOB, "technician/which_job", {"jobs": _listed(fitting)}, options),)


def _listed(visits: tuple[Visit, ...]) -> str:
    """By job; where a job stands in the list twice, by day and time."""
    numbers = [each.job_number for each in visits]
    lines = (
        f"#{each.job_number} {_when(each) if numbers.count(each.job_number) > 1 else each.summary}"
        for each in visits
    )
    return numbered(tuple(lines))


def _when(visit: Visit) -> str:
    return visit.window or visit.summary


def marked(visit: Visit, command: str) -> str:
    """The command, bound to this visit and to no other of its job."""
    return f"{MARK}{visit.assignment_id} {command}"


def unmarked(option: str, visits: tuple[Visit, ...]) -> tuple[str, tuple[Visit, ...]]:
    """The offered command, and the visits without the others of its job: also where the one meant is gone by now."""
    mark, _, command = option.partition(" ")
    if not mark.startswith(MARK):
        return option, visits
    number = command.split()[1]
    meant = tuple(
        each
        for each in visits
        if str(each.assignment_id) == mark.removeprefix(MARK) or str(each.job_number) != number
    )
    return command, meant


def options_meant(said: str, options: tuple[str, ...]) -> tuple[str, ...]:
    """The offered commands that a number of the list, or a job's number, stands for."""
    if not said.isdigit():
        return ()
    if 1 <= int(said) <= len(options):
        return (options[int(said) - 1],)
    return tuple(option for option in options if said in _head(option))


def _head(option: str) -> list[str]:
    words = option.split()
    return words[1:3] if option.startswith(MARK) else words[:2]


def _whole(visit: Visit, reading: TechnicianReading, said: str) -> str:
    """The command as typed with its number, so that the answer needs no memory."""
    keyword = _TYPED.get(reading.command, "NOTE")
    extras = {
        Command.ENROUTE: str(reading.eta_minutes or ""),
        Command.COMPLETE: f"{_OUTCOME_DIGIT.get(reading.outcome or '', '')} {reading.note or ''}",
        Command.DECLINE: reading.reason or "",
        Command.ACCEPT: "",
        Command.ARRIVED: "",
    }
    return f"{keyword} {visit.job_number} {extras.get(reading.command, said)}".strip()
