"""A technician's commands move their own visits. An illegal one is explained, and none is guessed
between two jobs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from bot.context import Context, PromptKind, Visit
from bot.crew import moves, questions, troubles
from bot.crew.asking import ask_which, options_meant, unmarked
from bot.crew.choosing import settled
from bot.reading.technician import TechnicianReading, read_technician
from bot.reading.visits import Command, meant_visit
from bot.steps import CloseQuestion, Decision, Say, Step, TellOffice

_WITH_VISIT = Callable[[str, TechnicianReading, Visit], tuple[Step, ...]]
_WITHOUT = Callable[[str, Context, TechnicianReading], tuple[Step, ...]]
_QUESTIONS = frozenset({PromptKind.WHICH_JOB, PromptKind.DONE_HOW})


def take_command(words: str, context: Context, reading: TechnicianReading) -> Decision | None:
    """The steps for the command; a question where several visits fit; None where nothing was
    understood.
    """
    reading = settled(words, context.visits, _with_its_picture(words, context, reading))
    if reading.command is Command.SCHEDULE and reading.visit is None and _is_of_no_job(reading):
        return _decided(questions.own_days(words, context, reading), reading)
    if reading.command in _WITHOUT_VISIT:
        return _decided(_WITHOUT_VISIT[reading.command](words, context, reading), reading)
    doing = _ON_VISIT.get(reading.command)
    if doing is None:
        return None
    if reading.visit is None:
        return _decided(ask_which(words, context, reading), reading)
    return _decided((*doing(words, reading, reading.visit), *_rest(words, reading)), reading)


def _with_its_picture(
    words: str, context: Context, reading: TechnicianReading
) -> TechnicianReading:
    """A picture with words that are no command is a note."""
    if reading.command is not Command.OTHER or not context.has_media:
        return reading
    visit = meant_visit(Command.NOTE, words, context.visits)
    return replace(reading, command=Command.NOTE, visit=visit, why="a picture")


def _is_of_no_job(reading: TechnicianReading) -> bool:
    return not reading.also


def hear_choice(words: str, context: Context) -> Decision | None:
    """The answer to "which job?" or "how did it end?": the option is a whole command, read as if
    typed.
    """
    prompt = context.prompt
    if prompt is None or prompt.expired or prompt.kind not in _QUESTIONS:
        return None
    meant = options_meant(words.strip(" .#!"), prompt.options)
    if not meant:
        return None
    option, visits = unmarked(meant[0], context.visits)
    # Of a job that stands in the list twice, its number is asked about once more.
    visits = visits if len(meant) == 1 else context.visits
    decision = take_command(option, context, read_technician(option, visits))
    if decision is None:
        return None
    return Decision(decision.flow, (CloseQuestion("answered"), *decision.steps), decision.why)


def _rest(words: str, reading: TechnicianReading) -> tuple[Step, ...]:
    """Two commands in one text: the first is done, the office hears of the rest."""
    if not reading.also or reading.visit is None:
        return ()
    numbers = ", ".join(dict.fromkeys(str(each.job_number) for each in reading.also))
    told = TellOffice(
        f"One text named several jobs; {numbers} still to do", words, reading.visit.job_id
    )
    return told, Say("technician/one_at_a_time", {"number": numbers})


def _decided(steps: tuple[Step, ...], reading: TechnicianReading) -> Decision:
    number = f" {reading.job_number}" if reading.job_number else ""
    return Decision("technician", steps, f"{reading.why} → {reading.command.value}{number}")


_ON_VISIT: Mapping[Command, _WITH_VISIT] = {
    Command.ACCEPT: moves.take,
    Command.DECLINE: moves.hand_back,
    Command.ENROUTE: moves.travel,
    Command.ARRIVED: moves.reach,
    Command.COMPLETE: moves.end,
    Command.NOTE: troubles.note,
    Command.LATE: troubles.late,
    Command.NO_ACCESS: troubles.shut_out,
    Command.PARTS: troubles.parts,
    Command.APPROVAL: troubles.money,
    Command.PAUSE: troubles.pause,
    Command.SCHEDULE: troubles.another_day,
}
_WITHOUT_VISIT: Mapping[Command, _WITHOUT] = {
    Command.JOBS: questions.list_jobs,
    Command.COMMANDS: questions.list_commands,
    Command.ACKNOWLEDGE: questions.acknowledge,
    Command.HELP: questions.call_office,
    Command.UNDO: questions.undo,
}
