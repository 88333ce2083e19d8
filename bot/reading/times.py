"""Finds the time a person wishes or offers for a visit, in their own words. Refuses the time a fault
began and the time they say they cannot.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from bot.reading.lexicon import Lexicon
from bot.reading.text import MOST_REMEMBERED, sentences

_DAY = (
    r"to(?:day|night|morrow)|tomm?orr?ow|tmr?rw|tmr|2moro?|weekdays?|weekends?"
    r"|(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:days?)?|week|month"
    r"|hoy|mañana|lunes|martes|mi[eé]rcoles|jueves|viernes|s[aá]bados?|domingos?"
    r"|fin(?:es)? de semana|entre semana|semana|(?:any|every|all) ?days?|(?:most|other) days?"
    r"|cualquier d[ií]a|todo el d[ií]a|todos los d[ií]as|el \d{1,2}|the \d{1,2}(?:st|nd|rd|th)"
    r"|\d{1,2}/\d{1,2}|anytime|any time|a cualquier hora|cuando sea|end of (?:the )?(?:week|day)"
)
_CLOCK = (
    r"\d{1,2}(?::\d\d)? ?(?:[ap]\.?m\b\.?|de la (?:mañana|tarde|noche))|\d{1,2}:\d\d|noon|midnight"
    r"|mediod[ií]a|o'?clock|\d{1,2} ?(?:-|–|to|y|and|a|til|till) ?\d{1,2}(?: ?[ap]m)?"
)
_PART = (
    r"mornings?|afternoons?|evenings?|nights?|lunch(?:time)?|(?:la |las )?tardes?|temprano"
    r"|(?:la |las )?mañanas?|(?:la |las )?noches?|later|earlier|early|late"
)
_EDGE = (
    r"(?:after|before|around|about|by|at|until|till?|from|past|between|despu[eé]s de|antes de|desde"
    r"|hasta|como|entre|a partir de|a)(?: about)?(?: las?| la una)? "
)
_LEAD = (
    r"(?:(?:any|all|most|every|this|next|on|in the|in|only|the|el|la|los|las|este|esta|pr[oó]ximo"
    r"|pr[oó]xima|por|en|de|of|end of|early|late|mid|first thing|solo|earlier|later"
    r"|later in the) )*"
)
_AFTER_WHAT = r"(?:work|school|lunch|(?:i )?get (?:home|off)|del trabajo|(?:salir del )?trabajo)"
_TERM = rf"(?:{_EDGE})?{_LEAD}(?:{_EDGE})?(?:{_DAY}|{_CLOCK}|{_PART}|(?<=[a-z] )\d{{1,2}}\b)"
_AFTER = rf"(?:after|before|until|despu[eé]s de|despu[eé]s del|antes del|al) {_AFTER_WHAT}"
_TAIL = r"(?: (?:only|nom[aá]s|que viene|pr[oó]xim[oa]|no m[aá]s))?"
_JOIN = (
    r"(?:,? (?:and|or|y|o|u|except|but not|but|excepto|menos|through|thru|to|pero) |, ?| |-| ?& ?)"
)
_EITHER = rf"(?:{_AFTER}|{_TERM})"
_PHRASE = re.compile(rf"\b{_EITHER}(?:{_JOIN}{_EITHER})*{_TAIL}(?!\w)", re.IGNORECASE)
_DEFINITE = re.compile(rf"\b(?:{_DAY}|{_CLOCK}|{_AFTER})\b|{_EDGE}\d", re.IGNORECASE)
# "Good afternoon" wishes no afternoon; "stop by at 3" is no "by".
_MANNERS = re.compile(
    r"\b(?:good (?:morning|afternoon|evening|night|day)|buen(?:os|as)? (?:d[ií]as?|tardes?|noches?)"
    r"|at all|not later|have a (?:good|great|nice) \w+|sooner or later)\b",
    re.IGNORECASE,
)
_SURPLUS = re.compile(
    r"^(?:(?:by|about|around) (?=at |around |about |after |[a-z]{3,}))", re.IGNORECASE
)
_NAMES_A_TIME = re.compile(
    rf"\b(?:{_DAY}|{_CLOCK}|mornings?|afternoons?|evenings?|tardes?|mañanas?|temprano"
    rf"|later|earlier|noches?)\b|\b{_EDGE}(?:\d|{_AFTER_WHAT})",
    re.IGNORECASE,
)
_CLAUSES = re.compile(
    r"[.!?;,\n]+(?:\s|$)|\bbut\b(?! not| (?:mon|tue|wed|thu|fri|sat|sun))|\bpero\b|\bbecause\b|\bporque\b"
    r"|\bcuz\b|\bbc\b"
    r"|\b(?=(?:can|could) (?:we|you|i|u)\b)|\b(?=(?:how|what) about\b)|\b(?=puede(?:n|s)? \w+r\b)",
    re.IGNORECASE,
)
_WISHES = Lexicon("""
    home/available/free/come/anytime/any_time/works/work/can/could/only/instead/prefer/best/
    better/off/around/maybe/lets/ok/okay/fine/good/good_for/works_best/any_day/please/pls/say/
    earlier/later/soonest/would/great/ideal/ideally/perfect/convenient/conviene/sirve/schedule/
    open/swing/stop_by/send/visit/want/need, puede/pueden/podria/podrian/casa/disponible/estoy/
    estare/estamos/cambiar/mejor/prefiero/libre/vengan/venga/venir/puedo/solo/mover/moverla/mande/
    manden/llego/tal/ser/pase/pasen/pasar/salgo/quiero/cualquier, how/what about, between/push/
    move/end_of/resched*/switch/change/bump
