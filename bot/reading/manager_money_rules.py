"""Rules about money we asked for. A go-ahead inside a question, a condition or a part of the work is never plain."""

from __future__ import annotations

import re

from bot.reading import manager_cues as cues
from bot.reading import manager_money_words as said_of_money
from bot.reading.manager_heard import Mail
from bot.reading.manager_intent import ManagerIntent, Understood
from bot.reading.manager_terms import ceiling_cents
from bot.reading.manager_words import STATUS
from bot.reading.text import fold, tokens


def refuses(mail: Mail) -> Understood | None:
    """A no, or a go-ahead denied."""
    if _taken_back(mail):
        return None
    match = (
        said_of_money.DECLINE.said(tuple(_ONLY_CAPS.sub(" ", each) for each in mail.stated))
        or _denied(mail.stated)
        or (_final_no(mail) if mail.has_estimate else None)
    )
    return Understood(ManagerIntent.DECLINE, f"'{match}'") if match else None


def _taken_back(mail: Mail) -> bool:
    """An earlier no is called a mistake, and a go-ahead follows."""
    found = _EARLIER_NO.search(fold(mail.text))
    return found is not None and said_of_money.PLAIN.said(mail.stated) is not None


_ONLY_CAPS = re.compile(
    r"\bdont (?:go|spend|charge|bill)(?: us| me)? (?:it )?(?:over|above|past|beyond|more)\b"
)
_EARLIER_NO = re.compile(
    r"\b(?:declin\w+|reject\w+|rechaz\w+|said no|my (?:earlier|last) no)\b[^.!?]{0,30}\b(?:by mistake|in error"
    r"|por error)|\b(?:cancel|forget|ignore|scratch|disregard) my (?:earlier|last|previous)? ?no\b"
)


def _final_no(mail: Mail) -> str | None:
    """A sentence that comes to a no: "so no", "it's a no from us", "yes I saw it, and no"."""
    for sentence in mail.stated:
        found = _NO_IN_THE_END.search(_WHY_NOT.sub(" ", sentence))
        if found:
            return found.group().strip(" ,")
    return None


_NO_IN_THE_END = re.compile(
    r"(?:^|, ?|\b(?:and|so|y|que|asi que|its|thats|say it but|but|then|<n>) )no(?: ,? ?(?:thanks|thank you|gracias"
    r"|por favor|please))?$|\b(?:is|its|thats|be|says?) (?:a|an)(?: \w+)? no\b(?! (?:brainer|problem))"
    r"|^(?:no to|not for|nothing (?:for|at|until|before)|nada (?:por|de)|por ahora no|de momento no)\b"
    r"|^por [0-9.,]+ no$"
    r"|\bneither\b"
)
_WHY_NOT = re.compile(r"\b(?:por ?que|why|see|or) no(?:t)?\b|\bif (?:its |it is )?(?:a )?no\b")


def _denied(said: tuple[str, ...]) -> str | None:
    """A go-ahead with any "not" before it in its sentence: where money is spent, none is overlooked."""
    for sentence in said:
        match = said_of_money.APPROVE.first(sentence)
        if match is None:
            continue
        if _NEGATION.search(_BESIDE.sub(" ", _HARMLESS.sub(" ", sentence[: match.at]))):
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
        match = _agreed(mail)
    if match is None:
        return _asked_approval(mail)
    return None if said_of_money.HEARSAY.said(mail.said) else _weighed(mail, match)


def approves_nothing(mail: Mail) -> Understood | None:
    """A go-ahead where no money was asked for: a person sees to it."""
    found = approves(mail)
    if found is None:
        return None
    return Understood(ManagerIntent.CONDITIONAL, f"{found.why}, but nothing was asked", "unasked")


def _agreed(mail: Mail) -> str | None:
    """Words that agree, a bare yes, a bare "go", or a ceiling with nothing refused."""
    if is_receipt(mail):
        return None
    bare = None if mail.asks else _bare_yes(mail)
    agreed = said_of_money.AGREE.said(mail.stated) or bare or _short_yes(mail)
    if agreed or mail.asks:
        return agreed
    went = next((found for found in map(_GO.search, mail.stated) if found), None)
    return went.group().strip() if went else _capped(mail)


_GO = re.compile(
    r"(?:^|, ?|\b(?:ok|okay|yes|fine|so|its a|<n>) )go(?: please| then)?$|^(?:\+ ?)?1 go$"
    r"|^go\b(?= (?:but|up|to|with|for))"
)
_RECEIPT = re.compile(
    r"^\W*(?:yes|si|ok)?\W*(?:(?:i |we )?(?:got|have|received|saw) (?:it|this|that|the estimate|yours)|ya (?:me"
    r"|nos) llego"
    r"|(?:lo )?recib[ií]\w*)(?:,? ?(?:thanks|thank you|gracias))?\W*(?:\n|$)"
)


def is_receipt(mail: Mail) -> bool:
    """Whether it only says that ours has come."""
    return _RECEIPT.search(fold(mail.text)) is not None


