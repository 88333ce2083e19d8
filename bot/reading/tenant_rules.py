"""The order in which a tenant's text is understood: what does most harm if missed comes first.
Every rule says which words decided; none knows a job but by count.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from bot.reading.answers import Awaited, read_answer
from bot.reading.categories import category_of
from bot.reading.heard import Heard
from bot.reading.intent import Intent
from bot.reading.lexicon import Lexicon
from bot.reading.reserved import Reserved, reserved_word
from bot.reading.slots import access_of, is_only_rating, rating_of, tells_a_place
from bot.reading.tenant_words import (
    ACKNOWLEDGES,
    BILLING,
    BLAMES,
    CALL_FOR_ENTRY,
    COMPLAINT,
    CRIES_FOR_WORK,
    GREETING,
    HELP,
    HUMAN,
    NO_LONGER_HERE,
    NOTHING_TO_DO,
    OTHER_MATTERS,
    PROVIDES,
    RATED_GOOD,
    SENDS,
    THANKS,
)
from bot.reading.visit_words import (
    ASKS_ANSWER,
    CANCEL,
    CANCELS_MONEY,
    CONFIRMS_VISIT,
    ETA,
    NOT_OVER,
    RESCHEDULE,
    RESOLVED,
    STATUS,
    UNRESOLVED,
)

Found = tuple[Intent, str] | None
_RESERVED: dict[Reserved, Intent] = {
    Reserved.OUT: Intent.OPT_OUT,
    Reserved.OUT_OR_VISIT: Intent.OPT_OUT,
    Reserved.WHICH: Intent.CANCEL,
    Reserved.IN: Intent.OPT_IN,
    Reserved.HELP: Intent.HELP,
}


def intent_of(heard: Heard) -> tuple[Intent, str]:
    """What is wanted and the words that decided: the first rule that speaks."""
    found = next((each for each in (rule(heard) for rule in _RULES) if each), None)
    return found or (Intent.OTHER, f"nothing recognised in {len(heard.whole.split())} words")


def _danger(heard: Heard) -> Found:
    """A hazard told as an answer about open work keeps its natural intent."""
    if heard.danger is None:
        return None
    if heard.context.work:
        if ASKS_ANSWER.said(heard.said):
            return Intent.ETA, heard.danger.why
        if STATUS.said(heard.said):
            return Intent.STATUS, heard.danger.why
        if COMPLAINT.said(heard.said) and not _WORSE.said(heard.said):
            return Intent.COMPLAINT, heard.danger.why
    return Intent.NEW_REQUEST, heard.danger.why


_WORSE = Lexicon("worse/worsening/now, just started, peor, ahora")


def _reserved(heard: Heard) -> Found:
    word = reserved_word(heard.text)
    return (_RESERVED[word], f"reserved words: {word.value}") if word else None


def _answer(heard: Heard) -> Found:
    """A reply to our question, unless it tells of a fault."""
    answer = read_answer(heard.text, heard.awaited)
    if answer is None:
        return None
    unresolved = heard.awaited is not Awaited.RATING or UNRESOLVED.first_of(heard.said)
    if unresolved and heard.fault:
        return _fault(heard)
    return answer.intent, answer.why


def _stars(heard: Heard) -> Found:
    """A rating nobody asked for is one only where it cannot mean anything else."""
    plain = "⭐" in heard.text or (is_only_rating(heard.text) and not heard.text.strip().isdigit())
    said = RATED_GOOD.said(heard.said) if rating_of(heard.text) else None
    return (Intent.RATING, "a rating from 1 to 5") if plain or said else None


def _cancel(heard: Heard) -> Found:
    """Dropped in so many words, or open work told to be over; a fault still told of is neither."""
    match = CANCEL.said(heard.said)
    resolved = RESOLVED.said(heard.said) if heard.context.work else None
    if not (match or resolved) or NOT_OVER.said(heard.said) or CANCELS_MONEY.said(heard.said):
        return None
    if match and not heard.context.work and heard.fault and not RESOLVED.said(heard.said):
        return None
    return Intent.CANCEL, f"'{match or resolved}'"


def _human(heard: Heard) -> Found:
    match = None if _ARE_YOU.search(heard.whole) else HUMAN.said(heard.said)
    if match is None or CALL_FOR_ENTRY.said(heard.said) or heard.fault:
        return None
    return Intent.HUMAN, f"'{match}'"


_ARE_YOU = re.compile(r"\b(?:are (?:you|u)|is this|am i|eres|es usted)\b")


def _asks(intent: Intent, words: Lexicon) -> Callable[[Heard], Found]:
    """Asked about work that is open or was told of; a first report outranks the question."""

    def rule(heard: Heard) -> Found:
        match = words.said(heard.said)
        if match is None or (not heard.context.work and heard.fault):
            return None
        return intent, f"'{match}'"

    return rule


def _says(intent: Intent, words: Lexicon) -> Callable[[Heard], Found]:
    def rule(heard: Heard) -> Found:
        match = words.said(heard.said)
        return (intent, f"'{match}'") if match else None

    return rule


def _unless_fault(intent: Intent, words: Lexicon) -> Callable[[Heard], Found]:
    says = _says(intent, words)

    def rule(heard: Heard) -> Found:
        return None if heard.fault else says(heard)

    return rule


def _fault(heard: Heard) -> Found:
    if heard.fault is None:
        return None
    return Intent.NEW_REQUEST, f"something wrong with: {heard.fault}"


def _cry(heard: Heard) -> Found:
    """Something is wrong, though no thing is named that we know."""
    match = CRIES_FOR_WORK.said(heard.said)
    return (Intent.NEW_REQUEST, f"'{match}'") if match else None


def _thing(heard: Heard) -> Found:
    """A thing we repair, and nothing else that would explain why it is named."""
    named = category_of(heard.said)
    asked = heard.awaited is not Awaited.NOTHING
    if named is None or asked or len(heard.whole.split()) < FEWEST_WORDS_OF_REPORT:
        return None
    if heard.context.work:
        return (Intent.STATUS if _is_question(heard) else Intent.PROVIDE_INFO), f"names: {named}"
    if _IDLE.match(heard.whole) or _TOLD.search(heard.whole):
        return Intent.OTHER, f"asks about: {named}"
    return Intent.NEW_REQUEST, f"names: {named}"


def _nothing_to_do(heard: Heard) -> Found:
    match = NOTHING_TO_DO.said(heard.said)
    if match is None or _NEEDS_US.said(heard.said):
        return None
    return (Intent.CANCEL if heard.context.work else Intent.OTHER), f"'{match}'"


_NEEDS_US = Lexicon("""
    still/wont/broken/leak*/fix/repair*/replace*/need/someone/please/todavia/arregl*/damage/check
