"""Reads a technician's text: which command, about which visit, with which figures. Asks rather
than guesses a job.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.context import Visit, VisitStage
from bot.reading import technician_words as words
from bot.reading.lexicon import Lexicon
from bot.reading.text import bare, sentences
from bot.reading.visits import Command, all_named, meant_visit


@dataclass(frozen=True)
class TechnicianReading:
    """What was understood.

    visit: the one visit that is meant, or None where the technician must be asked (or none is
    needed).
    number: the number after ACK, which need be no visit of theirs.
    outcome: "fixed", "temporary", "return" or None. also: other visits named in the same text.
    why: the words that decided.
    """

    command: Command
    visit: Visit | None
    number: int | None = None
    eta_minutes: int | None = None
    amount: float | None = None
    outcome: str | None = None
    reason: str | None = None
    note: str | None = None
    also: tuple[Visit, ...] = ()
    why: str = ""

    @property
    def job_number(self) -> int | None:
        """The job that is meant, or None: ask."""
        return self.visit.job_number if self.visit else None


_KEYWORDS: dict[str, Command] = {
    "a": Command.ACCEPT, "accept": Command.ACCEPT, "p": Command.DECLINE, "pass": Command.DECLINE,
    "omw": Command.ENROUTE, "late": Command.LATE, "here": Command.ARRIVED, "done": Command.COMPLETE,
    "dn": Command.COMPLETE, "noaccess": Command.NO_ACCESS, "parts": Command.PARTS, "nte":
    Command.APPROVAL,
    "note": Command.NOTE, "nota": Command.NOTE, "fyi": Command.NOTE, "tell": Command.NOTE, "jobs":
    Command.JOBS, "cmd": Command.COMMANDS,
    "help": Command.COMMANDS, "info": Command.COMMANDS, "ayuda": Command.COMMANDS, "office":
    Command.HELP,
    "oficina": Command.HELP, "undo": Command.UNDO, "ack": Command.ACKNOWLEDGE, "listo":
    Command.COMPLETE,
}  # fmt: skip
# Not keywords where a plain word follows: "here is a note", "done for the day", "late lunch".
_NOT_KEYWORD = re.compile(
    r"^(?:here (?:is|are|s)|p trap|done for|a (?!\d)[a-z]+ [a-z]+|parts? (?:came|arrived|in)"
    r"|office (?:is|was))\b"
)
# The first that speaks wins: what would be lost by the next reading stands before it.
_PLAIN: tuple[tuple[Command, Lexicon], ...] = (
    (Command.ACKNOWLEDGE, words.ACK),
    (Command.UNDO, words.UNDO),
    (Command.PAUSE, words.PAUSE),
    (Command.SCHEDULE, words.SCHEDULE),
    (Command.JOBS, words.JOBS),
    (Command.APPROVAL, words.APPROVAL),
    (Command.PARTS, words.PARTS),
    (Command.NO_ACCESS, words.NO_ACCESS),
    (Command.LATE, words.LATE),
    (Command.COMPLETE, words.COMPLETE),
    (Command.ENROUTE, words.ENROUTE),
    (Command.HELP, words.HELP),
    (Command.NOTE, words.NOTE),
    (Command.ARRIVED, words.ARRIVED),
)
_OFFER_ANSWERS: tuple[tuple[Command, Lexicon], ...] = (
    (Command.DECLINE, words.DECLINE),
    (Command.ACCEPT, words.ACCEPT),
)
# A bare "no" gives back nothing that was accepted.
_HANDS_BACK = (Command.DECLINE, words.HAND_BACK)
_PARTS_OVER_PAUSE = re.compile(r"\b(?:need|ordered|waiting on)\b.*\bparts?\b|\bordered\b")
_MINUTES = re.compile(r"\b(\d{1,3}) ?(?:m|min|mins|minutes?|minutos?)\b")
_HOURS = re.compile(r"\b(?:(\d{1,2})(?: more)?|an?|una|one) ?(?:h|hr|hrs|hours?|horas?)\b")
_BARE_ETA = re.compile(
    r"\b(?:omw|otw|late|way|in|out|another|prob|about|traffic|behind|camino|en"
    r"|tarde)\b[ ,]*(?:in |like |about |prob )?(\d{1,3})\b(?![:.\d])(?! ?(?:hr|hour|h\b))"
)
_AMOUNT = re.compile(
    r"\$ ?(\d[\d,]*(?:\.\d\d)?)|\b(\d{2,6}(?:\.\d\d)?)(?= ?(?:installed|total|bucks|dollars"
    r"|dolares|usd))|\b(?:nte|for|ok for|por|up to)\b ?(\d{2,6}(?:\.\d\d)?)\b(?! ?(?:min|hr|ft"
    r"|pm|am))",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"^\W*(?:#?\d{3,7}\W+)?(?:done|dn|complete[d]?|finished|fixed|all (?:set|done"
    r"|good)(?: here)?|listo|note|nota|fyi|pass|p|"
    r"parts|nte|noaccess|late|office|tell the office|decline|paso|termin[eé])\b(?:\W*(?:with"
    r"|w)?\W*#?\d{4,7}\b)?(?:\W*[123]\b(?!\w))?[\s,.:;-]*",
    re.IGNORECASE,
)
# "A1042" and "OMW25", as thumbs type them.
_GLUED = re.compile(r"^\s*(a|p|omw|ack|done|here|late)(\d{1,7})\b", re.IGNORECASE)
MOST_MINUTES = 600
_REASONED = frozenset(
    {Command.DECLINE, Command.NO_ACCESS, Command.LATE, Command.APPROVAL, Command.PAUSE}
)
_TIMED = frozenset({Command.ENROUTE, Command.LATE, Command.PAUSE})
_PRICED = frozenset({Command.APPROVAL, Command.COMPLETE})


def read_technician(text: str, visits: tuple[Visit, ...]) -> TechnicianReading:
    """The command, the one visit it means, and what was said beside it."""
    text = _GLUED.sub(r"\1 \2", text)
    command, why = _command(text, visits)
    visit = meant_visit(command, text, visits)
    rest = _LEAD.sub("", text, count=1).strip() or None
    return TechnicianReading(
        command=command,
        visit=visit,
        number=_number(text) if command is Command.ACKNOWLEDGE else None,
        eta_minutes=_minutes(text) if command in _TIMED else None,
        amount=_amount(text, visit) if command in _PRICED else None,
        outcome=_outcome(text) if command is Command.COMPLETE else None,
        reason=rest if command in _REASONED else None,
        note=rest if command not in _REASONED else None,
        also=tuple(each for each in all_named(text, visits) if each is not visit),
        why=why,
    )


def _command(text: str, visits: tuple[Visit, ...]) -> tuple[Command, str]:
    whole = bare(text)
    first = whole.split(" ", 1)[0] if whole else ""
    if first in _KEYWORDS and not _NOT_KEYWORD.match(whole) and not _is_question(text):
        return _KEYWORDS[first], f"'{first}'"
    return _plain_command(sentences(text), visits)


def _is_question(text: str) -> bool:
    return text.rstrip().endswith("?")


def _plain_command(said: tuple[str, ...], visits: tuple[Visit, ...]) -> tuple[Command, str]:
    has_offer = any(each.stage is VisitStage.OFFERED for each in visits)
    table = (*_OFFER_ANSWERS, *_PLAIN) if has_offer else (*_PLAIN, _HANDS_BACK)
    if has_offer and words.ENROUTE.said(said):
        table = _PLAIN
    if _PARTS_OVER_PAUSE.search(" ".join(said)):
        table = tuple(each for each in table if each[0] is not Command.PAUSE)
    for command, lexicon in table:
        match = lexicon.said(said)
        if match:
            return command, f"'{match}'"
    return Command.OTHER, "no command recognised"


def _number(text: str) -> int | None:
    found = re.search(r"\d{1,9}", text)
    return int(found.group()) if found else None


def _minutes(text: str) -> int | None:
    plain = text.lower()
    found = _MINUTES.search(plain)
    if found:
        return int(found.group(1))
    hours = _HOURS.search(plain)
    if hours:
        return 60 * int(hours.group(1) or 1)
    loose = re.sub(r"\b\d{4,7}\b", "", re.sub(r"\bon (?:the )?i?-?\d+\b", "", plain))
    near = _BARE_ETA.search(loose) or re.search(r"\b(\d{1,3}) (?:behind|out|late|away)\b", loose)
    minutes = int(near.group(1)) if near else None
    return minutes if minutes is not None and minutes <= MOST_MINUTES else None


def _amount(text: str, visit: Visit | None) -> float | None:
    job = str(visit.job_number) if visit else ""
    for found in _AMOUNT.finditer(text):
        figure = next(group for group in found.groups() if group)
        if figure != job:
            return float(figure.replace(",", ""))
    return None


def _outcome(text: str) -> str | None:
    after = re.sub(r"#?\b\d{4,7}\b", "", bare(text)).split()
    return next((words.FIXED_HOW[each] for each in after[1:3] if each in words.FIXED_HOW), None)
