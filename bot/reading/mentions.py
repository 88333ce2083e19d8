"""Places in a text where a fact may stand: a unit's number, a time, an animal, a rating.

Says where, never whether it is meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.reading.text import MOST_CHARACTERS, MOST_REMEMBERED, fold

# Beyond so many places a text is no tenant's message.
MOST_MENTIONS = 12
_WORD = re.compile(
    r"\d{1,2}(?::\d\d)? ?(?:[ap]\.?m\b\.?|[ap]\b|ish\b)|\d+(?:[:/]\d+)+|[^\W\d_]+-?\d+[^\W\d_]?\b"
    r"|\d+-?[^\W\d_]+\b|\d+|[^\W\d_]+(?:['’][^\W\d_]+)?|[^\w\s]|_|\n"
)
# Degrees, ranks and counts ("52f", "3rd", "x4") are no units.
_UNIT = re.compile(
    r"(?!(?:[3-9]\d|1[01]\d)f$|\d+(?:p|st|nd|rd|th|x|k|h|m|v|hr)$|x\d)\d{1,5}(?:-?[a-z]{1,2}|-bis)?|(?!x\d)[a-z]{1,2}-?\d{1,4}",
    re.IGNORECASE,
)
# "Apt i left", "depto y quedo": words of their own.
_LETTER = re.compile(r"[a-hj-np-xz]", re.IGNORECASE)
_SAID_UNIT_WORDS = """
    unit apt apartment appt apto depto dpto departamento apartamento unidad suite ste condo flat
    depa dept no #
"""
_UNIT_WORDS = frozenset(_SAID_UNIT_WORDS.split())
_SAID_TIMES = """
    today tonight tomorrow tomorow tommorow tommorrow tmrw tmrrw tmr tmw 2moro 2morrow weekday
    weekdays weekend weekends week weeks month anytime whenever soonest asap noon midnight midday
    lunch lunchtime morning mornings afternoon afternoons evening evenings eve eves night nights
    later earlier sooner early late day days time mon monday mondays tue tues tuesday tuesdays wed
    weds wednesday wednesdays thu thur thurs thursday thursdays fri friday fridays sat saturday
    saturdays sun sunday sundays january february april june july august september october november
    december hoy ahorita ahora manana mananas mananita lunes martes miercoles jueves viernes sabado
    sabados domingo domingos semana semanas mes tarde tardes tardecita noche noches nochecita
    mediodia temprano tempranito dia dias finde pronto antes enero febrero marzo abril mayo junio
    julio agosto septiembre octubre noviembre diciembre hora horas hour oclock work trabajo school
    cualquier cuanto cuando ya arvo wens wendsday thurday sabdo mnn mnana tempra
"""
_TIMES = frozenset(_SAID_TIMES.split())
# These are times only beside another word of time, or after a word such as "after".
_SAID_WEAK = """
    work school trabajo time hora horas hour cualquier cuando cuanto antes day days dia dias ya week
"""
_WEAK = frozenset(_SAID_WEAK.split())
_SAID_GLUE = """
    after before around about at by until til till from past between through thru to on in the this
    next any all most every only each early late mid first thing or and except but not if of end
    start same other another following sometime right half an a coming middle despues de del antes
    desde hasta como entre a partir las la los el en por pa para al este esta esa ese esos proximo
    proxima otro otra cualquier todo toda todos mismo misma que viene fin fines o y u ni menos
    excepto nomas solo pasado mas principios mediados tipo una uno cuando puedan pueda gusten
    quieran sea possible posible puedas u nxt d x pasao luego delante adelante
"""
_GLUE = frozenset(_SAID_GLUE.split())
_JOINS = frozenset("-–&/")
_SAID_HEADS = """
    after before around about at by until til till from past between on in the this next any all
    most every only early late mid first end sometime half a later earlier same following asap right
    anytime despues antes desde hasta como entre a partir las la los el en por al este esta esa
    proximo proxima otro otra cualquier todo todos fin fines pasado mas una tipo de solo tempranito
    nxt d x
"""
_HEADS = frozenset(_SAID_HEADS.split())
_SAID_TAILS = """
    only nomas mismo misma viene proximo proxima sometime puedan pueda quieran gusten adelante
