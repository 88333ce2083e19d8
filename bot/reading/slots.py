"""Facts a text states by the way: unit, wished time, entry, pets, rating. Guesses none that is not
said.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.reading.lexicon import Lexicon
from bot.reading.text import bare, fold, sentences

_UNIT = re.compile(
    r"(?:\b(?:unit|apt|apartment|apto|depto|departamento|apartamento|unidad|suite|ste"
    r"|room)\b[ .#:]*(?:no\.? )?|#\s?)"
    r"([0-9]{1,5}-?[a-z]?|[a-z]-?[0-9]{0,4})\b(?!')",
    re.IGNORECASE,
)
_LOOSE_UNIT = re.compile(
    r"(?:\b(?:in|at|from|en|this is|es|el)\s+)([0-9]{1,4}[a-z]|[a-z][0-9]{1,4})\b", re.IGNORECASE
)
_NO_UNITS = frozenset(["a", "i", "y", "o", "is", "the", "its"])

_DAY = (
    r"today|tonight|tomorrow|tmrw|tmr|mon(?:day)?|tues?(?:day)?|wed(?:nesday)?|thur?s?(?:day)?"
    r"|fri(?:day)?|"
    r"sat(?:urday)?|sun(?:day)?|weekdays?|weekends?(?: only)?|next week|this week|hoy|mañana"
    r"|lunes|martes|"
    r"mi[eé]rcoles|jueves|viernes|s[aá]bado|domingo|fin de semana|pr[oó]xima semana"
)
_TIME = (
    r"(?:after|before|around|by|at|until|between|past|after about|despu[eé]s de|antes de"
    r"|a)(?: las?)? "
    r"\d{1,2}(?::\d\d)?(?: ?(?:am|pm|a\.m\.|p\.m\.))?|mornings?|afternoons?|evenings?|noon|all day|"
    r"(?:por|en) la (?:mañana|tarde|noche)|\d{1,2}(?::\d\d)? ?(?:am|pm)"
)
_WHEN = re.compile(
    rf"\b(?:(?:any|all day|most|el|la|this|next|on|every) )*(?:{_DAY}|{_TIME})"
    rf"(?:(?: |, | and | y | or | o )(?:(?:in the|el|por la|de la|a) )?(?:{_DAY}|{_TIME}))*",
    re.IGNORECASE,
)
_BEGAN = re.compile(
    r"\b(?:since|last|from|until|desde|ayer|started|this|anoche)\s*$", re.IGNORECASE
)
_WISHES = Lexicon("""
    home/available/free/come/after/before/anytime/any_time/works/can/could/only/instead/prefer/
        puede/pueden/casa/disponible/estoy/estare/cambiar/how_about/between/push/move/earlier/
        end_of
""")

_ENTER_OK = Lexicon("""
    let yourself/yourselves/them in,
    come/go/enter/walk .. in/anytime/inside .. while/when/if/not/im,
    you can/may/could come/enter/go in/anytime, ok/okay/fine/permission .. enter/to_enter/come_in,
    key is/under/in, use .. lockbox/master/key, pueden/puede entrar/pasar, feel free to enter/come
""")
_ENTER_NO = Lexicon("""
    dont/not .. enter/come_in/anyone_in/go_in .. home/here/me/without/im/when,
    dont want anyone/anybody/someone .. in, not without me,
    only .. when/if .. im/i_am .. home/there, no entren/entre/pasen, need to be home/there/present
""")
_CALL_FIRST = Lexicon("""
    call/text/ring/knock/txt/phone .. before/first/when/ahead/prior,
    llamen/llame/llamar/avisen/avise/toquen .. antes/primero, let me know before,
    give .. call/heads_up .. before/first
""")
_PETS = Lexicon("""
    dog/dogs/cat/cats/puppy/kitten/pitbull/kitty/perro/perros/gato/gatos/perrito/mascota,
    have/tengo .. pet/pets/mascotas
""")
_NO_PETS = Lexicon("""
    no/without/zero pets/pet/animals/dogs/cats, dont have .. pets/pet/animals/dogs,
    no/sin tengo/hay/mascotas/perros .. mascotas/mascota/perros, sin mascotas
""")
_AWAY = Lexicon("""
    dog/cat/dogs/cats/pets .. away/gone/kennel/at_my/sitter,
    neighbors/neighbor .. dog/dogs/cat/cats, raining cats
""")

_STARS = re.compile(r"[⭐★🌟]")
_RATING_WORDS = {
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "uno": 1,
    "una": 1,
    "dos": 2,
    "tres": 3,
    "cuatro": 4,
    "cinco": 5,
}
_RATED = re.compile(
    r"^(?:(?:i(?:d| would)? (?:give|rate|say)|rating|un|una|le doy)\W+)?"
    r"([1-5]|one|two|three|four|five|uno|dos|tres|cuatro|cinco)\b(?!\s*(?:pm|am|:|\d|hrs?"
    r"|hours?|dogs?|cats?|weeks?|days?))",
)
_OF_FIVE = re.compile(
    r"\b([1-5]|one|two|three|four|five|cinco|cuatro|tres|dos)(?:\s*/\s*5|\s+(?:out of"
    r"|de)\s+(?:5|five|cinco)|\s+(?:stars?|estrellas?))\b"
)
MOST_STARS = 5
MOST_RATING_WORDS = 2


@dataclass(frozen=True)
class Slots:
    """Facts stated; None where not said. access: "ok", "call_first" or "no". rating: 1 to 5."""

    unit: str | None = None
    when: str | None = None
    access: str | None = None
    pets: bool | None = None
    rating: int | None = None


def slots_of(text: str) -> Slots:
    """All facts but the rating, which only means something when one was asked for."""
    said = sentences(text)
    return Slots(unit=unit_of(text), when=_when(text, said), access=_access(said), pets=_pets(said))


def unit_of(text: str) -> str | None:
    """The unit as written, without apt or #."""
    for pattern in (_UNIT, _LOOSE_UNIT):
        found = next(
            (m.group(1) for m in pattern.finditer(text) if m.group(1).lower() not in _NO_UNITS),
            None,
        )
        if found:
            return found
    return None


def rating_of(text: str) -> int | None:
    """A rating given explicitly, in digits, words or stars; off the scale there is none."""
    stars = len(_STARS.findall(text))
    if stars:
        return stars if stars <= MOST_STARS else None
    plain = fold(text).strip()
    found = _OF_FIVE.search(plain) or _RATED.search(plain)
    return None if found is None else _RATING_WORDS.get(found.group(1)) or int(found.group(1))


def is_only_rating(text: str) -> bool:
    """Nothing but the rating: "5", "five stars"."""
    return rating_of(text) is not None and len(bare(text).split()) <= MOST_RATING_WORDS


def _when(text: str, said: tuple[str, ...]) -> str | None:
    if _WISHES.said(said) is None:
        return None
    for found in _WHEN.finditer(text):
        if not _BEGAN.search(text[: found.start()]):
            return found.group().strip()
    return None


def _access(said: tuple[str, ...]) -> str | None:
    table = ((_CALL_FIRST, "call_first"), (_ENTER_NO, "no"), (_ENTER_OK, "ok"))
    return next((answer for words, answer in table if words.said(said)), None)


def _pets(said: tuple[str, ...]) -> bool | None:
    if _NO_PETS.mentioned(said):
        return False
    return True if _PETS.said(said) and not _AWAY.mentioned(said) else None
