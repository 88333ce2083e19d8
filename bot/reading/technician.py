"""Reads a technician's text: which command, about which visit, with which figures. Asks rather
than guesses a job.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.context import Visit
from bot.reading import technician_words as moves
from bot.reading import trouble_words as troubles
from bot.reading.technician_command import command_of
from bot.reading.technician_figures import minutes, number_after_ack, price_asked, price_named
from bot.reading.text import bare, sentences
from bot.reading.visits import Command, all_named, meant_visit


@dataclass(frozen=True)
class TechnicianReading:
    """What was understood.

    visit: the one visit that is meant, or None where the technician must be asked (or none is
    needed).
    number: the number after ACK, which need be no visit of theirs.
    outcome: "fixed", "temporary", "return" or None. also: other visits named in the same text.
    takes_both: an accepting that knows it overlaps. is_fetching: gone for a part, back with it.
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
    takes_both: bool = False
    is_fetching: bool = False
    why: str = ""

    @property
    def job_number(self) -> int | None:
        """The job that is meant, or None: ask."""
        return self.visit.job_number if self.visit else None


_LEAD = re.compile(
    r"^\W*(?:#?\d{3,7}\W+)?(?:done|dn|complete[d]?|finished|fixed|all (?:set|done"
    r"|good)(?: here)?|listo|note|nota|fyi|pass|p|omw|late|"
    r"parts|nte|noaccess|office|tell the office|decline|paso|termin[eé])\b(?:\W*(?:with"
    r"|w)?\W*#?\d{4,7}\b)?(?:\W*[123]\b(?!\w))?[\s,.:;-]*",
    re.IGNORECASE,
)
# "A1042" and "OMW25", as thumbs type them.
_GLUED = re.compile(r"^\s*(a|p|omw|ack|done|here|late|nte)(\d{1,7})\b", re.IGNORECASE)
# "@ the door"
_AT = re.compile(r"@(?=\s)")
_REASONED = frozenset(
    {Command.DECLINE, Command.NO_ACCESS, Command.LATE, Command.APPROVAL, Command.PAUSE}
)
_TIMED = frozenset({Command.ENROUTE, Command.LATE, Command.PAUSE})
_PRICED = {Command.APPROVAL: price_asked, Command.COMPLETE: price_named}


def read_technician(text: str, visits: tuple[Visit, ...]) -> TechnicianReading:
    """The command, the one visit it means, and what was said beside it."""
    command, why = command_of(_as_typed(text), visits)
    return read_as(command, why, text, visits)


def read_as(command: Command, why: str, text: str, visits: tuple[Visit, ...]) -> TechnicianReading:
    """The same, where the command is known: its visit, its figures, and what was said beside it."""
    text = _as_typed(text)
    visit = meant_visit(command, text, visits)
    rest = _LEAD.sub("", text, count=1).strip() or None
    fetching = troubles.FETCHING.said(sentences(text)) is not None
    return TechnicianReading(
        command=command,
        visit=visit,
        number=number_after_ack(text) if command is Command.ACKNOWLEDGE else None,
        eta_minutes=minutes(text) if command in _TIMED else None,
        amount=_PRICED[command](text, visit) if command in _PRICED else None,
        outcome=_outcome(text) if command is Command.COMPLETE else None,
        reason=rest if command in _REASONED else None,
        note=rest if command not in _REASONED else None,
        also=tuple(each for each in all_named(command, text, visits) if each is not visit),
        takes_both=command is Command.ACCEPT and not moves.BOTH.isdisjoint(bare(text).split()),
        is_fetching=command is Command.PARTS and fetching,
        why=why,
    )


def _as_typed(text: str) -> str:
    return _AT.sub("at", _GLUED.sub(r"\1 \2", text))


def _outcome(text: str) -> str | None:
    after = re.sub(r"#?\b\d{4,7}\b", "", bare(text)).split()
    return next((moves.FIXED_HOW[each] for each in after[1:3] if each in moves.FIXED_HOW), None)
