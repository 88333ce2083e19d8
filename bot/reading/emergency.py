"""Finds danger to life or home in any words, in every state of a conversation. Refuses to wait for
anything else.

Recall first: a denial, a danger that is over or long past lowers it; a guess at a harmless cause
does not.
"""

from __future__ import annotations

import re

from bot.reading.danger import Danger, Hazard, Safety
from bot.reading.hazards_air import AIR
from bot.reading.hazards_fire import FIRE
from bot.reading.hazards_home import HOME, PEOPLE
from bot.reading.hazards_water import WATER
from bot.reading.lexicon import Lexicon, Match
from bot.reading.spelling import Speller
from bot.reading.text import sentences, tokens

# The order is the order of harm: the first that speaks names the danger.
HAZARDS: tuple[Hazard, ...] = AIR + FIRE + PEOPLE + WATER + HOME

_OVER = Lexicon("""
    all/everything/everyone is good/fine/ok/okay/clear/safe, everythings good/fine/ok/okay,
    all good/clear/safe/done, false alarm,
    it/smell/its/water/that/alarm/leak/fire stopped/gone/went_away/went_out/off_now,
    it/fire/alarm/that out_now/is_out/is_off, smell/leak/fire/smoke/alarm .. is/has gone/stopped,
    is/was/its/got fixed/cleared/resolved/contained/over_now/all_over, its over/gone,
    fine/ok/okay/stopped/working/gone/fixed/safe now,
    i/we/he/she/they/husband/neighbor/super/guy/just/already turned/shut/got .. off,
    turned out .. was/to_be, was only/just,
    it was .. neighbor/neighbors/steam/cooking/toast/dinner/burnt,
    already/finally .. fixed/out/stopped/back_in/got_in/came,
    roommate/neighbor/super/maintenance/landlord/he/she/they/husband/wife/locksmith/manager .. let
        me/us .. in,
    got/let/back .. in/inside/out .. now/ok/okay/fine/safe/finally/already,
    put .. out, mopped/cleaned .. up, not anymore, dejo de .. salir/sonar/oler/tirar,
    ya paso/paro/esta_bien/se_apago/cerre/se_arreglo/quedo/pude/salio/salieron/lo_apague,
    era solo/solamente/nada, todo bien, falsa alarma
""")
_DENIED_NOW = Lexicon("""
    no/not .. leak/smell/smoke/fire/water/flood/gas now/anymore,
    no/not .. leak/smell/smoke/fire/gas .. anymore, you can close it/this/the,
    ya no .. huele/sale/hay/gotea/suena
""")
_STILL = Lexicon("""
    still/again/worse/worsening/keeps/keep/todavia/aun/sigue/siguen/stronger,
    feel/feeling/feels sick/dizzy/bad/faint/weird, mareado/mareados/mareada, smolder*/smoulder*,
    coming/came/come back, otra vez, de nuevo
""")
_GUESS = Lexicon("think/thought/probably/maybe/guess/might/hopefully/creo/quiza/quizas/parece")
_LONG_AGO = Lexicon("""
    last week/month/year/winter/summer/spring/fall/time, week/weeks/month/months/year/years ago,
    semana/mes/ano pasado/pasada, hace .. semanas/meses/anos
""")
_SINCE = Lexicon("since/ever/still/again/now/desde/todavia/otra/ahora/sigue")
_SUPPOSED = Lexicon("""
    what if, in case of/theres/there/i, if i/we/you/there ever, if theres ever,
    if .. were/happens/happened, en caso de, si hubiera/llegara, drill/drills/simulacro,
    sign/signs up
""")


# Words worth repairing; a vocabulary any wider repairs "still" into "spill".
_WORTH_REPAIRING = """
    smell smells smelling smelled carbon monoxide alarm alarms smoke smoking flame flames sparks
    sparking sparked outlet outlets breaker electrical electrocuted burning flooding flooded flood
    overflow overflowing overflowed overflows burst gushing pouring spraying ceiling sewage toilet
    bathtub elevator trapped locked furnace heater heating freezing detector propane exposed
    broken collapsed collapsing bursting leaking dripping water headache dizzy trying deadbolt
    fire huele humo incendio fuego alarma monoxido inundando inundado chispas elevador ascensor
    atrapado atrapada encerrado encerrada calefaccion drenaje quemado tuberia desbordando
"""


