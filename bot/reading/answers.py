"""Reads a reply to the one question we wait on: a visit time, leave to enter, a rating, a yes or no.
Judges the sense, never the first word alone, and answers None where the reply speaks of something
else.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from bot.context import Context, PromptKind
from bot.reading.intent import Intent
from bot.reading.lexicon import Lexicon
from bot.reading.slots import access_of, rating_of
from bot.reading.tenant_words import CALL_FOR_ENTRY, COMPLAINT, PRAISE
from bot.reading.text import bare, sentences
from bot.reading.times import proposed_time


class Awaited(StrEnum):
    """What kind of answer an open question calls for."""

    NOTHING = "nothing"
    TIME = "time"
    ENTRY = "entry"
    RATING = "rating"
    YES_NO = "yes_no"


@dataclass(frozen=True)
class Answer:
    """What the reply means and which words decided."""

    intent: Intent
    why: str


_ASKED: dict[PromptKind, Awaited] = {
    PromptKind.WINDOW: Awaited.TIME,
    PromptKind.RESCHEDULE: Awaited.TIME,
    PromptKind.ENTRY: Awaited.ENTRY,
    PromptKind.RATING: Awaited.RATING,
}

_GRANTS = Lexicon("""
    no problem/prob/problems/worries/issue, not a problem, dont/wouldnt mind, no hay problema, sin
        problema, no pasa nada, why not, cant wait, no me molesta
""")
_YES = Lexicon("""
    yes/yep/yeah/yup/yea/ya/sure/ok/okay/k/kk/okey/confirm/confirmed/confirming/perfect/correct/y/
    si/claro/vale/perfecto/sip/simon/absolutely/definitely/works/adelante/confirmo/confirmado/
    deal/great/good/fine/bueno/dale/orale/sale/listo/please/accept/accepted/agreed/awesome/cool/
    bet/alright/aight/yess/yas/si_por_favor/excelente/bien/correcto/acepto/ahi/1,
    that/this/it/time works/work/is_fine/is_good, works for me, sounds good/great/perfect/like,
    esta/me_queda/suena bien/perfecto, de acuerdo, go ahead/for, let .. in, will be
    home/here/there, ill be/i_will_be home/here/there, see you/u/ya, book it, put me down, ill
    take, me parece, por supuesto, ahi/aqui estare/estaremos, los espero, nos vemos, that one,
    first one, key/llave .. is/under/in/esta, use .. key/lockbox, come/go/enter .. in
""")
_NO = Lexicon("""
    no/nope/nah/naw/n/cant/wont/negative/never/nop/nel, dont want/like/think/need/care, not
        work/good/that/home/available/really/gonna/today/tomorrow/going/comfortable/ok/cool, doesnt/
        dont/wont/isnt/aint/not .. work/good/possible/fit, unable to, no se puede, no puedo/podre/
        podemos/me_queda/voy/estoy/estare/me_sirve/me_conviene/va, imposible, i .. work then/that/
        those, have to work, at work, busy, im/ill_be .. out/away/working/gone, out of town,
        ocupado/ocupada, trabajo ese, conflict, none of, ninguno/ninguna, 2
""")
_OTHER_TIME = Lexicon("""
    another/other/different/later/earlier/sooner/otro/otra/better time/day/date/slot/dia/hora/fecha/
        window/one/horario, reschedule*, anything/something/any .. earlier/later/sooner/else, what
        else, what other, mas temprano/tarde, reagendar/reprogramar/cambiar, instead, how/what about
""")
_CONDITION = Lexicon("""
    if/only/unless/after/before/instead/rather/prefer/earlier/later/long_as/provided/not_before/
        closer, but, mejor/solo/siempre_y/pero/despues/antes/prefiero/si_es, si puede ser
""")
_WILLING = Lexicon("""
    yes/yep/yeah/yup/si/claro/sure/confirm*/works/ok/okay/perfect/perfecto/great/good/fine/bien/
    ill_take/see_you/take/book
""")
_ASKS_TIME = Lexicon("""
    what time, que hora, how long, when .. coming/here, a que hora, what .. window/times/options
