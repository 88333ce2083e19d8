"""Reads a property manager's new words: what they ask, where, how soon. An approval is recognised
here, never acted on.

Feed it only `reply.new_words`: a quoted APPROVE is nobody's decision.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from bot.reading.categories import category_of, is_fault, is_urgent
from bot.reading.danger import Danger, Safety
from bot.reading.emergency import scan
from bot.reading.lexicon import Lexicon
from bot.reading.slots import unit_of
from bot.reading.tenant import category_for
from bot.reading.text import sentences


class ManagerIntent(StrEnum):
    """What a manager's mail asks of us. CONDITIONAL: a go-ahead with an "if"; never an approval."""

    APPROVE = "approve"
    CONDITIONAL = "conditional"
    DECLINE = "decline"
    QUESTION = "question"
    STATUS = "status"
    NEW_REQUEST = "new_request"
    CANCEL = "cancel"
    RESCHEDULE = "reschedule"
    BILL_TO_CHANGE = "bill_to_change"
    PAYMENT_INFO = "payment_info"
    UNSUBSCRIBE = "unsubscribe"
    OTHER = "other"


@dataclass(frozen=True)
class ManagerReading:
    """What was understood. category: only for a new request; urgency: also with a danger."""

    intent: ManagerIntent
    category: str | None
    urgency: str | None
    safety: Safety | None
    property_hint: str
    unit: str | None
    why: str


_UNSUBSCRIBE = Lexicon("""
    unsubscribe/desuscribir, take/remove .. me/us .. off/from .. list/emails/mailing/these/alerts,
    stop .. emailing/sending .. me/emails/these, no me .. envien/manden .. correos/mas
""")
_APPROVE = Lexicon("""
    approve/approved/aprobado/aprobada/apruebo/authorized/autorizado, go ahead, please proceed,
    proceed with, do it, ok/okay up to, green light, yes .. do_it/proceed/please/go_ahead,
    adelante/procedan/proceda, lets do it, fine/good to go
""")
_NOT_APPROVED = Lexicon("""
    not approved/authorized/approving, dont approve/proceed/do, no aprobado/autorizado/procedan,
    never approved
""")
_CONDITION = Lexicon("""
    if/unless/provided/assuming/depending/si/siempre_que, as long as, only if,
    once/after .. owner/i/we/confirm/hear, but .. first/only_if
""")
_DECLINE = Lexicon("""
    decline/declined/reject/rejected/rechazado/rechazo, owner/he/she/they/board says/said no,
    too high/expensive/much, hold off/on, hold .. until, not going ahead, put .. on hold,
    no gracias/procedan, muy caro, pass on this
""")
_CANCEL = Lexicon("""
    cancel/cancelar/cancele/cancelen, no need .. come/go/send, dont send/come, call .. off,
    no longer need*, works/working now, tenant fixed, ya no .. necesario/vengan/hace_falta
""")
_RESCHEDULE = Lexicon("""
    reschedule/postpone/reprogramar/reagendar, wont/doesnt/dont/not work .. can/how/could,
    wont/doesnt work, instead,
    can you do .. thursday/friday/monday/tuesday/wednesday/next/tomorrow, move .. to,
    are/is out .. afternoon/morning, mornings/afternoons are out, another/different day/time,
    cambiar .. fecha/dia/hora
""")
_BILL_TO = Lexicon("""
    reissue/rebill/re_bill, bill .. to/tenant/owner/directly, bill the/it,
    invoice .. to/owner/llc/instead, put .. po, change .. bill, po number .. on,
    factura/facturar .. a/nombre, care of
""")
_PAYMENT = Lexicon("""
    check/payment/ach/wire .. mailed/sent/issued/paid/cut/on_its_way/processed,
    mailed/sent/paid .. check/invoice/payment, w 9/w9, w9/coi/remit,
    paid .. today/friday/yesterday/online/in_full, set .. up as .. vendor,
    do you take .. ach/card/check, pagado/pagamos/transferencia/cheque
""")
_STATUS = Lexicon("""
    any/an update*/news/word/eta, status/progress, did anyone,
    has anyone/anybody/someone .. been/gone/come, ever go/went/come, still on site,
    still/is your tech/technician/plumber .. on/there/coming, where are we, whats happening/going,
    showed/show up, nobody/no_one came/showed, when .. coming/scheduled/be_done/finished,
    alguna novedad/noticia, como va, cuando .. vienen/llegan/terminan
""")
_ASKS_WORK = Lexicon("""
    please/pls/can/could .. send/handle/schedule/fix/dispatch/look/check/repair/get/quote/book/
        come/go,
    send someone/somebody/plumber/tech/whoever,
    need .. someone/plumber/tech/electrician/quote/estimate/repair, work order, go back out,
    tenant/resident says/reports/reported .. leak*/broke*/not/no/still, please handle/schedule,
    favor .. mandar/enviar/arreglar/revisar, manden/envien .. alguien/plomero/tecnico
""")
_SALES = Lexicon("""
    not interested, minute chat/call, book a demo, booked jobs, grow your,
    i help .. companies/businesses
""")
_STREET = (
    r"(?:st|street|ave|avenue|rd|road|dr|drive|ln|lane|blvd|boulevard|ct|court|pl|place|way|ter"
    r"|terrace|cir|circle|"
    r"hwy|pkwy|apartments|flats|homes|village|towers?|plaza)"
)
# "12 Elm", "214 Oak St": a number and a name; or a name that ends as places do.
_PLACE = re.compile(
    rf"\b(\d{{1,5}} (?:[NSEW]\.? )?[A-Z][A-Za-z'’]+(?: [A-Z][A-Za-z'’]+)?(?: {_STREET}\b\.?)?)"
    rf"|\b((?:[A-Z][A-Za-z'’]+ ){{1,3}}{_STREET})\b"
    r"|\b(?:at|en) ((?:[A-Z][A-Za-z'’]+)(?: [A-Z][A-Za-z'’]+){0,2})",
)
_STREET_IN_CAPITALS = re.compile(r"(?<!#)\b\d{1,5} [A-Z]{3,}\b")
_JOB_REFERENCE = re.compile(r"\b(?:job|estimate|invoice)\b[^\n]*?#?\s?[\w-]*\d+", re.IGNORECASE)

