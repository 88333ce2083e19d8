"""Which of a technician's visits a command means. Refuses to guess where more than one fits."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum

from bot.context import Visit, VisitStage
from bot.reading import crew_words as talk
from bot.reading.text import sentences


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
    # Either may stand before a closed door: with one of each it is asked.
    Command.NO_ACCESS: (VisitStage.ON_SITE, VisitStage.EN_ROUTE),
    Command.SCHEDULE: (VisitStage.DISPATCHED,),
    Command.UNDO: (),
    Command.JOBS: (),
    Command.COMMANDS: (),
    Command.ACKNOWLEDGE: (),
    Command.OTHER: (),
}
_NUMBERS = re.compile(
    r"(?<![\d.$:])#?(\d{1,7})(?!\d|:\d)(?!\s*(?:min|hr|hour|%|ft|am\b|pm\b|big\b))", re.IGNORECASE
)
_ORDINALS = (
    (re.compile(r"\b(?:1st|first|primer[ao]?)\b"), 0),
    (re.compile(r"\b(?:2nd|second|segund[ao])\b"), 1),
)
# "Got to the next one" is never about the one they are at.
_ELSEWHERE = re.compile(
    r"\b(?:(?:the|my) (?:next|other|new) (?:one|job|stop|call|house|place|unit)|next (?:one|stop|job)"
    r"|(?:la|el) (?:otra|otro|siguiente|proxim[ao]))\b"
)
_MONEY_BEFORE = re.compile(
    r"(?:\$|\b(?:nte|for|approve|spend|about|around|cost|run|para|por|total|to))\s*\$?\s*\d",
    re.IGNORECASE,
)
_SECOND_THOUGHT = re.compile(
    r"\b(?:omw|otw|then|next|now|luego|headed|heading|but|keep|pero|going to|voy a|while|tho"
    r"|almost at)\b",
    re.IGNORECASE,
)
# "done 042", "042 done", "#042", "job 042"; never "OMW 120" or "NTE 450".
_TAIL = re.compile(
    r"(?:\bjob ?#? ?(?=\d\d\b)|(?:^\W*|#|\bjob #?|^\W*[a-z]{1,8} )(?=\d{3}\b))(\d+)\b(?! ?(?:min|hr|psi|ft|amp|volt))"
)
# Where they go from here, or why they leave: "done, heading to 1047", "dispatch wants me on 1047".
_DESTINATION = re.compile(
    r"\b(?:(?:head(?:ing|ed)|going|moving|rolling|driving|off|over|omw|otw|(?:on my )?way|back|voy|salgo|rumbo|camino)"
    r"(?: (?:now|next|ya|out|over|back))?(?: (?:to|for|on|a|al|para|pa|hacia))?"
    r"|(?:want|need|send|sent|pull|put|call|got)(?:s|ed|ing)? me (?:on|at|to|over to|over at|for)"
    r"|me (?:mandan|mandaron|quieren|necesitan|llaman) (?:a|al|en|para)(?: (?:la|el))?)"
    r" (?:#|job #?)?(\d{1,7})\b",
    re.IGNORECASE,
)
# "3313 next", "then 3313": of two commands the number goes with the second.
_COMING = re.compile(
    r"\b(?:hit(?:ting|tin)?|start(?:ing|in)?|do(?:ing|in)|then|onto|luego|despues|sigo con) "
    r"(?:#|job #?|la |el )?(\d{3,7})\b"
    r"|#?\b(\d{3,7}) (?:is |es |va )?(?:next|after|luego|despues|sigue)\b",
    re.IGNORECASE,
)
# A number led up to as a job is, at the end of what is said: "omw to 3999", "paid for 3102 yet".
_POINTED = re.compile(
    r"\b(?:to|for|from|with|on|onto|about|al?|de|en|con|para)(?: la| el)? #?(\d{4,7})(?=\s*(?:$|[.,;!?)]"
    r"|(?:now|next|yet|then|and|eta|be|in|asap|today|still|ya|y|hoy|todavia)\b))",
    re.IGNORECASE,
)
# A number so led up to may be money.
_MAY_BE_MONEY = frozenset({Command.COMPLETE, Command.APPROVAL, Command.PARTS})
# "Going to 93 first, 2087 after": the end of a number will do for the one they go to now.
_GOES_FIRST = re.compile(r"(?<![\d.$:])#?(\d{2,7}) (?:first|1st|primero)\b", re.IGNORECASE)
# "Stick a fork in this one. 3312 after lunch": here is meant, unless the number stands beside the word.
_THIS_ONE = re.compile(
    r"\b(?:this (?:one|job|place|unit|house|stop|call)|est[ae] (?:trabajo|casa|unidad)|[eé]sta|[eé]ste)\b"
    r"(?![ ,:(#]{0,3}\d)",
    re.IGNORECASE,
)
# What they say of where they are, not of where they go.
_OF_HERE = frozenset({Command.COMPLETE, Command.PAUSE, Command.PARTS, Command.NO_ACCESS})
# "2399 done": a number that only a job can have there.
_REPORTED = re.compile(
    r"^\W*(\d{3,7})\W+(?:(?:is|was|all|ya|esta|quedo)\W+)*(?:done|complete[d]?|finished|fixed|closed|good to go"
    r"|list[oa]|terminad[oa]|hech[oa])\b"
    r"|\b(?:done|finished|completed|closed|termine|acabe) (?:with |w/? ?|at |up |con |en )?(?:la |el )?(\d{3,7})\s*$",
    re.IGNORECASE,
)
_WITH_FIGURES = frozenset({Command.ENROUTE, Command.LATE, Command.PAUSE, Command.APPROVAL})
# "#042", "job 42": two digits after a bare "#" are more often a wire or a unit.
_TAGGED = re.compile(r"#(\d{3,7})\b|\bjob ?#? ?(\d{2,7})\b", re.IGNORECASE)
_TYPED_FIRST = (
    r"^\s*(?:a|p|accept|pass|omw|late|here|done|dn|noaccess|parts|note|nota|pause)\s+#?(\d{4,7})\b"
    r"(?!\s*(?:min|total|psi))"
)


def meant_visit(command: Command, text: str, visits: tuple[Visit, ...]) -> Visit | None:
    """The visit named by number, or the only one that fits; None means ask."""
    here = _here(command, text, visits)
    if here is not None:
        return here
    named = _not_ahead(command, text, _first_of(text, visits) or _named(command, text, visits))
    named = named[:1] if _is_sequence(text) else named
    if named:
        return named[0] if len(named) == 1 else None
    if names_unknown_job(text, visits) or _is_of_no_job(command, text):
        return None
    if command not in _MAY_BE_MONEY and _points_elsewhere(text, visits):
        return None
    if _ELSEWHERE.search(text.lower()):
        visits = tuple(each for each in visits if each.stage is not VisitStage.ON_SITE)
    return _by_order(command, text, visits) or _only(command, visits)


def all_named(command: Command, text: str, visits: tuple[Visit, ...]) -> tuple[Visit, ...]:
    """Every visit whose number stands in the text."""
    return tuple(_named(command, text, visits))


def names_unknown_job(text: str, visits: tuple[Visit, ...]) -> bool:
    """A number written like a job number (1042 style) which is none of theirs."""
    known = {str(each.job_number) for each in visits}
    tagged = [one or other for one, other in _TAGGED.findall(text)]
    leading = re.findall(_TYPED_FIRST, text, re.IGNORECASE)
    reported = [number for both in _REPORTED.findall(text) for number in both if number]
    written = (*tagged, *leading, *reported)
    return any(not any(each.endswith(number) for each in known) for number in written)


def _points_elsewhere(text: str, visits: tuple[Visit, ...]) -> bool:
    """A number as long as those of their jobs, said as a job's is, and none of theirs."""
    lengths = {len(str(each.job_number)) for each in visits}
    known = {str(each.job_number) for each in visits}
    return any(len(each) in lengths and each not in known for each in _POINTED.findall(text))


