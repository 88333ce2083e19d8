"""In which order the rules are tried: before an estimate, words about money decide first; after a visit is set, words
about the visit do.
"""

from __future__ import annotations

import re

from bot.reading import manager_words as words_of
from bot.reading.manager_heard import Mail
from bot.reading.manager_intent import ManagerIntent, Situation, Understood
from bot.reading.manager_leanings import leaning
from bot.reading.manager_money_rules import approves, approves_nothing, holds, refuses, says_no
from bot.reading.manager_money_words import NOT_YET
from bot.reading.manager_rule import Rule, says, states
from bot.reading.manager_work_rules import (
    adds_work,
    asks_status,
    asks_work,
    calls_back,
    cancels_work,
    not_going_on,
    nothing_decided,
    orders_work,
)
from bot.reading.text import fold, tokens

# As written they would be cut in two, or be an "if".
_FIGURE = re.compile(r"(?<=\d),(?=\d{3})|(?<=\d)\.\d\d\b")
_SPANISH_YES = re.compile(
    r"\bsí\b|^\W*si(?=[,.!]|\s+(?:por favor|claro|adelante)|$)", re.IGNORECASE
)


def understand(text: str, subject: str, situation: Situation) -> Understood:
    """What the words ask, tried in the order that suits the situation; the first rule that speaks decides."""
    plain = _SPANISH_YES.sub("yes", _FIGURE.sub("", text))
    mail = Mail(plain, subject, situation)
    for rule in _RULES[situation]:
        understood = rule(mail)
        if understood is not None:
            return understood
    return leaning(mail) or nothing_decided(mail)


_UNSUBSCRIBE = says(ManagerIntent.UNSUBSCRIBE, words_of.UNSUBSCRIBE)
_FAREWELLS = frozenset({"stop", "baja", "remove"})


def _unsubscribes(mail: Mail) -> Understood | None:
    """Asked for, or nothing but a word that asks for it."""
    said = tokens(mail.text)
    if len(said) == 1 and said[0] in _FAREWELLS:
        return Understood(ManagerIntent.UNSUBSCRIBE, f"'{said[0]}'")
    return None if stays_listed(mail.text) else _UNSUBSCRIBE(mail)


def stays_listed(words: str) -> bool:
    """Whether what sounds like a farewell means a visit, a list of work, or wanting the mails back."""
    return _OTHER_LIST.search(fold(words)) is not None


# Off a schedule, not off a mailing list; or wanting the mails back.
_OTHER_LIST = re.compile(
    r"\b(?:unsubscribe (?:me |us )?from (?:this|that|the) (?:visit|job|appointment|repair)"
    r"|unsubscribed? by (?:accident"
    r"|mistake)|put (?:me|us) back|(?:do not|dont) unsubscribe|de baja (?:la|el|esa|ese) (?:visita|cita|orden"
    r"|trabajo))\b"
)


_SALES = says(ManagerIntent.OTHER, words_of.SALES)
_NOT_YET = states(ManagerIntent.OTHER, NOT_YET)
_RESCHEDULE = says(ManagerIntent.RESCHEDULE, words_of.RESCHEDULE)
_CANCEL = says(ManagerIntent.CANCEL, words_of.CANCEL)
_BILL_TO = says(ManagerIntent.BILL_TO_CHANGE, words_of.BILL_TO)
_PAYMENT = says(ManagerIntent.PAYMENT_INFO, words_of.PAYMENT)

# Before an estimate, words about money decide first; after a visit is set, words about the visit do.
_RULES: dict[Situation, tuple[Rule, ...]] = {
    Situation.ESTIMATE_PENDING: (
        _unsubscribes,
        says_no,
        refuses,
        holds,
        _NOT_YET,
        cancels_work,
        approves,
        _BILL_TO,
        _PAYMENT,
        asks_status,
        asks_work,
    ),
    Situation.JOB_SCHEDULED: (
        _unsubscribes,
        adds_work,
        _RESCHEDULE,
        not_going_on,
        _BILL_TO,
        asks_status,
        asks_work,
        _PAYMENT,
        approves_nothing,
    ),
    Situation.JOB_IN_PROGRESS: (
        _unsubscribes,
        adds_work,
        asks_status,
        _RESCHEDULE,
        not_going_on,
        refuses,
        approves,
        _BILL_TO,
        asks_work,
        _PAYMENT,
    ),
    Situation.JOB_COMPLETED: (
        _unsubscribes,
        calls_back,
        _BILL_TO,
        _PAYMENT,
        asks_work,
        asks_status,
        _RESCHEDULE,
    ),
    Situation.INVOICE_SENT: (
        _unsubscribes,
        _BILL_TO,
        _PAYMENT,
        calls_back,
        asks_work,
        asks_status,
    ),
    Situation.NONE: (
        _unsubscribes,
        _SALES,
        _PAYMENT,
        asks_status,
        _BILL_TO,
        _CANCEL,
        asks_work,
        orders_work,
        approves,
        _RESCHEDULE,
    ),
    Situation.UNKNOWN: (
        _unsubscribes,
        _SALES,
        refuses,
        _NOT_YET,
        approves,
        _CANCEL,
        _RESCHEDULE,
        holds,
        _BILL_TO,
        _PAYMENT,
        asks_status,
        asks_work,
    ),
}
