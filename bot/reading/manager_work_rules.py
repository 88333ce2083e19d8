"""Rules about the work itself: how it stands, more of it, again, or none of it."""

from __future__ import annotations

import re

from bot.reading import manager_words as words_of
from bot.reading.categories import category_of, is_fault
from bot.reading.manager_heard import Mail
from bot.reading.manager_intent import ManagerIntent, Understood
from bot.reading.manager_money_words import HOLD, PLAIN
from bot.reading.manager_rule import says


def asks_status(mail: Mail) -> Understood | None:
    """How it stands; with an estimate before them, asking for work is no such question."""
    if mail.has_estimate and words_of.ASKS_WORK.said(mail.stated):
        return None
    return says(ManagerIntent.STATUS, words_of.STATUS)(mail)


def calls_back(mail: Mail) -> Understood | None:
    """A fault after the work was done is new work, even in a question."""
    match = words_of.AGAIN.said(mail.said)
    faulty = is_fault(mail.said) and category_of(mail.said)
    if match or faulty:
        return Understood(ManagerIntent.NEW_REQUEST, f"'{match or 'a fault'}' after the work")
    return None


def not_going_on(mail: Mail) -> Understood | None:
    """Holding a planned visit without another day drops it."""
    match = words_of.CANCEL.said(mail.said)
    if match is None and not words_of.RESCHEDULE.said(mail.said):
        match = words_of.NOT_GOING_ON.said(mail.said) or HOLD.said(mail.stated)
    return Understood(ManagerIntent.CANCEL, f"'{match}'") if match else None


def cancels_work(mail: Mail) -> Understood | None:
    """Dropping the job while an estimate waits."""
    match = words_of.CANCEL.said(mail.stated)
    if match is None or (PLAIN.said(mail.stated) and not match.startswith("cancel")):
        return None
    named = re.search(
        r"\b(?:visit|appointment|job|work order|cita|visita|trabajo)\b", mail.text, re.IGNORECASE
    )
    intent = ManagerIntent.CANCEL if named else ManagerIntent.DECLINE
    return Understood(intent, f"'{match}'")


_NAMES_A_VISIT = re.compile(
    r"\b(?:visit|appointment|job|work order|cita|visita|trabajo)\b", re.IGNORECASE
)


def asks_work(mail: Mail) -> Understood | None:
    """Work wanted or a fault named; papers wanted are a question."""
    if words_of.ASKS_PAPER.said(mail.said):
        return None
    match = words_of.ASKS_WORK.said(mail.said)
    if match:
        return Understood(ManagerIntent.NEW_REQUEST, f"'{match}'")
    if is_fault(mail.said) and category_of(mail.said) and not mail.text.rstrip().endswith("?"):
        return Understood(ManagerIntent.NEW_REQUEST, "names a fault")
    return None


def adds_work(mail: Mail) -> Understood | None:
    """More to do, in the thread of something else."""
    more = _MORE.search(mail.text)
    if more and words_of.ASKS_WORK.said(mail.said):
        return Understood(ManagerIntent.NEW_REQUEST, f"'{more.group()}', work")
    return None


_MORE = re.compile(
    r"\b(?:also|additionally|in addition|as well|another|tambi[eé]n|adem[aá]s|otra cosa"
    r"|while (?:you|they|he|she|your|the tech)\w*"
    r"|when (?:he|she|they|you) (?:is|are|'re|get) (?:there|out))\b",
    re.IGNORECASE,
)


def orders_work(mail: Mail) -> Understood | None:
    """A fresh mail that names a trade or a fault wants it seen to, asked or stated."""
    category = category_of(mail.said)
    wants = re.search(
        r"\b(?:can|could|please|need|pueden|podr[ií]an|favor)\b", mail.text, re.IGNORECASE
    )
    if category and (wants or not mail.asks):
        return Understood(ManagerIntent.NEW_REQUEST, f"names work: {category}")
    return None


def nothing_decided(mail: Mail) -> Understood:
    """What is left: a question, a bare forward, or nothing asked."""
    if mail.asks or words_of.ASKS_PAPER.said(mail.said) or words_of.ASKS.said(mail.said):
        return Understood(ManagerIntent.QUESTION, "asks something")
    if _is_forward(mail.subject):
        return Understood(ManagerIntent.NEW_REQUEST, "a forwarded message")
    return Understood(ManagerIntent.OTHER, "nothing asked")


def _is_forward(subject: str) -> bool:
    return re.match(r"\s*(?:fwd?|rv|reenv|wg|tr)\s*:", subject, re.IGNORECASE) is not None
