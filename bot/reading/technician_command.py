"""Which command a technician's words are. What would be lost by the next reading is tried first."""

from __future__ import annotations

import re

from bot.context import Visit, VisitStage
from bot.reading import crew_words as talk
from bot.reading import technician_words as moves
from bot.reading import trouble_words as troubles
from bot.reading.lexicon import Lexicon
from bot.reading.spelling import Speller
from bot.reading.text import bare, sentences
from bot.reading.visits import Command

_KEYWORDS: dict[str, Command] = {
    "a": Command.ACCEPT, "accept": Command.ACCEPT, "p": Command.DECLINE, "pass": Command.DECLINE,
    "omw": Command.ENROUTE, "late": Command.LATE, "here": Command.ARRIVED, "done": Command.COMPLETE,
    "dn": Command.COMPLETE, "noaccess": Command.NO_ACCESS, "parts": Command.PARTS, "nte":
    Command.APPROVAL,
    "note": Command.NOTE, "nota": Command.NOTE, "fyi": Command.NOTE, "tell": Command.NOTE, "jobs":
    Command.JOBS, "cmd": Command.COMMANDS, "office": Command.HELP,
    "oficina": Command.HELP, "undo": Command.UNDO, "ack": Command.ACKNOWLEDGE, "listo":
    Command.COMPLETE, "pause": Command.PAUSE, "pausa": Command.PAUSE, "schedule": Command.SCHEDULE,
}  # fmt: skip
# Alone they ask for the list of commands; with more words a person is wanted.
_LISTS = frozenset({"help", "info", "ayuda", "comandos", "commands"})
# Whole messages that answer an offer; within a sentence they say nothing.
_BRIEF = {
    **dict.fromkeys(
        ("y", "k", "va", "ya", "great", "good", "fine", "cool", "gotcha"), Command.ACCEPT
    ),
    "n": Command.DECLINE,
}
# Not keywords where a plain word follows: "here is a note", "done for the day", "late lunch".
_NOT_KEYWORD = re.compile(
    r"^(?:here (?:is|are|s|till|until)|p trap|done for|a (?!\d)[a-z]+ [a-z]+"
    r"|parts? (?:came|arrived|in\b|are in|is in|got here|showed)"
    r"|office (?:is|was)|tell (?:me|him|her|them|#?\d+)|pass (?:the|me|by)|late (?:fee|last)"
    r"|[a-z]+ .*(?:by accident|by mistake|accidentally|reopen|por error))\b"
)
_JOB_NUMBER = re.compile(r"(?<![\d$.-])\d{3,7}\b(?<!1099)")
# How the reason begins where it is about their pay; weights know no better.
PAPERS = "pay and papers"
_NUMBER_FIRST = re.compile(r"^\d{3,7} ")
_NOTE_LEAD = re.compile(
    r"^(?:please |pls |can you |also )?(?:let|tell|inform|avisen?|avisenle|diganle|dile)\b.*"
    r"\b(?:know|office|oficina|that|que|manager|mgmt|owner|landlord|dueno)\b"
)
_ANSWERS = frozenset(
    [
        "y",
        "yes",
        "yeah",
        "yep",
        "yup",
        "ok",
        "okay",
        "sure",
        "si",
        "claro",
        "no",
        "nope",
        "nah",
        "pass",
        "paso",
        "accept",
        "acepto",
        "negative",
        "dale",
        "va",
        "absolutely",
        "cant",
        "roger",
        "copy",
    ]
)
# The first that speaks wins.
_PLAIN: tuple[tuple[Command, Lexicon], ...] = (
    (Command.ACKNOWLEDGE, talk.ACK),
    (Command.UNDO, talk.UNDO),
    (Command.SCHEDULE, talk.OWN_DAYS),
    (Command.DECLINE, moves.TAKEN_OVER),
    (Command.NO_ACCESS, troubles.NO_ACCESS),
    (Command.APPROVAL, troubles.APPROVAL),
    (Command.ENROUTE, troubles.FROM_SHOP),
    (Command.PARTS, troubles.PARTS),
    (Command.PAUSE, troubles.PAUSE),
    (Command.LATE, troubles.LATE),
    (Command.SCHEDULE, talk.SCHEDULE),
    (Command.DECLINE, moves.HAND_BACK),
    (Command.JOBS, talk.JOBS),
    (Command.COMPLETE, moves.COMPLETE),
    (Command.PARTS, troubles.PARTS_BESIDE),
    (Command.ENROUTE, moves.ENROUTE),
    (Command.HELP, talk.HELP),
    (Command.ARRIVED, moves.ARRIVED),
    (Command.NOTE, talk.NOTE),
)
_OFFER_ANSWERS: tuple[tuple[Command, Lexicon], ...] = (
    (Command.DECLINE, moves.DECLINE),
    (Command.ACCEPT, moves.ACCEPT),
)
# Of one who is at work and has an offer as well: what is so plain that it cannot answer an offer.
_AT_WORK = tuple(
    each
    for each in _PLAIN
    if each[0]
    in {Command.NO_ACCESS, Command.APPROVAL, Command.PARTS, Command.PAUSE, Command.COMPLETE}
)
_SETS_OUT = re.compile(r"\b(?:omw|otw|on (?:the|my) way|en camino|en route|ya voy)\b")
_SPELLER = Speller(
    talk.OFTEN_MISTYPED,
    (word for _, lexicon in (*_PLAIN, *_OFFER_ANSWERS) for word in lexicon.vocabulary),
)
_NO_TROUBLE = re.compile(r"\bno (?:prob\w*|worries|doubt|hay problema)\b")
_PRICED_QUESTION = re.compile(r"\$ ?\d[^?]*\?|\b\d[\d,]{2,6} ?(?:dollars|bucks|dolares)[^?]*\?")
# From the site, a longer text is about the work, not an answer to the offer that is also open.
MOST_WORDS_OF_AN_ANSWER = 7
_Table = tuple[tuple[Command, Lexicon], ...]


