"""Facts a text states by the way: unit, wished time, entry, pets, rating. Guesses none that is not
said.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from bot.reading.lexicon import Lexicon
from bot.reading.text import MOST_REMEMBERED, bare, fold, sentences, tokens
from bot.reading.times import wished_time

_UNIT = re.compile(
    r"(?:\b(?:unit|apt|apartment|appt|apto|depto|dpto|departamento|apartamento|unidad|suite|ste"
    r"|condo|flat|townhouse|depa|dept|apmt)(?:\b|(?=\d))[ .#:]*"
    r"(?:(?:is|no|number|n[uú]mero|num|es(?: el)?)\b[.]? ?)?#?|#\s?)"
    r"([0-9]{1,5}-?[a-z]?|[a-z]-?[0-9]{1,4}|[a-z](?=[\s,.;!?]*$|[ ,.;!?]+(?!is\b|[a-z]{1,2}\b)))"
    r"\b(?!['’:]|\s*(?:min|hr|hour|deg|am\b|pm\b|%|/))",
    re.IGNORECASE,
)
_LOOSE_UNIT = re.compile(
    r"(?:\b(?:in|at|from|en|this is|its|es|el|del|of)\s+)([0-9]{1,4}-?[a-z]|[a-z]-?[0-9]{1,4})\b"
    r"|^\s*([0-9]{3,4})(?=\s*[-:,]\s)|\(([0-9]{1,4}[a-z]|[a-z][0-9]{1,4})\)"
    r"|^\s*(?-i:([0-9]{1,4}[A-Z]|[A-Z][0-9]{1,4}))\b"
    r"|^\s*([0-9]{1,4}[a-z]|[a-z][0-9]{1,4})\b(?=\s+(?:here|aqui|aquí|again)|\s*[,:.-])"
    r"|(?:[,.;!?)]|\bi'?m in|\blive in|\bvivo en(?: el)?)\s*"
    r"((?:[0-9]{3,4}|[0-9]{1,4}[a-z]|[a-z][0-9]{1,4}))[.!]?\s*$"
    r"|^\s*(?:hi,? |hello,? |hola,? )?(?:this is |its |i'm in |soy del )?([0-9]{3,4}) here\b",
    re.IGNORECASE,
)
_CODE = re.compile(r"(?:code|codigo|código|clave|pin|combo|ticket|job|order|case)\b", re.IGNORECASE)
MOST_BEFORE_CODE = 24
# "At 3p", "in 1st": hours and ranks look like units.
_NO_UNITS = re.compile(
    r"^(?:a|i|y|o|is|the|its|w|u|r|[0-9]+(?:p|st|nd|rd|th|x|k|h|m|hr)|(?:[3-9][0-9]|1[01][0-9])f)$",
    re.IGNORECASE,
)

_ENTER_OK = Lexicon("""
    maintenance/anyone/someone/technician/tech can/may/could .. come/enter/go .. in/whenever/anytime,
    have .. permission .. enter/come_in, permission to enter/come_in,
    let yourself/yourselves/them/him/urself/himself .. in, let em in, come/go/enter/walk ..
    in/anytime/inside/right_in .. while/when/if/not/im/even/anytime, you/u/they/he/tech/plumber/
    guy/yall/someone can/may/could/is_ok_to/are_welcome_to come/enter/go/let/walk/use .. in/
    anytime/inside/key/yourself/without/while/if/when/themselves/himself, you/they/he/u/yall
    can/may enter, ok/okay/fine/permission/free/good .. enter/to_enter/go_in/let_yourself/come_in,
    key/keys is/are/under/in/with .. under/in/with/mat/pot/lockbox/office/flower/plant/rock/box,
    key/keys under/in/at .. mat/pot/lockbox/office/plant, use .. lockbox/master/key/spare,
    pueden/puede/puedes/podrian .. entrar/pasar/usar_la_llave, feel free to .. enter/come/go, no
    need .. be_home/for_me_to_be, go ahead .. enter/come_in/go_in/in, door .. unlocked/open &
    come/enter/go/in, dejo/dejare/dejé .. abierto/abierta/llave/llaves, llave ..
    debajo/bajo/tapete/maceta, tienen/doy/tiene .. permiso, entren/pasen .. si/aunque/sin/
    cuando_quieran/nomas, enter .. without me/us/anyone, enter if/when .. not/no