_Rule = tuple[ManagerIntent, Lexicon]
_RULES: tuple[_Rule, ...] = (
    (ManagerIntent.UNSUBSCRIBE, _UNSUBSCRIBE),
    (ManagerIntent.OTHER, _SALES),
    (ManagerIntent.DECLINE, _NOT_APPROVED),
    (ManagerIntent.DECLINE, _DECLINE),
    (ManagerIntent.APPROVE, _APPROVE),
    (ManagerIntent.CANCEL, _CANCEL),
    (ManagerIntent.RESCHEDULE, _RESCHEDULE),
    (ManagerIntent.BILL_TO_CHANGE, _BILL_TO),
    (ManagerIntent.PAYMENT_INFO, _PAYMENT),
    (ManagerIntent.STATUS, _STATUS),
)


def read_manager(new_words: str, subject: str) -> ManagerReading:
    """The intent of the new words; the subject only helps to find the place and the danger of a
    new mail.
    """
    danger = scan(new_words) or (None if _is_reply(subject) else scan(subject))
    new_words = new_words or _own_subject(subject)
    said = sentences(new_words)
    intent, why = _intent(new_words, subject, said, danger)
    is_request = intent is ManagerIntent.NEW_REQUEST
    everything = f"{subject}\n{new_words}" if is_request and not _is_reply(subject) else new_words
    return ManagerReading(
        intent=intent,
        category=category_for(everything, danger) if is_request else None,
        urgency=_urgency(is_request=is_request, danger=danger, said=said),
        safety=danger.kind if danger and danger.kind is not Safety.OTHER else None,
        property_hint=_property_hint(new_words) or _property_hint(_own_subject(subject)),
        unit=unit_of(new_words) or unit_of(_own_subject(subject)),
        why=danger.why if danger else why,
    )


def _intent(
    text: str, subject: str, said: tuple[str, ...], danger: Danger | None
) -> tuple[ManagerIntent, str]:
    if danger:
        return ManagerIntent.NEW_REQUEST, danger.why
    for intent, lexicon in _RULES:
        match = lexicon.said(said)
        if match:
            return _hedged(intent, text, said), f"'{match}'"
    if _ASKS_WORK.said(said) or (
        is_fault(said) and category_of(said) and not text.rstrip().endswith("?")
    ):
        return ManagerIntent.NEW_REQUEST, "asks for work"
    if "?" in text:
        return ManagerIntent.QUESTION, "a question mark"
    if _is_forward(subject):
        return ManagerIntent.NEW_REQUEST, "a forwarded message"
    return ManagerIntent.OTHER, "nothing asked"


def _hedged(intent: ManagerIntent, text: str, said: tuple[str, ...]) -> ManagerIntent:
    """A go-ahead with an "if" or a question in it is no go-ahead."""
    if intent is not ManagerIntent.APPROVE:
        return intent
    return ManagerIntent.CONDITIONAL if _CONDITION.said(said) or "?" in text else intent


def _urgency(*, is_request: bool, danger: Danger | None, said: tuple[str, ...]) -> str | None:
    if danger:
        return "emergency"
    if not is_request:
        return None
    return "urgent" if is_urgent(said) else "routine"


def _is_reply(subject: str) -> bool:
    return re.match(r"\s*(?:\[[^\]]*\]\s*)*(?:re|aw)\s*:", subject, re.IGNORECASE) is not None


def _is_forward(subject: str) -> bool:
    return re.match(r"\s*(?:fwd?|rv|reenv)\s*:", subject, re.IGNORECASE) is not None


def _own_subject(subject: str) -> str:
    """The subject where the manager wrote it; a reply's subject is ours."""
    return "" if _is_reply(subject) else _JOB_REFERENCE.sub("", subject)


def _property_hint(text: str) -> str:
    found = _PLACE.search(text)
    if found:
        return next(group for group in found.groups() if group).strip()
    shouted = _STREET_IN_CAPITALS.search(text)
    return shouted.group() if shouted else ""
