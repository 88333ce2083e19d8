"""Where no phrase decided: a single word may, in the situation that makes it likely."""

from __future__ import annotations

from bot.reading import manager_cues as cues
from bot.reading import manager_words as words_of
from bot.reading.lexicon import Lexicon
from bot.reading.manager_heard import Mail
from bot.reading.manager_intent import ManagerIntent, Situation, Understood


def leaning(mail: Mail) -> Understood | None:
    """No phrase decided: a single word may, where the situation makes it likely."""
    for intent, lexicon, when in _LEANINGS.get(mail.situation, ()):
        said = {_ASKED: mail.said if mail.asks else (), _STATED: mail.stated}.get(when, mail.said)
        match = lexicon.said(said)
        if match:
            doubt = "no plain yes" if intent is ManagerIntent.APPROVE else None
            return Understood(intent, f"leans by '{match}'", doubt)
    return None


_ASKED, _STATED, _EITHER = "asked", "stated", "either"
_Leaning = tuple[ManagerIntent, Lexicon, str]
_LEANINGS: dict[Situation, tuple[_Leaning, ...]] = {
    Situation.ESTIMATE_PENDING: (
        (ManagerIntent.DECLINE, cues.REFUSING, _STATED),
        (ManagerIntent.QUESTION, words_of.ASKS, _STATED),
    ),
    Situation.JOB_SCHEDULED: (
        (ManagerIntent.CANCEL, cues.DROPPING, _STATED),
        (ManagerIntent.NEW_REQUEST, words_of.ASKS_WORK, _EITHER),
        (ManagerIntent.RESCHEDULE, cues.DAYS, _ASKED),
        (ManagerIntent.STATUS, cues.PROGRESS, _ASKED),
    ),
    Situation.JOB_IN_PROGRESS: ((ManagerIntent.STATUS, cues.PROGRESS, _ASKED),),
    Situation.JOB_COMPLETED: (
        (ManagerIntent.NEW_REQUEST, cues.FAULTY, _STATED),
        (ManagerIntent.NEW_REQUEST, words_of.ASKS_WORK, _STATED),
    ),
    Situation.INVOICE_SENT: (
        (ManagerIntent.PAYMENT_INFO, cues.PAYING, _STATED),
        (ManagerIntent.BILL_TO_CHANGE, cues.BILLING, _STATED),
    ),
    Situation.NONE: ((ManagerIntent.NEW_REQUEST, cues.WANTING, _STATED),),
}
