"""A technician's commands move their own visits. An illegal one is explained, and none is guessed
between two jobs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.context import Context, PromptKind, Visit, VisitStage
from bot.places import numbered
from bot.reading.technician import TechnicianReading, read_technician
from bot.reading.visits import FITS, Command
from bot.steps import (
    AcceptOffer,
    Acknowledge,
    AddToJob,
    Arrive,
    Ask,
    CloseQuestion,
    Decision,
    FinishVisit,
    PassOffer,
    Say,
    StartTravel,
    Step,
    TellOffice,
)

_WITH_VISIT = Callable[[str, TechnicianReading, Visit], tuple[Step, ...]]
_WITHOUT = Callable[[str, Context, TechnicianReading], tuple[Step, ...]]


def take_command(words: str, context: Context, reading: TechnicianReading) -> Decision | None:
    """The steps for the command; a question where several visits fit; None where nothing was
    understood.
    """
    if reading.command in _WITHOUT_VISIT:
        return _decided(_WITHOUT_VISIT[reading.command](words, context, reading), reading)
    doing = _ON_VISIT.get(reading.command)
    if doing is None:
        return None
    if reading.visit is None:
        return _decided(_ask_which(words, context, reading), reading)
    return _decided((*doing(words, reading, reading.visit), *_rest(words, reading)), reading)


def hear_choice(words: str, context: Context) -> Decision | None:
    """The answer to "which job?" or "how did it end?": the option is a whole command, read as if
    typed.
    """
    prompt = context.prompt
    if (
        prompt is None
        or prompt.expired
        or prompt.kind not in (PromptKind.WHICH_JOB, PromptKind.DONE_HOW)
    ):
        return None
    option = _option(words.strip(" .#!"), prompt.options)
    if option is None:
        return None
    decision = take_command(option, context, read_technician(option, context.visits))
    if decision is None:
        return None
    return Decision(decision.flow, (CloseQuestion("answered"), *decision.steps), decision.why)


def _option(said: str, options: tuple[str, ...]) -> str | None:
    if said.isdigit() and 1 <= int(said) <= len(options):
        return options[int(said) - 1]
    naming = [option for option in options if said.isdigit() and said in option.split()]
    return naming[0] if len(naming) == 1 else None


def _accept(_words: str, _reading: TechnicianReading, visit: Visit) -> tuple[Step, ...]:
    return AcceptOffer(visit.assignment_id), _echo("accepted", visit)


def _pass(_words: str, reading: TechnicianReading, visit: Visit) -> tuple[Step, ...]:
    return PassOffer(visit.assignment_id, reading.reason or ""), _echo("passed", visit)


def _travel(_words: str, reading: TechnicianReading, visit: Visit) -> tuple[Step, ...]:
    """On the way to what was only offered accepts it first."""
    accepted = (AcceptOffer(visit.assignment_id),) if visit.stage is VisitStage.OFFERED else ()
    started = StartTravel(visit.appointment_id, reading.eta_minutes)
    if reading.eta_minutes is None:
        return (*accepted, started, _echo("on_the_way", visit))
    values = {"number": str(visit.job_number), "minutes": str(reading.eta_minutes)}
    return (*accepted, started, Say("technician/on_the_way_eta", values))


def _arrive(_words: str, _reading: TechnicianReading, visit: Visit) -> tuple[Step, ...]:
    return Arrive(visit.appointment_id), _echo("arrived", visit)


def _finish(_words: str, reading: TechnicianReading, visit: Visit) -> tuple[Step, ...]:
    outcome = reading.outcome or ("fixed" if reading.note else None)
    if outcome is None:
        options = tuple(f"DONE {visit.job_number} {how}" for how in "123")
        values = {"number": str(visit.job_number)}
        return (
            Ask(PromptKind.DONE_HOW, "technician/done_how", values, options, job_id=visit.job_id),
        )
    return FinishVisit(visit.appointment_id, outcome, reading.note or ""), _echo(
        f"done_{outcome}", visit
    )


def _note(words: str, _reading: TechnicianReading, visit: Visit) -> tuple[Step, ...]:
    return AddToJob(visit.job_id, words), _echo("noted", visit)


def _telling(reason: str, text: str) -> _WITH_VISIT:
    """What only the office can settle: on the job for all to see, and a task for them."""

    def steps(words: str, _reading: TechnicianReading, visit: Visit) -> tuple[Step, ...]:
        told = TellOffice(f"{reason} (job {visit.job_number})", words, visit.job_id)
        return AddToJob(visit.job_id, words), told, _echo(text, visit)

    return steps


def _rest(words: str, reading: TechnicianReading) -> tuple[Step, ...]:
    """Two commands in one text: the first is done, the office hears of the rest."""
    if not reading.also or reading.visit is None:
        return ()
    numbers = ", ".join(str(each.job_number) for each in reading.also)
    told = TellOffice(
        f"One text named several jobs; {numbers} still to do", words, reading.visit.job_id
    )
    return told, Say("technician/one_at_a_time", {"number": numbers})


def _ask_which(words: str, context: Context, reading: TechnicianReading) -> tuple[Step, ...]:
    stages = FITS[reading.command]
    fitting = tuple(each for each in context.visits if each.stage in stages)
    if not fitting:
        return (Say("technician/none_fits"),)
    keyword = _TYPED.get(reading.command, "NOTE")
    said = " ".join(words.split())[:MOST_CARRIED]
    options = tuple(_whole(keyword, each, reading, said) for each in fitting)
    listed = numbered(tuple(f"#{each.job_number} {each.summary}" for each in fitting))
    return (Ask(PromptKind.WHICH_JOB, "technician/which_job", {"jobs": listed}, options),)


def _whole(keyword: str, visit: Visit, reading: TechnicianReading, said: str) -> str:
    """The command as typed with its number, so that the answer needs no memory."""
    extras = {
        Command.ENROUTE: str(reading.eta_minutes or ""),
        Command.COMPLETE: f"{_OUTCOME_DIGIT.get(reading.outcome or '', '')} {reading.note or ''}",
        Command.DECLINE: reading.reason or "",
        Command.ACCEPT: "",
        Command.ARRIVED: "",
    }
    return f"{keyword} {visit.job_number} {extras.get(reading.command, said)}".strip()


def _jobs(_words: str, context: Context, _reading: TechnicianReading) -> tuple[Step, ...]:
    if not context.visits:
        return (Say("technician/no_jobs"),)
    listed = "\n".join(
        f"#{each.job_number} {each.summary}" for each in context.visits[:MOST_LISTED]
    )
    return (Say("technician/jobs", {"jobs": listed}),)


def _commands(_words: str, _context: Context, _reading: TechnicianReading) -> tuple[Step, ...]:
    return (Say("technician/commands"),)


def _acknowledge(_words: str, context: Context, reading: TechnicianReading) -> tuple[Step, ...]:
    """Without a number only the sole open emergency is meant; of one that is taken, the trade says who has it."""
    waiting = context.unacknowledged
    number = reading.number
    if number is None and len(waiting) > 1:
        listed = ", ".join(str(each) for each in waiting)
        return (Say("technician/ack_which", {"numbers": listed}),)
    if number is None and not waiting:
        return (Say("technician/ack_none"),)
    number = waiting[0] if number is None else number
    return Acknowledge(number), Say("technician/acknowledged", {"number": str(number)})


def _office(words: str, context: Context, reading: TechnicianReading) -> tuple[Step, ...]:
    job = reading.visit.job_id if reading.visit else None
    del context
    return TellOffice("A technician needs the office", words, job), Say("technician/office_told")


def _undo(words: str, _context: Context, _reading: TechnicianReading) -> tuple[Step, ...]:
    return TellOffice("A technician wants their last step undone", words), Say(
        "technician/office_told"
    )


def _echo(name: str, visit: Visit) -> Say:
    return Say(f"technician/{name}", {"number": str(visit.job_number)})


def _decided(steps: tuple[Step, ...], reading: TechnicianReading) -> Decision:
    number = f" {reading.job_number}" if reading.job_number else ""
    return Decision("technician", steps, f"{reading.why} → {reading.command.value}{number}")


MOST_LISTED = 8
MOST_CARRIED = 300
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
}
_ON_VISIT: Mapping[Command, _WITH_VISIT] = {
    Command.ACCEPT: _accept,
    Command.DECLINE: _pass,
    Command.ENROUTE: _travel,
    Command.ARRIVED: _arrive,
    Command.COMPLETE: _finish,
    Command.NOTE: _note,
    Command.LATE: _telling("Technician running late", "late"),
    Command.NO_ACCESS: _telling("No access", "no_access"),
    Command.PARTS: _telling("Parts needed", "parts"),
    Command.APPROVAL: _telling("Needs an approval", "approval"),
    Command.PAUSE: _telling("Left, will be back", "paused"),
    Command.SCHEDULE: _telling("Technician asks for another day", "schedule"),
}
_WITHOUT_VISIT: Mapping[Command, _WITHOUT] = {
    Command.JOBS: _jobs,
    Command.COMMANDS: _commands,
    Command.ACKNOWLEDGE: _acknowledge,
    Command.HELP: _office,
    Command.UNDO: _undo,
}