""")
_ENTER_NO = Lexicon("""
    dont let yourself/yourselves/urself/anyone/anybody, dont/not/never/no_one/nobody .. enter/
    come_in/anyone_in/go_in/come_inside/let_anyone/allow*/go_inside, dont/not want .. anyone/
    anybody/someone/people/you/strangers .. in/inside/here/when/while/without, not without me/us,
    only .. when/if/while .. im/i_am/were/my_wife/someone .. home/there/here, no entren/entre/
    pasen/pase/entrar, need/have/want/like/prefer/rather .. to_be/be home/there/present/here,
    without me .. home/there/present, must be home/present, wait .. until/till/for .. home/get/me,
    solo/nomas .. cuando/si/conmigo .. este/estoy/esta/casa, quiero/necesito/prefiero/tengo_que
    estar .. presente/ahi/casa/alli/aqui, sin mi/que_yo_este, cuando yo este/estoy/llegue, no
    quiero que .. entren/entre/nadie
""")
_ASKS_TO_BE_HOME = Lexicon("""
    do/should/does i/we/someone .. need/have/be .. home/there/here/present, tengo que estar
""")
_CALL_FIRST = Lexicon("""
    call/text/ring/knock/txt/phone/buzz/msg/message/holler/notify/warn .. before/first/when/ahead/
        prior/once/if_you/on_the_way/loud/loudly/hard/min/mins/minutes/on_arrival/upon/as_soon,
    llamen/llame/llamar/avisen/avise/toquen/toque/marquen/marque/llamenme/llameme/avisenme/aviseme/
        manden/mandenme/mande/tocar/avisar .. antes/primero/cuando/al_llegar/fuerte/un_mensaje/
        minutos, let me know .. before/when/first, give .. call/heads_up/ring/notice/text/warning ..
        before/first/when/ahead/prior, heads up, please/pls/just/but/but_please/and_pls
        call/knock/text_me/ring, knock loud/first/hard, pero llamen/avisen/toquen/llame/avise/toque,
    need/want .. notice/heads_up/call .. before/first, favor de .. tocar/llamar/avisar
""")
_ANIMALS = (
    "dog/dogs/cat/cats/puppy/pup/puppies/kitten/kittens/pitbull/pitbulls/pit/kitty/doggo/doggy/rabbit/"
    "bunny/parrot/bird/hamster/ferret/chihuahua/lab/poodle/perro/perros/perra/gato/gatos/gata/"
    "perrito/perrita/perritos/gatito/gatita/gatitos/mascota/conejo/perico/pastor_aleman"
)
_PETS = Lexicon(f"""
    my/our/have/has/got/a/the/big/small/little/friendly/old/two/2/three/3/with/theres/there_is/own/
        also/and/mi/mis/un/una/tengo/tenemos/el/la/los/dos/hay/nuestro/nuestra/and_my {_ANIMALS},
    {_ANIMALS} is/are/will/in/named/bark*/bites/friendly/crated/wont/might/se_llama/esta/estan/
        amarrado/bravo/en/inside/runs/gets/may/hates/s/escapes,
    shepherd/doberman/rottweiler/husky/retriever/bulldog/beagle/dachshund/doodle/schnauzer,
    have/tengo/got/tenemos/has .. pet/pets/mascotas/mascota/{_ANIMALS}, pet/pets in/inside/here
""")
_NO_PETS = Lexicon("""
    no/without/zero/sin/ninguna/ningun/0 .. pets/pet/animals/dogs/cats/mascota/mascotas/animales/
        perros/gatos,
    dont have/got/own .. pets/pet/animals/dogs/any_pets, no tengo/tenemos/hay .. mascotas/mascota/
        perros/animales/gatos, pet free
""")
# Another's animal, a pest, one that will be elsewhere, or a manner of speaking.
_AWAY = Lexicon(f"""
    dog/dogs/cat/cats/perro/pet/pets .. away/boarded/at_my/daycare/kennel/sitter/with_my/gone/
    out_of/afuera/mi_mama/mi_hermana, neighbor/neighbors/vecino/vecinos/vecina/stray/dead/
    someones/peoples/his/her/their/upstairs .. {_ANIMALS}, perro/perros/gato/gatos ..
    vecino/vecina/vecinos, raining cats, dog/cat park/door/pee/poop/urine/hair/smell/food/years,
    bird nest, {_ANIMALS} is/are/keeps losing/going_crazy/going_nuts/freaking/acting/scared/
    crying, take/taking .. dog/dogs/cat .. to/with, {_ANIMALS} .. losing/going_crazy/going_nuts/
    bark/barks/barking .. all_night/constantly/next, smells/smell/reeks/stinks like .. {_ANIMALS},
    can i/we get/have .. {_ANIMALS}
