"""Asks a technician which job is meant. Never guesses; each offered answer is a whole command by itself."""

from __future__ import annotations

from collections.abc import Mapping

from bot.context import Context, PromptKind, Visit
from bot.places import numbered
from bot.reading.technician import TechnicianReading
from bot.reading.visits import FITS, Command
from bot.steps import Ask, Say, Step

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
    stages = FITS[reading.command]
    fitting = tuple(each for each in context.visits if each.stage in stages)[:MOST_ASKED_ABOUT]
    if not fitting:
        return (Say("technician/none_fits"),)
    said = " ".join(words.split())[:MOST_CARRIED]
    options = tuple(_whole(each, reading, said) for each in fitting)
    listed = numbered(tuple(f"#{each.job_number} {each.summary}" for each in fitting))
    return (Ask(PromptKind.WHICH_JOB, "technician/which_job", {"jobs": listed}, options),)


def option_meant(said: str, options: tuple[str, ...]) -> str | None:
    """The offered command that a number of the list, or a job's number, stands for."""
    if not said.isdigit():
        return None
    if 1 <= int(said) <= len(options):
        return options[int(said) - 1]
    naming = [option for option in options if said in option.split()[:2]]
    return naming[0] if len(naming) == 1 else None


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