""")


_NOBODY = re.compile(r"\b(?:no one|nobody|noone|nadie|wont be)\b")
_IDLE = re.compile(r"(?:when|what|where|who|is|are|does|did|cuando|donde|que dia|a que hora)\b")
_TOLD = re.compile(r"\b(?:fyi|jsyk|just (?:letting (?:you|u|yall) know|so (?:you|u) know))\b")
_ASKING = re.compile(
    r"(?:is|are|did|do|does|when|what|who|where|which|can|could|has|have|any|how|cuando|que"
    r"|will (?:you|u|it|he|she|they|someone|somebody|this|the)"
    r"|quien|cual|como|ya|a que)\b"
)


def _is_question(heard: Heard) -> bool:
    return "?" in heard.text or _ASKING.match(heard.whole) is not None


def _confirms(heard: Heard) -> Found:
    """A booked visit agreed to, though nobody asked."""
    booked = any(each.window for each in heard.context.work)
    absent = _NOBODY.search(heard.whole)
    asks = absent or _is_question(heard)
    match = CONFIRMS_VISIT.said(heard.said) if booked and not asks else None
    return (Intent.CONFIRM, f"'{match}' of the booked visit") if match else None


def _supposes(heard: Heard) -> Found:
    """Asks what to do if something ever happened; nothing has."""
    match = _WHAT_IF.match(heard.whole)
    return (Intent.HELP, f"'{match.group()}'") if match else None


_WHAT_IF = re.compile(
    r"(?:(?:hi|hey|hello|hola|ok|so) )*(?:what|who|how|que|a quien) .{0,40}?\b(?:if|si) (?:i|we|you|there"
    r"|something|tengo|hay|pasa|alguna)\b(?: ever)?"
)


def _keeps_out(heard: Heard) -> Found:
    """Entry restricted for open work, though nobody asked."""
    if not heard.context.work or heard.fault or access_of(heard.text) != "no":
        return None
    return Intent.DECLINE, "not without them"


def _sends(heard: Heard) -> Found:
    match = SENDS.said(heard.said) if heard.context.work else None
    return (Intent.PROVIDE_INFO, f"'{match}'") if match else None


def _place(heard: Heard) -> Found:
    return (Intent.PROVIDE_INFO, "a unit") if tells_a_place(heard.text) else None


def _whole(intent: Intent, words: Lexicon) -> Callable[[Heard], Found]:
    """Only where the words are all there is: "hi, my sink leaks" is no greeting."""

    def rule(heard: Heard) -> Found:
        rest = heard.whole
        for sentence in heard.said:
            match = words.asserted(sentence)
            rest = rest.replace(match.words, "", 1) if match else rest
        whole = words.said(heard.said) and len(rest.split()) <= SPARE_WORDS
        return (intent, f"'{heard.whole}'") if whole else None

    return rule


SPARE_WORDS = 4
FEWEST_WORDS_OF_REPORT = 2
_RULES: tuple[Callable[[Heard], Found], ...] = (
    _danger,
    _reserved,
    _says(Intent.WRONG_NUMBER, NO_LONGER_HERE),
    _answer,
    _stars,
    _cancel,
    _human,
    _nothing_to_do,
    _supposes,
    _says(Intent.BILLING, BILLING),
    _unless_fault(Intent.HELP, HELP),
    _keeps_out,
    _asks(Intent.STATUS, STATUS),
    _asks(Intent.ETA, ETA),
    _asks(Intent.RESCHEDULE, RESCHEDULE),
    _unless_fault(Intent.COMPLAINT, COMPLAINT),
    _says(Intent.COMPLAINT, BLAMES),
    _sends,
    _unless_fault(Intent.OTHER, OTHER_MATTERS),
    _fault,
    _says(Intent.COMPLAINT, COMPLAINT),
    _place,
    _confirms,
    _says(Intent.PROVIDE_INFO, PROVIDES),
    _cry,
    _whole(Intent.THANKS, THANKS),
    _whole(Intent.GREETING, GREETING),
    _whole(Intent.THANKS, ACKNOWLEDGES),
    _thing,
)