"""
_TAILS = frozenset(_SAID_TAILS.split())
_SPANS = frozenset(("-", "–", "to", "a", "y", "and", "or", "o", "til"))
_NUMBER = re.compile(r"\d{1,2}(?:st|nd|rd|th)?|\d{1,2}/\d{1,2}")
_SAID_NUMBERS = """
    two three four five six seven eight nine ten eleven twelve dos tres cuatro cinco seis siete ocho
    nueve diez once doce
"""
_NUMBERS = frozenset(_SAID_NUMBERS.split())
_BEFORE_NUMBERS = frozenset(
    [
        "at",
        "from",
        "after",
        "before",
        "until",
        "til",
        "till",
        "by",
        "around",
        "about",
        "between",
        "las",
    ]
)
# "9 works", "12 it is": alone, a number is an hour only before such a word.
_AFTER_HOURS = frozenset(
    ["works", "it", "pls", "please", "instead", "sharp", "would", "esta", "ta"]
)
_CLOCK = re.compile(r"\d{1,2}(?::\d\d)? ?(?:[ap]\.?(?:m\.?)?|ish)|\d{1,2}:\d\d")
_ANIMALS = re.compile(
    r"(?:dog|cat|puppy|pup|kitten|kitty|kittie|pitbull|doggo|doggie|doggy|rabbit|bunny|bunnie|parrot|bird|hamster|ferret"
    r"|chihuahua|lab|labrador|poodle|shepherd|doberman|rottweiler|husky|retriever|bulldog|beagle|dachshund|doodle"
    r"|schnauzer|terrier|corgi|turtle|tortoise|snake|lizard|iguana|gecko|fish|goldfish|parakeet|pooch|gerbil|pet|critter"
    r"|animal|cockatiel|tank|aquarium|pig|pit|puppie)(?:s|es)?"
    r"|(?:perr|perrit|gat|gatit|mascot|conej|perico|loro|lorit|pajar|pajarit|pez|peces|pec"
    r"|tortug|cachorr|hurón|huron|animalit|michi|firulais|cuyo|hámster|serpiente|víbora|vibora)(?:s|es|ies|o|a|os|as|ote|on)?"
)


_RATINGS = {
    name: value
    for value, names in enumerate(
        ("one uno", "two dos", "three tres", "four cuatro", "five cinco"), 1
    )
    for name in (str(value), *names.split())
}
_SAID_COUNTED = """
    hour hours hr hrs min mins minute minutes day days week weeks month months time times guys men
    people visits trips tries pm am hora horas minuto minutos dia dias semana semanas mes meses vez
    veces personas muchachos visitas
"""
_COUNTED = frozenset(_SAID_COUNTED.split())
# "4.5" is neither a 4 nor a 5.
_BROKEN = re.compile(r"\d[.,]\d")
NOON = 12


@dataclass(frozen=True)
class Word:
    """One word or mark. plain: folded; start, end: where it stands in the text."""

    plain: str
    start: int
    end: int


@dataclass(frozen=True)
class Mention:
    """The words from `first` up to and without `beyond`, and what they are in the text."""

    first: int
    beyond: int
    written: str


@lru_cache(maxsize=MOST_REMEMBERED)
def words_of(text: str) -> tuple[Word, ...]:
    """Every word and mark of a text, with its place."""
    return tuple(
        Word(fold(found.group()).strip() or found.group(), found.start(), found.end())
        for found in _WORD.finditer(text[:MOST_CHARACTERS])
    )


def units_in(text: str) -> tuple[Mention, ...]:
    """Whatever is shaped like a unit's number: "4B", "207", "ph2", and a letter after "apt"."""
    words = words_of(text)
    return tuple(
        Mention(at, at + 1, text[word.start : word.end])
        for at, word in enumerate(words)
        if _UNIT.fullmatch(word.plain) or _is_lettered(words, at)
    )[:MOST_MENTIONS]


