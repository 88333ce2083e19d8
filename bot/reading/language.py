"""Guesses whether words are English or Spanish, and hears a request for either. Never guesses from
silence.
"""

from __future__ import annotations

import re

from bot.reading.text import bare, tokens
from core.language import Language

# Words that carry grammar: a Spanglish text is answered in the language that carries it.
_SPANISH_WORDS = """
    el la los las un una unos unas de del al en es esta estan estoy hay que y o no se me mi mis su
    sus por para con sin pero porque cuando donde como quien cual ya muy mas tambien hola buenas
    buenos dias tardes noches gracias favor puede pueden puedo tengo tiene tenemos necesito quiero
    agua puerta cocina bano casa departamento depto apartamento apto luz fuga huele sirve
    funciona no ayer hoy manana lunes martes miercoles jueves viernes sabado domingo senor senora
    si llego llega viene vienen estufa calefaccion techo numero equivocado ayuda mensajes lo le
    les nos este esa ese eso esto todo toda nada alguien voy llegue listo tomo cinco excelente
    trabajo desde hasta perfecto ahi aqui estare estrellas ustedes tecnico visita cita
    plomero pieza cuanto cuesta oigan porfa depa
"""
_SPANISH = frozenset(_SPANISH_WORDS.split())
_ENGLISH_WORDS = """
    the an of to in is are was it its my your you i we he she they and or not no for with on at
    this that there what when where who how why can could would will wont dont cant have has had
    need please thanks thank hi hello hey water door kitchen bathroom house apartment apt unit
    leak smell works work working today tomorrow yesterday monday tuesday wednesday thursday
    friday saturday sunday yes im ive me but so just still some someone any been be do
    does did out up off from here again stop help status on way done late job
"""
_ENGLISH = frozenset(_ENGLISH_WORDS.split())
_MARKS = re.compile(r"[¿¡ñÑáéíóúÁÉÍÓÚ]")
_ASKS_SPANISH = frozenset(
    ("espanol", "en espanol", "en espanol por favor", "espanol por favor", "spanish",
     "spanish please", "in spanish", "in spanish please", "habla espanol", "hablan espanol",
     "se habla espanol")
)  # fmt: skip
_ASKS_ENGLISH = frozenset(
    ("english", "english please", "in english", "in english please", "en ingles", "ingles",
     "ingles por favor", "en ingles por favor")
)  # fmt: skip
# Endings no common English word has.
_ENDING = re.compile(
    r"\w{2,}(?:cion|iendo|amente|arme|irme|erme|enme|arlo|arla|aron|ieron|arnos|amos|emos|ieran)"
)
MARK_WEIGHT = 2


def guess_language(text: str, fallback: Language) -> Language:
    """The language that carries the grammar of the text; the fallback where it shows none."""
    words = tokens(text)
    spanish = sum(word in _SPANISH for word in words)
    spanish += sum(_ENDING.fullmatch(word) is not None for word in words if word not in _ENGLISH)
    spanish += MARK_WEIGHT * (_MARKS.search(text) is not None)
    english = sum(word in _ENGLISH for word in words)
    if spanish == english:
        return fallback
    return Language.SPANISH if spanish > english else Language.ENGLISH


def asked_language(text: str) -> Language | None:
    """The language asked for by a message that says only that ("ESPAÑOL"), else None."""
    whole = bare(text)
    if whole in _ASKS_SPANISH:
        return Language.SPANISH
    return Language.ENGLISH if whole in _ASKS_ENGLISH else None