""")
# The clause tells what was, what is refused, or somebody else's hours.
_OTHERWISE = Lexicon("""
    since/yesterday/ago/started/began/happened/noticed/went/was/were/been/last/stopped/broke/fell/
        smelled/heard/came/woke/tripped/showed/waited/left/said/told/suppose/supposed/nobody/desde/
        ayer/anoche/empezo/comenzo/paso/hace/llevo/dejo/fue/era/estaba/quedaron/vino/vinieron,
    cant/wont/doesnt/dont/no_puedo/no_me_queda/isnt/not/no_puede/unable do/work/make/be/come/
        available/home/good/for/then/ese/el/la/hoy/manana/martes/lunes/at/tomorrow/today,
    doesnt/dont work, no puedo, no me queda, no estoy, no estare, have/got a/an dr/doctor/doctors/
        appt/appointment/meeting/work/shift/class/funeral/interview, i work, im working, trabajo,
    every time/night/cycle, all night/day_long, keeps/keep, in the middle, only when
""")
_EXCEPT = re.compile(r"\b(?:except|but not|excepto|menos)\b", re.IGNORECASE)


@lru_cache(maxsize=MOST_REMEMBERED)
def wished_time(text: str) -> str | None:
    """The first time said with a word of wishing or offering ("home after 3"), else None."""
    found = [each for each in (_of(clause) for clause in _hopeful(text)) if each]
    definite = (each for each in found if _DEFINITE.search(each))
    return next(definite, found[0] if found else None)


@lru_cache(maxsize=MOST_REMEMBERED)
def proposed_time(text: str) -> str | None:
    """The time of an answer about time, where a bare "tuesday after 5" is enough."""
    hopeful = [clause for clause in _clauses(text) if not _is_otherwise(clause)]
    return wished_time(text) or next((_of(each) for each in hopeful if _of(each)), None)


def _clauses(text: str) -> list[str]:
    return [
        part.strip() for part in _CLAUSES.split(_MANNERS.sub(" ", text)) if part and part.strip()
    ]


def _hopeful(text: str) -> Iterator[str]:
    for clause in _clauses(text):
        if _WISHES.said(sentences(clause)) and not _is_otherwise(clause):
            yield clause


def _is_otherwise(clause: str) -> bool:
    return _OTHERWISE.mentioned(sentences(_EXCEPT.split(clause)[0]))


def _of(clause: str) -> str | None:
    for found in _PHRASE.finditer(clause):
        words = _SURPLUS.sub("", found.group().strip(" ,-"))
        if _NAMES_A_TIME.search(words):
            return words
    return None