def denies(said: str) -> bool:
    """Whether a folded sentence holds a "not" that does more than cap or soothe."""
    return _NEGATION.search(_HARMLESS.sub(" ", said)) is not None


def _capped(mail: Mail) -> str | None:
    """A ceiling that is stated, where nothing is refused, is a go-ahead up to it."""
    if ceiling_cents(mail.text) is None:
        return None
    said = " ; ".join(mail.said)
    refused = cues.REFUSING.said(mail.stated) or denies(said)
    return None if refused or _CONDITION_FIRST.search(said) else "a ceiling"


_CONDITION_FIRST = re.compile(r"\b(?:unless|a menos que|salvo que|call me first|ask me first)\b")


def _asked_approval(mail: Mail) -> Understood | None:
    """Approval inside a question is none, whatever it asks."""
    match = said_of_money.APPROVE.said(mail.said) if mail.asks else None
    return Understood(ManagerIntent.CONDITIONAL, f"'{match}' in a question") if match else None


def _weighed(mail: Mail, match: str) -> Understood:
    """A condition makes it no approval, unless all it names is a date or a sum; the doubt stays either way."""
    condition = said_of_money.CONDITION.said(mail.stated)
    capped = ceiling_cents(mail.text) is not None or _COURTESY.search(fold(mail.text)) is not None
    if condition and not (said_of_money.DATED.said(mail.stated) or capped):
        return Understood(ManagerIntent.CONDITIONAL, f"'{match}', but '{condition}'", condition)
    if _open_question(mail) and not said_of_money.PLAIN.said(mail.stated):
        return Understood(ManagerIntent.CONDITIONAL, f"'{match}', and a question", "a question")
    doubt = (
        condition or said_of_money.DATED.said(mail.stated) or said_of_money.PARTLY.said(mail.stated)
    )
    return Understood(ManagerIntent.APPROVE, f"'{match}'", doubt or _bare_doubt(mail))


# An "if" that sets no condition.
_COURTESY = re.compile(
    r"\bif (?:you|they|he|we) can(?: please)?\W*$|\bif (?:at all )?possible\b|\bsi (?:se puede|es posible|pueden)\W*$"
    r"|\bsi no hay (?:otra|mas|remedio)\b|\bif (?:thats|it is|its) (?:ok|okay|fine|easier|what you need)\b"
)


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
    r"\b(?:not|no|never|dont|doesnt|didnt|wont|wouldnt|cant|couldnt|isnt|arent|wasnt|hasnt|havent|hadnt|shouldnt"
    r"|nobody|none|nor"
    r"|neither|hardly|without|aint|werent|nadie|ningun[oa]?|nunca|tampoco|ni|sin|jamas|unless|instead|mistake"
    r"|error|ignore"
    r"|disregard|wrong|oops|equivoc\w*|ignor[ae]n?)\b"
)
_HARMLESS = re.compile(
    r"\b(?:not (?:to )?exceed\w*|no(?:t)? more than|not a problem|no (?:problems?|issues?|objections?"
    r"|worries|rush|hurry|trip|mas de|problema)|dont (?:spend|go|exceed|bill|charge|forget)|never exceed"
    r"|sin (?:problemas?|pasar|exceder|avisar\w*)|no (?:gaste|gasten|pase|pasen|exceda|excedan)"
    r"|without (?:asking|checking|calling|my|our)|not a (?:penny|cent|dollar)|ni un (?:peso|dolar|centavo)"
    r"|(?:dont|do not) have to (?:ask|call|check)|and no more|no (?:se )?(?:pase|supere|exceda)n?|sin problema"
    r"|sin (?:consultar|preguntar|llamar\w*)|no (?:mas|more))\b"
)


# A "not" about something else than the work; the go-ahead stays worth reading back.
_BESIDE = re.compile(
    r"\b(?:no need(?: to)?|no hace falta|(?:i )?dont need|no (?:hay )?(?:changes|cambios|objections?|otra)"
    r"|couldnt be (?:happier|better)|cant (?:argue|complain|beat)|never ?mind|nothing against|not unhappy"
    r"|wont be (?:cheaper|better)|not sure|no idea|not (?:at home|here|in|available|around)|dont wait)\b"
)


def _open_question(mail: Mail) -> str | None:
    asked = [clause for clause in mail.clauses if clause.asks]
    open_ones = [clause for clause in asked if not STATUS.said(clause.said)]
    return "a question" if open_ones else None


def says_no(mail: Mail) -> Understood | None:
    """Nothing but a no and courtesies."""
    said = tokens(mail.text)
    rest = [word for word in said if word not in _NO | said_of_money.BARE_BESIDES]
    if _NO_BUT.match(fold(mail.text)):
        return None
    if said and said[0] in _NO and len(rest) <= MOST_NAME_WORDS:
        return Understood(ManagerIntent.DECLINE, "'no'")
    return None


# "No objections", "no changes": a no to something else.
_NO_BUT = re.compile(
    r"\W*no (?:objections?|changes?|problems?|issues?|worries|cambios|hay|veo|need)\b"
)
_NO = frozenset({"no", "nope", "nah", "negative", "pass"})