def _speller() -> Speller:
    lexicons = (
        each
        for hazard in HAZARDS
        for each in (hazard.signs, *(half for pair in hazard.pairs for half in pair))
    )
    return Speller(
        _WORTH_REPAIRING.split(), known=(word for each in lexicons for word in each.vocabulary)
    )


_SPELLER = _speller()


# "Not a drip anymore" is no drip.
_CONTRAST = re.compile(r"\b(?:not|isnt|more than|no longer) (?:a|an|just a|just|only a|the) \w+")
_CUT = re.compile(r" ?,| and (?:the|my|a|theres) | (?:plus|oh) | y (?:la|el|mi|hay) ")

# A single word with nothing around it but a cry for help.
_CRIED: dict[str, Safety] = {
    "gas": Safety.GAS,
    "fire": Safety.FIRE,
    "smoke": Safety.FIRE,
    "fuego": Safety.FIRE,
    "humo": Safety.FIRE,
    "flood": Safety.FLOOD,
    "carbon monoxide": Safety.CARBON_MONOXIDE,
}
_CRIES = frozenset(
    ("help", "please", "hurry", "now", "emergency", "911", "ayuda", "urgente", "hay")
)


def scan(text: str) -> Danger | None:
    """The gravest danger these words tell of, going on now or not known to be over; else None."""
    cried = " ".join(dict.fromkeys(word for word in tokens(text) if word not in _CRIES))
    if cried in _CRIED:
        return Danger(_CRIED[cried], (cried,))
    said = tuple(_SPELLER.repair(each) for each in sentences(text))
    found = (_danger(hazard, said) for hazard in HAZARDS)
    return next((each for each in found if each), None)


def _danger(hazard: Hazard, said: tuple[str, ...]) -> Danger | None:
    words = _sign(hazard.signs, hazard.unless, said) or _pair(hazard, said)
    if not words or hazard.lowered_by.mentioned(said):
        return None
    return Danger(hazard.kind, words, hazard.is_wet)


def _sign(signs: Lexicon, unless: Lexicon, said: tuple[str, ...]) -> tuple[str, ...]:
    for at, sentence in enumerate(said):
        for match in signs.all_asserted(sentence):
            explained = unless.mentioned((_CONTRAST.sub(" ", _clause(sentence, match)),))
            if not explained and _is_live(match, sentence, said[at + 1 :]):
                return (match.words,)
    return ()


def _clause(sentence: str, match: Match) -> str:
    """The part of the sentence, between commas and turns of thought, where the sign stands."""
    start = max((cut.end() for cut in _CUT.finditer(sentence, 0, match.at)), default=0)
    end = _CUT.search(sentence, match.at + len(match.words))
    return sentence[start : end.start() if end else None]


def _pair(hazard: Hazard, said: tuple[str, ...]) -> tuple[str, ...]:
    for first, second in hazard.pairs:
        one, other = _sign(first, hazard.unless, said), second.said(said)
        if one and other:
            return (*one, other)
    return ()


def _is_live(match: Match, sentence: str, later: tuple[str, ...]) -> bool:
    """Not supposed, not long ago, and not said to be over in the same sentence or a later one."""
    if _SUPPOSED.asserted(sentence[: match.at]):
        return False
    if _LONG_AGO.asserted(sentence) and not _SINCE.asserted(sentence):
        return False
    if _DENIED_NOW.asserted(sentence):
        return False
    rest = (sentence[match.at :], *later)
    return not any(_is_over(each) for each in rest) or _STILL.said(rest) is not None


def _is_over(sentence: str) -> bool:
    said = _OVER.asserted(sentence) or _DENIED_NOW.asserted(sentence)
    return said is not None and _GUESS.asserted(sentence) is None