def _is_of_no_job(command: Command, text: str) -> bool:
    """Of their own days, or of the app and the telephone they work with."""
    topics = {Command.SCHEDULE: talk.OWN_DAYS, Command.HELP: talk.TOOLS}
    return command in topics and topics[command].said(sentences(text)) is not None


def _named(command: Command, text: str, visits: tuple[Visit, ...]) -> list[Visit]:
    """By whole number anywhere; by last digits only where nothing but a job number can stand."""
    numbers = _NUMBERS.findall(text)
    if command is Command.APPROVAL and len(numbers) == 1 and _MONEY_BEFORE.search(text):
        numbers = []
    exact = [each for number in numbers for each in visits if str(each.job_number) == number]
    found = {each.assignment_id: each for each in exact or _by_tail(command, text, visits)}
    return list(found.values())


def _first_of(text: str, visits: tuple[Visit, ...]) -> list[Visit]:
    """The visits whose numbers, or the ends of them, are said to come first."""
    tails = _GOES_FIRST.findall(text)
    return [each for each in visits if str(each.job_number).endswith(tuple(tails))] if tails else []


def _here(command: Command, text: str, visits: tuple[Visit, ...]) -> Visit | None:
    """The one visit they are at, where "this one" is said of it and a number only of another."""
    at = [each for each in visits if each.stage is VisitStage.ON_SITE]
    is_said = command in _OF_HERE and _THIS_ONE.search(text) is not None
    if not is_said or len(at) != 1 or at[0] in _named(command, text, visits):
        return None
    return at[0]


def _not_ahead(command: Command, text: str, named: list[Visit]) -> list[Visit]:
    """Without the visits they leave for, when what they say is about where they are."""
    if command not in _OF_HERE:
        return named
    coming = (number for both in _COMING.findall(text) for number in both)
    ahead = {*_DESTINATION.findall(text), *coming}
    return [each for each in named if str(each.job_number) not in ahead]


def _by_tail(command: Command, text: str, visits: tuple[Visit, ...]) -> list[Visit]:
    if command in _WITH_FIGURES:
        return []
    tails = re.findall(_TAIL, text.lower())
    fitting = [each for tail in tails for each in visits if str(each.job_number).endswith(tail)]
    return fitting if len(fitting) == 1 else []


def _is_sequence(text: str) -> bool:
    """In "done w 1042 omw to 1047" are two commands: the first is done, the rest noted."""
    return _SECOND_THOUGHT.search(text) is not None


def _by_order(command: Command, text: str, visits: tuple[Visit, ...]) -> Visit | None:
    if command not in (Command.ACCEPT, Command.DECLINE):
        return None
    offers = [each for each in visits if each.stage is VisitStage.OFFERED]
    for pattern, at in _ORDINALS:
        if pattern.search(text.lower()) and at < len(offers):
            return offers[at]
    return None


def _only(command: Command, visits: tuple[Visit, ...]) -> Visit | None:
    if command is Command.NO_ACCESS:
        there = [each for each in visits if each.stage in FITS[command]]
        return there[0] if len(there) == 1 else None
    for stage in FITS[command]:
        there = [each for each in visits if each.stage is stage]
        if there:
            return there[0] if len(there) == 1 else None
    return None
