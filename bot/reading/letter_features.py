"""What a learned reader sees of a manager's mail: its words, the situation, and which concepts of the rules it states
or asks. Pure; it decides nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bot.reading import manager_cues as cues
from bot.reading import manager_money_words as money
from bot.reading import manager_words as work
from bot.reading.categories import is_fault
from bot.reading.features import SITUATED, worded
from bot.reading.letter_kin import kin_features
from bot.reading.lexicon import Lexicon
from bot.reading.manager_heard import Mail
from bot.reading.manager_intent import Situation
from bot.reading.manager_money_rules import denies
from bot.reading.manager_place import property_hint
from bot.reading.manager_terms import ceiling_cents, purchase_order
from bot.reading.text import tokens

MOST_CROSSED = 80
_CONCEPTS: Mapping[str, Lexicon] = {
    "days": cues.DAYS,
    "refusing": cues.REFUSING,
    "agreeing": cues.AGREEING,
    "affirming": cues.AFFIRMING,
    "dropping": cues.DROPPING,
    "progress": cues.PROGRESS,
    "paying": cues.PAYING,
    "billing": cues.BILLING,
    "wanting": cues.WANTING,
    "faulty": cues.FAULTY,
    "approve": money.APPROVE,
    "agree": money.AGREE,
    "decline": money.DECLINE,
    "hold": money.HOLD,
    "not yet": money.NOT_YET,
    "condition": money.CONDITION,
    "dated": money.DATED,
    "partly": money.PARTLY,
    "plain": money.PLAIN,
    "hesitant": money.HESITANT,
    "hearsay": money.HEARSAY,
    "unsubscribe": work.UNSUBSCRIBE,
    "sales": work.SALES,
    "reschedule": work.RESCHEDULE,
    "cancel": work.CANCEL,
    "bill to": work.BILL_TO,
    "payment": work.PAYMENT,
    "status": work.STATUS,
    "asks work": work.ASKS_WORK,
    "again": work.AGAIN,
    "asks paper": work.ASKS_PAPER,
    "asks": work.ASKS,
}


def letter_features(words: str, situation: Situation) -> frozenset[str]:
    """Everything about a mail's new words that a weight may be learned for, each named once.

    What the rules made of the whole is left out: they were written beside the texts that are learned from, and would
    be believed more than they deserve.
    """
    mail = Mail(words, "", situation)
    crossed = {f"{SITUATED}{situation}: {word}" for word in tokens(words)[:MOST_CROSSED]}
    told = {*worded(words), *crossed, *_concepts(mail), *_shape(mail)}
    return frozenset({f"{SITUATED}{situation}", *told, *kin_features(words, situation)})


def _concepts(mail: Mail) -> Iterator[str]:
    asked = tuple(each for clause in mail.clauses if clause.asks for each in clause.said)
    for name, lexicon in _CONCEPTS.items():
        for how, said in (("states", mail.stated), ("asks", asked)):
            if said and lexicon.said(said):
                yield f"{how} #{name}"
                yield f"{SITUATED}{mail.situation} {how} #{name}"


def _shape(mail: Mail) -> Iterator[str]:
    yield f"#asks {mail.asks}, states {bool(mail.stated)}"
    if mail.stated:
        yield from (f"#first {word}" for word in mail.stated[0].split()[:2])
        yield f"#last {mail.stated[-1].split()[-1]}"
    if ceiling_cents(mail.text) is not None:
        yield "#sets a ceiling"
    if purchase_order(mail.text):
        yield "#names an order"
    if property_hint(mail.text):
        yield from ("#names a home", f"{SITUATED}{mail.situation} #names a home")
    if is_fault(mail.said):
        yield from ("#names a fault", f"{SITUATED}{mail.situation} #names a fault")
    if any(map(denies, mail.stated)):
        yield from ("#denies", f"{SITUATED}{mail.situation} #denies")
