"""The carriers' reserved words and plain-language opt-outs. Refuses to take "stop" for an opt-out
inside another meaning.

CTIA Messaging Principles §5.1; 47 CFR §64.1200(a)(10): any reasonable means of saying so revokes
consent.
"""

from __future__ import annotations

import re
from enum import StrEnum

from bot.reading.lexicon import Lexicon
from bot.reading.text import bare, sentences


class Reserved(StrEnum):
    """What a reserved word, or the same in plain words, asks for.

    OUT_OR_VISIT: a bare CANCEL, END or QUIT. It opts out by the carriers' rule, and may have
    meant a visit.
    WHICH: "please cancel": nobody can tell which is meant; ask.
    """

    OUT = "out"
    OUT_OR_VISIT = "out_or_visit"
    WHICH = "which"
    IN = "in"
    HELP = "help"


_WORDS: dict[str, Reserved] = {
    **dict.fromkeys(
        (
            "stop",
            "stopall",
            "stop all",
            "unsubscribe",
            "revoke",
            "optout",
            "opt out",
            "remove",
            "remove me",
            "parar",
            "alto",
            "unsuscribe",
            "desuscribir",
        ),
        Reserved.OUT,
    ),
    **dict.fromkeys(("cancel", "end", "quit"), Reserved.OUT_OR_VISIT),
    **dict.fromkeys(("start", "unstop"), Reserved.IN),
    **dict.fromkeys(("help", "info", "ayuda"), Reserved.HELP),
}
# Around a bare reserved word these change nothing; around "cancel" they make it a sentence.
_POLITE = (
    "please",
    "pls",
    "plz",
    "por favor",
    "thanks",
    "thank you",
    "now",
    "ok",
    "just",
    "it",
    "this",
)
_CANCEL_WHICH = frozenset(
    (
        "cancel please",
        "please cancel",
        "pls cancel",
        "cancel pls",
        "plz cancel",
        "cancel plz",
        "please cancel it",
        "cancel it please",
        "cancel it",
        "cancelar",
        "cancelar por favor",
        "cancela por favor",
        "por favor cancelar",
        "por favor cancele",
        "cancele por favor",
        "cancele",
        "cancela",
    )
)