# "Almost done", "thought it was fixed": the end of nothing.
_NOT_DONE = re.compile(
    r"\b(?:almost|nearly|about|half|halfway|casi|percent|wont be|not yet|isnt|not|aint|gonna be|will be"
    r"|should be|once|when|until|till|thought (?:it|i|that)(?: \w+)?) "
    r"(?:\w+ ){0,2}(?:done|fixed|finished|complete|completed|ready|terminado|listo)\b"
    r"|\bstarted (?:leaking|again|back)\b|\bfell? (?:again|apart)\b"
)
_DENIES = re.compile(r"\b(?:dont|cant|not|no|wont|never|nope|unable|ni|tampoco|imposible)\b")
_DAYS = re.compile(
    r"\b(?:mon|tues?|wednes|thurs?|fri|satur|sun)(?:day)?s?\b|\b(?:tomorrow|tmrw|weekend|lunes|martes"
    r"|miercoles|jueves|viernes|sabado|domingo)\b"
)
_TIME_ONLY = re.compile(
    r"^(?:about |maybe |like |unos |en |eta |prob |around )?\d{1,3} ?(?:m|min|mins|minutes|minutos)\b"
)
# What somebody asks in these words is no deed of theirs.
_ASKS = re.compile(r"^(?:what|whats|who|whos|why|que|cual|quien)\b")
_DEEDS = frozenset(
    {Command.PAUSE, Command.ENROUTE, Command.ARRIVED, Command.COMPLETE, Command.LATE}
)
# Of one who has offers only, nothing but these can be meant.
_OF_OFFERS = frozenset(
    {
        Command.ACKNOWLEDGE,
        Command.UNDO,
        Command.SCHEDULE,
        Command.JOBS,
        Command.ENROUTE,
        Command.HELP,
    }
)


def command_of(text: str, visits: tuple[Visit, ...]) -> tuple[Command, str]:
    """The command and the words that decided."""
    whole = _NUMBER_FIRST.sub("", bare(text))
    first = whole.split(" ", 1)[0] if whole else ""
    if whole in _LISTS:
        return Command.COMMANDS, f"'{whole}'"
    offers_only = bool(visits) and all(v.stage is VisitStage.OFFERED for v in visits)
    if first == "listo" and offers_only:
        return Command.ACCEPT, "'listo'"
    if first in _KEYWORDS and not _NOT_KEYWORD.match(whole) and not _is_question(text):
        return _KEYWORDS[first], f"'{first}'"
    if _NOTE_LEAD.match(whole):
        return Command.NOTE, "passes something on"
    if _PRICED_QUESTION.search(text) and first not in _ANSWERS:
        return Command.APPROVAL, "a price and a question"
    said = tuple(_SPELLER.repair(_NO_TROUBLE.sub("ok", each)) for each in sentences(text))
    if whole in _BRIEF and any(each.stage is VisitStage.OFFERED for each in visits):
        return _BRIEF[whole], f"'{whole}'"
    of_no_job = None if _JOB_NUMBER.search(text) else _of_no_job(said)
    if of_no_job is not None:
        return of_no_job
    return _first_said(_table(said, first, visits), said) or _by_default(text, said, visits)


def _of_no_job(said: tuple[str, ...]) -> tuple[Command, str] | None:
    """Their pay and papers, which nobody at dispatch handles; the app, where a person must help."""
    papers, tools = talk.PAPERS.said(said), talk.TOOLS.said(said)
    if papers:
        return Command.OTHER, f"{PAPERS}: '{papers}'"
    return (Command.HELP, f"'{tools}'") if tools else None


