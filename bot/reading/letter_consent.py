"""Whether a mail that only weights take for a yes may be called one, to be read back. What hedges, asks or denies may
not, nor what holds no word of people who agree: of an answer to an estimate weights expect a yes whatever it says.
"""

from __future__ import annotations

from bot.reading import manager_cues as cues
from bot.reading import manager_money_words as money
from bot.reading.lexicon import Lexicon
from bot.reading.manager_heard import Mail
from bot.reading.manager_intent import ManagerIntent, Situation
from bot.reading.manager_money_rules import denies, is_receipt
from bot.reading.property_manager import ManagerReading

_HEDGES: tuple[Lexicon, ...] = (
    money.HESITANT,
    money.HEARSAY,
    money.NOT_YET,
    money.CONDITION,
    money.HOLD,
    money.DECLINE,
    cues.REFUSING,
)


def may_be_a_yes(words: str, situation: Situation, ruled: ManagerReading) -> bool:
    """Whether weights alone may call these words a go-ahead: a word for it, and nothing against it."""
    if situation is not Situation.ESTIMATE_PENDING or ruled.verdict is not None:
        return False
    if ruled.intent in _OTHER_WISHES:
        return False
    mail = Mail(words, "", situation)
    if mail.asks or is_receipt(mail) or any(map(denies, mail.said)):
        return False
    if any(hedge.mentioned(mail.said) for hedge in _HEDGES):
        return False
    return cues.AFFIRMING.said(mail.stated) is not None


# A rule that saw another wish in the words is not passed over.
_OTHER_WISHES = frozenset(
    {ManagerIntent.UNSUBSCRIBE, ManagerIntent.AUTO_REPLY, ManagerIntent.CANCEL}
)