_OPT_OUT = Lexicon("""
    stop/quit/stoop .. texting/messaging/contacting/bothering/spamming/txting/texting_me,
    stop .. text/texts/messages/messaging/msgs/notifications/alerts/updates,
    stop/quit sending .. text/texts/messages/this/these/me/anything/stuff,
    dont .. text/message/contact/txt me/this, dont send me .. text/texts/messages/anything/msgs,
    no more text/texts/messages/msgs/alerts/notifications,
    dont want/need .. text/texts/messages/msgs/alerts,
    take/remove/delete/get/taken .. me/my_number/number/us .. list/texts/messages/system/this,
    take/remove/delete my/this number, unsubscribe/unsubscribed/unenroll, opt/opting me/us/out,
    dont/not consent/agree/authorize .. text/texts/texting/messages/automated,
    lose my number, no longer wish/want/need .. receive/get/these/texts/messages/contacted,
    stop .. these/the/all/those/your .. texts/messages/msgs/alerts/notifications, never
        text/message/contact me, dont .. contact me/us, dont want .. be contacted/texted/messaged,
    dont ever text/message/contact, cease/discontinue/end .. communication*/contact/texts/messages/
        texting/messaging/notifications, turn off .. texts/messages/notifications/alerts,
    enough with .. texts/messages, stop blowing .. phone,
    me/us/number/name/phone/contact .. off .. your/the/this/ur .. list,
    take/remove/delete .. my/this number/contact, take/remove/get us/me off,
    no vuelvan/vuelva a .. mandar*/escribir*/enviar*/contactar*/textear*, no me contacten/texteen/
        contacte/molesten, basta de .. mensajes/textos, paren de .. mandar*/escribir*/enviar*,
    quiten/borren/eliminen .. mi .. numero, cancelar/anular .. suscripcion/mensajes, desuscri*,
    no deseo/quiero .. recibir/que_me_escriban/que_me_manden/mensajes,
    no/ya_no/dejen_de .. manden/mande/envien/envie/escriban/escriba/mandar/enviar/escribir ..
        mensajes/textos/nada/mas,
    no me manden/mande/envien/envie/escriban/escriba,
    ya no .. quiero/deseo .. mensajes/textos/recibir,
    no quiero/deseo .. mas/recibir .. mensajes/textos, no mas mensajes/textos,
    dejen/deje/deja de mandar*/enviar*/escribir*/molestar*/textear*,
    quitenme/quiteme/saquenme/saqueme/borrenme/borreme/quiten/borren .. lista/numero/mensajes,
    darme/dar de baja, dar de baja mi/este
""")
_OPT_IN = Lexicon("""
    turn/switch/put .. messages/texts/notifications/alerts/them/it .. back on,
    turn .. back on .. messages/texts/notifications,
    start/resume .. texting/messaging/sending .. me/again/texts/messages,
    start/resume .. texts/messages again, sign me back up, resubscribe/unstop, opt me/back in,
    texted/sent/typed/said/hit stop .. accident/mistake/accidentally,
    accidentally/mistakenly .. stop/stopped/unsubscribed, want/like .. texts/messages again/back,
    vuelvan/vuelva/quiero .. mandar*/enviar*/recibir .. mensajes/textos .. otra_vez/nuevo,
    get/receive/start/want .. texts/messages/alerts/notifications/updates .. again/back,
    text/message me again, start texting/sending/messaging, resume .. texts/messages/alerts,
    volver/vuelvo .. recibir .. mensajes/textos/avisos, vuelvan a .. mandarme/enviarme/escribirme,
    reactiv* .. mensajes/textos/mi
""")
# A person, a place or a fee is to be stopped or taken off, not our texts.
_ABOUT_ELSE = Lexicon("""
    neighbor*/him/her/he/she/tenant*/roommate/kids/guy/upstairs .. stop/quit,
    stop texting/calling .. him/her/my/while/at_night,
    take/remove .. off .. lease/account/waitlist/wait_list, lease/fee/charge/parking,
    manden/mande/manda/mandar/mandarme/mandarnos/envien/envie/enviar/enviarme/enviarnos nadie/alguien/gente,
    manden/mande/manda/mandar/mandarme/mandarnos/envien/envie/enviar/enviarme/enviarnos a
        ese/esa/esos/un/una/otro/otra/nadie/alguien/el/la/los/las/su/sus/gente
""")


# Off a day, a schedule or a loudspeaker: those words are passed over, whatever else is asked in the same breath counts.
_OFF_A_DAY = re.compile(
    r"\b(?:take|taken?|remove|get|put) (?:me|us) off (?:of |the |that |this |your )*"
    r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?s?|hold|schedule|calendar|day|date|time|slot|lease"
    r"|hook|speaker(?:phone)?|mute|bill|rota|standby|wait ?list)\b"
)


def reserved_word(text: str) -> Reserved | None:
    """What these words ask of the carrier's list, or None where they mean something else."""
    whole = bare(text)
    if whole in _CANCEL_WHICH:
        return Reserved.WHICH
    return _WORDS.get(whole) or _WORDS.get(_without_manners(whole)) or _plain_words(text)


def _without_manners(whole: str) -> str:
    """The words without manners around them, a word said again and again once."""
    for word in _POLITE:
        whole = whole.removeprefix(word + " ").removesuffix(" " + word)
    return " ".join(dict.fromkeys(whole.split())) if len(set(whole.split())) == 1 else whole


def _plain_words(text: str) -> Reserved | None:
    said = sentences(text)
    if _OPT_IN.said(said):
        return Reserved.IN
    said = tuple(_OFF_A_DAY.sub(" ", each) for each in said)
    if _OPT_OUT.said(said) and not _ABOUT_ELSE.mentioned(said):
        return Reserved.OUT
    return None