def animals_in(text: str) -> tuple[Mention, ...]:
    """Every word for an animal that people keep."""
    return tuple(
        Mention(at, at + 1, text[word.start : word.end])
        for at, word in enumerate(words_of(text))
        if _ANIMALS.fullmatch(word.plain)
    )[:MOST_MENTIONS]


@lru_cache(maxsize=MOST_REMEMBERED)
def times_in(text: str) -> tuple[Mention, ...]:
    """Every phrase of time, as long as it goes: "Mon or Wed after 5:30", "el lunes por la tarde"."""
    words = words_of(text)
    return tuple(
        Mention(first, beyond, text[words[first].start : words[beyond - 1].end])
        for first, beyond in _runs(words)
    )[:MOST_MENTIONS]


def ratings_in(text: str) -> tuple[tuple[Mention, int], ...]:
    """Every number from 1 to 5 that stands alone, in figures or in words, with its value."""
    return tuple(
        (Mention(at, at + 1, text[word.start : word.end]), _RATINGS[word.plain])
        for at, word in enumerate(words_of(text))
        if word.plain in _RATINGS and not _counts(text, at)
    )[:MOST_MENTIONS]


def _counts(text: str, at: int) -> bool:
    """A part of a decimal number, or how many of something: "4.5", "2 hours late"."""
    words = words_of(text)
    counted = words[at + 1].plain if at + 1 < len(words) else ""
    around = text[max(0, words[at].start - 2) : words[at].end + 2]
    return counted in _COUNTED or _BROKEN.search(around) is not None


def _is_lettered(words: Sequence[Word], at: int) -> bool:
    return bool(at and _LETTER.fullmatch(words[at].plain) and words[at - 1].plain in _UNIT_WORDS)


def _runs(words: Sequence[Word]) -> Iterator[tuple[int, int]]:
    """Stretches of words of time and what joins them, without what only joins at their ends."""
    start = 0
    while start < len(words):
        beyond = start
        while beyond < len(words) and _belongs(words, beyond):
            beyond += 1
        if beyond > start:
            yield from _trimmed(words, start, beyond)
        start = max(beyond, start + 1)


def _belongs(words: Sequence[Word], at: int) -> bool:
    plain = words[at].plain
    return plain in _GLUE or plain in _JOINS or _is_time(words, at)


def _is_time(words: Sequence[Word], at: int) -> bool:
    plain = words[at].plain
    before = words[at - 1].plain if at else ""
    if plain in _NUMBERS:
        return before in _BEFORE_NUMBERS
    if not _NUMBER.fullmatch(plain):
        return plain in _TIMES or _CLOCK.fullmatch(plain) is not None
    if before in _GLUE | _JOINS | _TIMES or _is_hour_alone(words, at):
        return True
    return "/" in plain or _begins_span(words, at)


def _is_hour_alone(words: Sequence[Word], at: int) -> bool:
    following = words[at + 1].plain if at + 1 < len(words) else ""
    return following in _AFTER_HOURS and words[at].plain.isdigit() and int(words[at].plain) <= NOON


def _begins_span(words: Sequence[Word], at: int) -> bool:
    """Whether a number is the first of two: "10-12", "9 to 11"."""
    following = [each.plain for each in words[at + 1 : at + 3]]
    return (
        len(following) > 1
        and following[0] in _SPANS
        and _NUMBER.fullmatch(following[1]) is not None
    )


def _trimmed(words: Sequence[Word], start: int, beyond: int) -> Iterator[tuple[int, int]]:
    while start < beyond and not (words[start].plain in _HEADS or _is_time(words, start)):
        start += 1
    while start < beyond and not (words[beyond - 1].plain in _TAILS or _is_time(words, beyond - 1)):
        beyond -= 1
    if any(_is_strong(words, at, start) for at in range(start, beyond)):
        yield start, beyond


def _is_strong(words: Sequence[Word], at: int, start: int) -> bool:
    """A word that makes a phrase one of time by itself, or by what stands before it."""
    plain = words[at].plain
    if "/" in plain or _begins_span(words, at) or _is_hour_alone(words, at):
        return True
    if _NUMBER.fullmatch(plain) or plain in _WEAK:
        return at > start and _is_time(words, at)
    return _is_time(words, at)
