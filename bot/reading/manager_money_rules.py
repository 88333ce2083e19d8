"""Rules about money we asked for. A go-ahead inside a question, a condition or a part of the work is never plain."""

from __future__ import annotations

import re

from bot.reading import manager_cues as cues
from bot.reading import manager_money_words as said_of_money
from bot.reading.manager_heard import Mail
from bot.reading.manager_intent import ManagerIntent, Understood
from bot.reading.manager_terms import ceiling_cents
from bot.reading.manager_words import STATUS
from bot.reading.text import tokens


def refuses(mail: Mail) -> Understood | None:
    """A no, or a go-ahead denied."""
    match = said_of_money.DECLINE.said(mail.stated) or _denied(mail.stated)
    return Understood(ManagerIntent.DECLINE, f"'{match}'") if match else None


def _denied(said: tuple[str, ...]) -> str | None:
    """A go-ahead with any "not" before it in its sentence: where money is spent, none is overlooked."""
    for sentence in said:
        match = said_of_money.APPROVE.first(sentence)
        if match and (match.denied or _NEGATION.search(_HARMLESS.sub(" ", sentence[: match.at]))):
            return match.words
    return None


def holds(mail: Mail) -> Understood | None:
    """Not now."""
    match = said_of_money.HOLD.said(mail.stated)
    return Understood(ManagerIntent.DECLINE, f"'{match}'") if match else None


def approves(mail: Mail) -> Understood | None:
    """A go-ahead in a sentence that states. With an estimate before them, agreeing is enough."""
    match = said_of_money.APPROVE.said(mail.stated)
    if match is None and mail.has_estimate:
        match = said_of_money.AGREE.said(mail.stated) or _bare_yes(mail) or _short_yes(mail)
    if match is None:
        return _asked_approval(mail)
    return _weighed(mail, match)


def _asked_approval(mail: Mail) -> Understood | None:
    """Approval inside a question is none, whatever it asks."""
    match = said_of_money.APPROVE.said(mail.said) if mail.asks else None
    return Understood(ManagerIntent.CONDITIONAL, f"'{match}' in a question") if match else None


def _weighed(mail: Mail, match: str) -> Understood:
    """A condition makes it no approval, unless all it names is a date or a sum; the doubt stays either way."""
    condition = said_of_money.CONDITION.said(mail.stated)
    capped = ceiling_cents(mail.text) is not None
    if condition and not (said_of_money.DATED.said(mail.stated) or capped):
        return Understood(ManagerIntent.CONDITIONAL, f"'{match}', but '{condition}'", condition)
    doubt = (
        condition or said_of_money.DATED.said(mail.stated) or said_of_money.PARTLY.said(mail.stated)
    )
    return Understood(ManagerIntent.APPROVE, f"'{match}'", doubt or _bare_doubt(mail))


def _bare_yes(mail: Mail) -> str | None:
    """Nothing but a yes and courtesies."""
    said = tokens(mail.text)
    yes = [word for word in said if word in said_of_money.BARE_YES]
    rest = [
        word for word in said if word not in said_of_money.BARE_YES | said_of_money.BARE_BESIDES
    ]
    return (
        yes[0] if yes and len(rest) <= MOST_NAME_WORDS and yes[0] in said[:MOST_GREETING] else None
    )


def _short_yes(mail: Mail) -> str | None:
    """A few glad words and nothing asked."""
    if mail.asks or len(tokens(mail.text)) > MOST_SHORT_WORDS:
        return None
    return cues.AGREEING.said(mail.stated)


MOST_SHORT_WORDS = 14
MOST_NAME_WORDS = 2
MOST_GREETING = 3
_WEAK = frozenset({"ok", "okay", "k", "fine", "vale"})


def _bare_doubt(mail: Mail) -> str | None:
    """Why a yes is not plain: weak words, a maybe, a not somewhere, or a question about it."""
    plain = said_of_money.PLAIN.said(mail.stated) or _first_yes(mail)
    if plain is None:
        return "no plain yes"
    return _hesitation(mail) or _negation(mail) or _open_question(mail)


def _first_yes(mail: Mail) -> str | None:
    """A bare "ok" may only mean that it was read; a bare "yes" answers what was asked."""
    yes = _bare_yes(mail)
    strong = [word for word in tokens(mail.text) if word in said_of_money.BARE_YES - _WEAK]
    return yes if strong else None


def _hesitation(mail: Mail) -> str | None:
    """A maybe, a wish, a time to come or gone, before the go-ahead and in one sentence with it."""
    for sentence in mail.stated:
        match = said_of_money.PLAIN.first(sentence)
        hesitant = said_of_money.HESITANT.first(sentence)
        if match and hesitant and hesitant.at < match.at:
            return hesitant.words
    return None


def _negation(mail: Mail) -> str | None:
    """Any "not" beside a go-ahead is worth reading back, but those that only cap or soothe."""
    found = (_NEGATION.search(_HARMLESS.sub(" ", each)) for each in mail.stated)
    turn = _TURNS.search(mail.text)
    return next((match.group() for match in found if match), turn.group() if turn else None)


_TURNS = re.compile(
    r"\b(?:but|though|although|however|except|excepto|pero|aunque|salvo|unless|menos)\b",
    re.IGNORECASE,
)
_NEGATION = re.compile(
    r"\b(?:not|no|never|dont|doesnt|didnt|wont|wouldnt|cant|couldnt|isnt|arent|wasnt|nobody|none|nor"
    r"|neither|hardly|without|nunca|tampoco|ni|sin|jamas|unless|instead|mistake|error|ignore"
    r"|disregard|wrong|oops|equivoc\w*|ignor[ae]n?)\b"
)
_HARMLESS = re.compile(
    r"\b(?:not (?:to )?exceed\w*|no(?:t)? more than|not a problem|no (?:problems?|issues?|objections?"
    r"|worries|rush|hurry|trip|mas de|problema)|dont (?:spend|go|exceed|bill|charge|forget)|never exceed"
    r"|sin (?:problemas?|pasar|exceder|avisar\w*)|no (?:gaste|gasten|pase|pasen|exceda|excedan)"
    r"|without (?:asking|checking|calling|my|our))\b"
)


def _open_question(mail: Mail) -> str | None:
    asked = [clause for clause in mail.clauses if clause.asks]
    open_ones = [clause for clause in asked if not STATUS.said(clause.said)]
    return "a question" if open_ones else None


def says_no(mail: Mail) -> Understood | None:
    """Nothing but a no and courtesies."""
    said = tokens(mail.text)
    rest = [word for word in said if word not in _NO | said_of_money.BARE_BESIDES]
    if said and said[0] in _NO and len(rest) <= MOST_NAME_WORDS:
        return Understood(ManagerIntent.DECLINE, "'no'")
    return None


_NO = frozenset({"no", "nope", "nah", "negative", "pass"})