""")

_RATING_WORDS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5,
    "uno": 1, "una": 1, "dos": 2, "tres": 3, "cuatro": 4, "cinco": 5,
}  # fmt: skip
_STARS = re.compile("[⭐★\U0001f31f]")
_NUMBER = r"([1-5]|one|two|three|four|five|uno|una|cinco|cuatro|tres|dos)"
_RATED = re.compile(
    rf"^(?:(?:a|an|un|una|its a|i say|id say|id give it a?|solid|le doy un|les doy un|rating|ill give"
    rf"(?: it| him| you)?(?: a)?|(?:id|i would|gave|gonna) (?:give|say|go with|it|him|them)"
    rf"(?: it| him| them)?(?: a)?"
    rf"|about an?|meh|(?:le|les|lo) (?:pongo|doy|califico con)(?: un)?"
    rf"|definitely a?|prob a?|probably a?|hmm|um|ok|oh|def)[ :,]+)*{_NUMBER}"
    r"(?![\w:/]|\s*(?:days?|weeks?|times?|hours?|hrs?|min|months?|years?|years|dias|horas|veces"
    r"|semanas|people|guys|am\b|pm\b|-\s?\d|\.\d|of the|visits?|thumbs|out of (?!5|five))|\s*%)"
)
_OF_FIVE = re.compile(
    rf"\b{_NUMBER}(?:\s*/\s*5\b|\s+(?:out of|de|of)\s+(?:5|five|cinco)\b|\s*(?:stars?|estrellas?)\b)"
)
# "No more leak, 5": the last thing said stands for the whole.
_LAST = re.compile(rf"[,.!?;] ?(?:a |un )?{_NUMBER}[.!]*$")
_SARCASTIC = re.compile(r"\b(?:if i could|wish i could|would give|gave up|for effort|10/10|zero)\b")
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


@lru_cache(maxsize=MOST_REMEMBERED)
def slots_of(text: str) -> Slots:
    """All facts but the rating, which only means something when one was asked for."""
    return Slots(
        unit=unit_of(text),
        when=wished_time(text),
        access=access_of(text),
        pets=_pets(sentences(text)),
    )


def unit_of(text: str) -> str | None:
    """The unit as written, without apt or #."""
    for pattern in (_UNIT, _LOOSE_UNIT):
        for found in pattern.finditer(text):
            unit = next((each for each in found.groups() if each), "")
            coded = _CODE.search(text[max(0, found.start() - MOST_BEFORE_CODE) : found.start()])
            if unit and not coded and not _NO_UNITS.match(unit):
                return unit
    return None


def access_of(text: str) -> str | None:
    """Leave to enter: "ok" alone, "call_first", "no" not without them; None where not said."""
    said = sentences(text)
    if _ASKS_TO_BE_HOME.said(said):
        return None
    if _ENTER_NO.first_of(said):
        return "no"
    if _CALL_FIRST.said(said):
        return "call_first"
    return "ok" if _ENTER_OK.first_of(said) else None


def rating_of(text: str) -> int | None:
    """A rating given explicitly, in digits, words or stars; off the scale there is none."""
    stars = len(_STARS.findall(text))
    if stars > 1:
        return stars if stars <= MOST_STARS else None
    plain = fold(_STARS.sub(" ", text)).strip()
    if stars and not plain:
        return stars
    if _SARCASTIC.search(plain):
        return None
    found = _OF_FIVE.search(plain) or _RATED.search(plain) or _LAST.search(plain)
    return None if found is None else _RATING_WORDS.get(found.group(1)) or int(found.group(1))


def is_only_rating(text: str) -> bool:
    """Nothing but the rating: "5", "five stars"."""
    return rating_of(text) is not None and len(bare(text).split()) <= MOST_RATING_WORDS


def tells_a_place(text: str) -> bool:
    """Little more than a unit: "apt 4B", "im in 207"."""
    return unit_of(text) is not None and len(tokens(text)) <= MOST_PLACE_WORDS


MOST_PLACE_WORDS = 5


def _pets(said: tuple[str, ...]) -> bool | None:
    if _NO_PETS.mentioned(said):
        return False
    present = (each for each in said if _PETS.asserted(each) and not _AWAY.first(each))
    return True if next(present, None) else None