def is_typed(text: str) -> bool:
    """Whether the text begins as a command of the list does, which leaves nothing to interpret."""
    whole = _NUMBER_FIRST.sub("", bare(text))
    first = whole.split(" ", 1)[0] if whole else ""
    if whole in _LISTS:
        return True
    return first in _KEYWORDS and not _NOT_KEYWORD.match(whole) and not _is_question(text)


def _is_question(text: str) -> bool:
    return text.rstrip().endswith("?")


def _table(said: tuple[str, ...], first: str, visits: tuple[Visit, ...]) -> _Table:
    table = _all_that_fit(said, first, visits)
    if any(_NOT_DONE.search(each) for each in said):
        table = tuple(each for each in table if each[0] is not Command.COMPLETE)
    here = moves.ARRIVED.asserted(said[0]) if said else None
    if here is not None and here.at == 0:
        table = _before_help((Command.ARRIVED, moves.ARRIVED), table)
    if said and _ASKS.match(said[0]):
        return tuple(each for each in table if each[0] not in _DEEDS)
    return table


def _all_that_fit(said: tuple[str, ...], first: str, visits: tuple[Visit, ...]) -> _Table:
    has_offer = any(each.stage is VisitStage.OFFERED for each in visits)
    at_work = any(each.stage is not VisitStage.OFFERED for each in visits)
    if not has_offer:
        on_site_only = all(each.stage is VisitStage.ON_SITE for each in visits)
        return tuple(
            each
            for each in _done_first(said)
            if not (on_site_only and each[0] in {Command.ARRIVED, Command.ENROUTE})
        )
    if _SETS_OUT.search(" ".join(said)):
        return _PLAIN
    brief = sum(len(each.split()) for each in said) <= MOST_WORDS_OF_AN_ANSWER
    about_things = any(talk.THINGS.first(each) for each in said)
    if at_work and first not in _ANSWERS and (not brief or about_things):
        return _done_first(said)
    if at_work and (first not in _ANSWERS or troubles.NO_ACCESS.said(said)):
        return (*_AT_WORK, *_OFFER_ANSWERS, *_PLAIN)
    if not at_work:
        return (*_OFFER_ANSWERS, *(each for each in _PLAIN if each[0] in _OF_OFFERS))
    return (*_OFFER_ANSWERS, *_done_first(said))


def _done_first(said: tuple[str, ...]) -> _Table:
    """Who begins with "finished" has finished, whatever parts it took; not if it is for today only."""
    done = moves.COMPLETE.asserted(said[0]) if said else None
    if done is None or done.at > 0 or troubles.PAUSE.said(said) or talk.UNDO.said(said):
        return _PLAIN
    return ((Command.COMPLETE, moves.COMPLETE), *_PLAIN)


def _before_help(known: tuple[Command, Lexicon], table: _Table) -> _Table:
    """Who begins with "here" has arrived, whatever they ask then."""
    if known not in table:
        return table
    return tuple(
        each
        for row in table
        if row != known
        for each in ((known, row) if row[0] is Command.HELP else (row,))
    )


def _is_only_a_time(said: tuple[str, ...]) -> bool:
    return len(said) > 0 and _TIME_ONLY.search(said[0]) is not None


def _first_said(table: _Table, said: tuple[str, ...]) -> tuple[Command, str] | None:
    for command, lexicon in table:
        match = lexicon.said(said)
        if match:
            return command, f"'{match}'"
    return None


def _by_default(text: str, said: tuple[str, ...], visits: tuple[Visit, ...]) -> tuple[Command, str]:
    """Of a job at hand, a question goes to the office and a statement is a note: nothing is lost."""
    has_work = any(each.stage is not VisitStage.OFFERED for each in visits)
    idle = talk.CHATTER.said(said)
    if not idle and not has_work and visits and _DENIES.search(" ".join(said)):
        return Command.DECLINE, "a denial of the only thing that was asked"
    if not idle and _DAYS.search(" ".join(said)) and (not has_work or _is_question(text)):
        return Command.SCHEDULE, "a day"
    if (
        not idle
        and _is_only_a_time(said)
        and not any(v.stage is VisitStage.ON_SITE for v in visits)
    ):
        return Command.ENROUTE, "a time and nothing else"
    if not has_work or idle:
        return Command.OTHER, f"'{idle}'" if idle else "no command recognised"
    thing = next((talk.THINGS.first(each) for each in said if talk.THINGS.first(each)), None)
    if _is_question(text) or talk.QUESTION.said(said[:1]):
        return (Command.HELP, "a question") if thing else (Command.OTHER, "a question")
    if thing is not None:
        return Command.NOTE, f"speaks of '{thing.words}'"
    return Command.OTHER, "no command recognised"