""")
_KEEP_OUT = Lexicon("""
    dont/not/never/no_one/nobody .. enter/come_in/anyone/go_in/in/inside/comfortable/without/
    allowed/want, not without/unless/if/when/comfortable/ok/okay/cool, only .. when/if/with/while
    .. im/i/my/were/home/there/present/here, rather/prefer/want/need/like/have .. be/to_be ..
    there/home/present/here, wait .. till/until/for_me/im, unless/until .. im/i/my/home/there, not
    .. home, if .. im/i_am/my/someone/were .. home/there/here, when im/i_am/i_get ..
    home/there/here/back, no entren/entre/pasen/quiero/me_gusta/dejo, solo/nomas/unicamente
    si/cuando/conmigo .. este/estoy/esta/estamos, cuando .. este/estoy/llegue/estemos/regrese, si
    estoy/estamos/no_estoy_no, prefiero/quiero/necesito/tengo_que .. estar, mejor
    cuando/si/espere*, sin mi, esperen/espere/esperar .. a_que/mi/hasta
""")


def awaited_by(context: Context) -> Awaited:
    """What the open question calls for; an expired one calls for nothing."""
    prompt = context.prompt
    if prompt is None or prompt.expired:
        return Awaited.NOTHING
    return _ASKED.get(prompt.kind, Awaited.YES_NO)


def read_answer(text: str, awaited: Awaited) -> Answer | None:
    """The reply as an answer to what was asked, or None where it is none."""
    reads = _READERS.get(awaited)
    return reads(text, sentences(text)) if reads else None


def _time(text: str, said: tuple[str, ...]) -> Answer | None:
    named = proposed_time(text)
    if _ASKS_TIME.said(said):
        return None
    other, grants = _OTHER_TIME.said(said), _GRANTS.said(said)
    refused = None if grants else _NO.first_of(said)
    if other or (named and (refused or _CONDITION.said(said))):
        return Answer(Intent.RESCHEDULE, f"'{named or other}' instead of the time offered")
    if named and not _WILLING.said(said):
        return Answer(Intent.RESCHEDULE, f"'{named}' in answer to a time")
    return _yes_no(text, said)


def _entry(text: str, said: tuple[str, ...]) -> Answer | None:
    grants = _GRANTS.said(said)
    kept_out = None if grants else _KEEP_OUT.first_of(said)
    if kept_out:
        return Answer(Intent.DECLINE, f"'{kept_out}' restricts entry")
    if access_of(text) == "call_first" or CALL_FOR_ENTRY.said(said):
        return Answer(Intent.CONFIRM, "may enter after a call")
    return _yes_no(text, said)


def _rating(text: str, said: tuple[str, ...]) -> Answer | None:
    stars = rating_of(text)
    if stars:
        return Answer(Intent.RATING, f"a rating: {stars}")
    cross, words = COMPLAINT.said(said), len(bare(text).split())
    if cross and words > LONGEST_RATING:
        return Answer(Intent.COMPLAINT, f"'{cross}'")
    praise = cross or PRAISE.first_of(said)
    return Answer(Intent.RATING, f"'{praise}' asked how it went") if praise else None


def _yes_no(_text: str, said: tuple[str, ...]) -> Answer | None:
    """A refusal outweighs a yes beside it, unless the words of refusal are themselves a grant."""
    grants = _GRANTS.said(said)
    if grants:
        return Answer(Intent.CONFIRM, f"'{grants}' to our question")
    refusal = _NO.first_of(said)
    if refusal:
        return Answer(Intent.DECLINE, f"'{refusal}' to our question")
    agreed = _YES.first_of(said)
    return Answer(Intent.CONFIRM, f"'{agreed}' to our question") if agreed else None


LONGEST_RATING = 8
_READERS: dict[Awaited, Callable[[str, tuple[str, ...]], Answer | None]] = {
    Awaited.TIME: _time,
    Awaited.ENTRY: _entry,
    Awaited.RATING: _rating,
    Awaited.YES_NO: _yes_no,
}
