"""Which of a technician's visits a command means. Refuses to guess where more than one fits."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum

from bot.context import Visit, VisitStage


class Command(StrEnum):
    """What a technician's text asks Fixline to do."""

    ACCEPT = "accept"
    DECLINE = "decline"
    ENROUTE = "enroute"
    ARRIVED = "arrived"
    COMPLETE = "complete"
    PAUSE = "pause"
    PARTS = "parts_needed"
    NOTE = "note"
    LATE = "running_late"
    NO_ACCESS = "no_access"
    APPROVAL = "need_approval"
    HELP = "help"
    JOBS = "jobs"
    COMMANDS = "commands"
    SCHEDULE = "schedule"
    ACKNOWLEDGE = "acknowledge"
    UNDO = "undo"
    OTHER = "other"


_OFFERED = (VisitStage.OFFERED,)
_WORKING = (VisitStage.ON_SITE, VisitStage.EN_ROUTE, VisitStage.DISPATCHED)
# Which stages a command may mean, the likeliest first; the first stage with any visit must have
# exactly one.
FITS: Mapping[Command, tuple[VisitStage, ...]] = {
    Command.ACCEPT: _OFFERED,
    Command.DECLINE: (VisitStage.OFFERED, VisitStage.DISPATCHED),
    Command.ENROUTE: (VisitStage.DISPATCHED, VisitStage.OFFERED),
    Command.ARRIVED: (VisitStage.EN_ROUTE, VisitStage.DISPATCHED),
    Command.COMPLETE: _WORKING,
    Command.PAUSE: _WORKING,
    Command.PARTS: _WORKING,
    Command.NOTE: _WORKING,
    Command.APPROVAL: _WORKING,
    Command.HELP: _WORKING,
    Command.LATE: (VisitStage.EN_ROUTE, VisitStage.DISPATCHED),
    Command.NO_ACCESS: (VisitStage.ON_SITE, VisitStage.EN_ROUTE),
    Command.SCHEDULE: (VisitStage.DISPATCHED,),
    Command.UNDO: (),
    Command.JOBS: (),
    Command.COMMANDS: (),
    Command.ACKNOWLEDGE: (),
    Command.OTHER: (),
}
_NUMBERS = re.compile(
    r"(?<![\d.$:])#?(\d{1,7})(?![\d:])(?!\s*(?:min|hr|hour|%|ft|am\b|pm\b|big\b))", re.IGNORECASE
)
_ORDINALS = (
    (re.compile(r"\b(?:1st|first|primer[ao]?)\b"), 0),
    (re.compile(r"\b(?:2nd|second|segund[ao])\b"), 1),
)
SHORTEST_TAIL = 2
JOB_NUMBER_DIGITS = 4


def meant_visit(command: Command, text: str, visits: tuple[Visit, ...]) -> Visit | None:
    """The visit named by number, or the only one that fits; None means ask."""
    named = _named(text, visits)
    named = named[:1] if _is_sequence(text) else named
    if named:
        return named[0] if len(named) == 1 else None
    if names_unknown_job(text, visits):
        return None
    return _by_order(command, text, visits) or _only(command, visits)


def all_named(text: str, visits: tuple[Visit, ...]) -> tuple[Visit, ...]:
    """Every visit whose number stands in the text."""
    return tuple(_named(text, visits))


def names_unknown_job(text: str, visits: tuple[Visit, ...]) -> bool:
    """A number written like a job number (1042 style) which is none of theirs."""
    known = {str(each.job_number) for each in visits}
    tagged = re.findall(r"(?:#|\bjob ?#? ?)(\d{3,7})\b", text, re.IGNORECASE)
    leading = re.findall(r"^\s*[A-Za-z]{1,8}\s+#?(\d{4,7})\b(?!\s*(?:min|total))", text)
    return any(number not in known for number in (*tagged, *leading))


def _named(text: str, visits: tuple[Visit, ...]) -> list[Visit]:
    found: dict[int, Visit] = {}
    for number in _NUMBERS.findall(text):
        for visit in _matching(number, visits):
            found[visit.assignment_id] = visit
    return list(found.values())


def _matching(number: str, visits: tuple[Visit, ...]) -> list[Visit]:
    exact = [each for each in visits if str(each.job_number) == number]
    tails = [each for each in visits if str(each.job_number).endswith(number)]
    if exact or not SHORTEST_TAIL < len(number) <= JOB_NUMBER_DIGITS:
        return exact
    return tails if len(tails) == 1 else []


def _is_sequence(text: str) -> bool:
    """In "done w 1042 omw to 1047" are two commands: the first is done, the rest noted."""
    return (
        re.search(r"\b(?:omw|otw|then|next|now|luego|headed|heading)\b", text, re.IGNORECASE)
        is not None
    )


def _by_order(command: Command, text: str, visits: tuple[Visit, ...]) -> Visit | None:
    if command not in (Command.ACCEPT, Command.DECLINE):
        return None
    offers = [each for each in visits if each.stage is VisitStage.OFFERED]
    for pattern, at in _ORDINALS:
        if pattern.search(text.lower()) and at < len(offers):
            return offers[at]
    return None


def _only(command: Command, visits: tuple[Visit, ...]) -> Visit | None:
    for stage in FITS[command]:
        there = [each for each in visits if each.stage is stage]
        if there:
            return there[0] if len(there) == 1 else None
    return None
