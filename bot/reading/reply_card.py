"""Finds the business card under a mail: a name with a title, company or telephone. A lone first name is no card."""

from __future__ import annotations

import re

MOST_CARD_LINES = 10
MOST_CARD_WIDTH = 80
MOST_LINE_WORDS = 9
_VALEDICTION = re.compile(
    r"^(?:(?:many |with )?thanks(?: again| so much| a lot| in advance)?|thank you(?: so much| very much)?"
    r"|thx|best(?: regards| wishes)?|(?:kind|warm|warmest)(?:est)? regards|regards|cheers|sincerely|respectfully"
    r"|take care|have a (?:good|great|nice) (?:day|one|weekend)|saludos(?: cordiales)?|(?:muchas )?gracias"
    r"|atentamente|atte|cordialmente|un saludo|quedo atent[oa]|saludos y gracias)[ ,.!-]*$",
    re.IGNORECASE,
)
_STRONG = re.compile(
    r"\(?\b\d{3}\)?[ .-]{1,2}\d{3}[ .-]\d{4}\b|\b\d{3}-\d{4}\b|\b(?:www\.|https?://)|\S+@\S+\.\S+|\s[|•·]\s"
)
_BUSINESS = re.compile(
    r"\b(?:management|manager|properties|property|realty|rentals?|lettings|homes|holdings|llc|inc|ltd"
    r"|director|coordinator|accounts|assistant|apartments|accounting|bookkeeper|owner|leasing|agent|broker"
    r"|realtor|supervisor|partners?|group|associates|residential|office|company|superintendent|payable"
    r"|administra\w+|gerente|inmuebles|inmobiliari[ao]|encargad[ao]|coordinador[a]?|propiedades|contabilidad"
    r"|cpm|arm|facilities|maintenance|operations|specialist|president|vp|team|realtors|investments)\b",
    re.IGNORECASE,
)
_NAME = re.compile(
    r"^[A-ZÁÉÍÓÚÑ][\w.'’-]*(?: (?:[A-ZÁÉÍÓÚÑ][\w.'’-]*|de|la|del|y|&|van|von)){0,4}(?:, [A-Z]{2,5})*"
    r"(?: \((?:she|he|they|ella|él|elle)\b[a-zé/ ]{0,18}\))?$"
)
_FULL_NAME = re.compile(
    r"^[A-ZÁÉÍÓÚÑ][\w.'’-]+(?: (?:[A-ZÁÉÍÓÚÑ][\w.'’-]*|de|la|del|y|van|von)){1,4}"
    r"(?: \([a-z/ ]{2,20}\))?(?:, [A-Z]{2,5})*$"
)
# "Go Ahead" above a telephone is an answer, whatever its capitals.
_AGREES = re.compile(
    r"\b(?:yes|no|ok|okay|go|ahead|approved?|please|thanks?|call|cancel|decline|hold|wait|stop|proceed|do|sounds|good"
    r"|fine|adelante|aprobado|apruebo|si|gracias|llame|espere)\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[?!:]\s*$|[a-záéíóúñ]{2}\.\s*$")
_ABBREVIATED = re.compile(
    r"\b(?:Inc|Co|Corp|Ltd|Bros|Assoc|Mgmt|Mgt|Dept|Props|Apts|St|Ave|Cía|Hnos|Ext|Tel)\.\s*$"
)
# A motto close under a card says nothing to us ("Please send bills to the office."); what may set terms is kept.
_MEANT = re.compile(
    r"[?!]|\d\d|\b(?:i|im|ill|we|us|me|you|your|he|she|they|it|thanks|if|but|not|dont|don't|no|wait|hold|call|ask"
    r"|cancel|stop|only|also|first|before|tenant\w*|resident\w*|him|her|them|until|unless|approved?|ok|yes|yo|nos|usted|ustedes|su|favor|si|pero|no|espere\w*|llam\w+)\b",
    re.IGNORECASE,
)
LEAST_LINES_OVER_A_MOTTO = 2


def without_card(body: str) -> str:
    """The words above the card; all of them where there is none."""
    lines = body.rstrip().splitlines()
    if _is_nothing_but_a_card(lines):
        return ""
    first = max(1, len(lines) - MOST_CARD_LINES)
    for start in range(first, len(lines)):
        if _begins(lines, start) and _is_card(lines[start:]):
            return "\n".join(lines[: start + _signed_by_hand(lines[start:])])
    return body


def _is_nothing_but_a_card(lines: list[str]) -> bool:
    """A whole name above a title or a telephone, and not a word before it: an answer sent before it was written."""
    filled = [line.strip() for line in lines if line.strip()]
    if not 1 < len(filled) <= MOST_CARD_LINES or _FULL_NAME.match(filled[0]) is None:
        return False
    has_number = any(_STRONG.search(line) for line in filled[1:])
    return has_number and not _AGREES.search(filled[0]) and _is_card(filled)


def _signed_by_hand(card: list[str]) -> int:
    """1 where a lone first name stands above the card that repeats it: the human typed it."""
    filled = [line.strip() for line in card if line.strip()]
    lone, named = filled[0].rstrip(",."), filled[1:2]
    begins_the_card = bool(named) and named[0].startswith(f"{lone} ")
    return int(begins_the_card and " " not in lone)


def _begins(lines: list[str], start: int) -> bool:
    """A name, or a whole card in one line, after a gap or a valediction; under a sentence only with a telephone."""
    line, above = lines[start].strip(), lines[start - 1].strip()
    if above.endswith(":"):
        return False
    opens = _NAME.match(line) or (_is_business(line) and _is_card_line(line))
    if not opens:
        return False
    parted = not above or _VALEDICTION.match(above) is not None
    return parted or any(_STRONG.search(each) for each in lines[start + 1 :])


def _is_card(lines: list[str]) -> bool:
    """Short lines, no sentences; more than a name, and somewhere a sign of business or of a second name."""
    filled = [line.strip() for line in lines if line.strip()]
    is_attached = bool(lines[-2:-1]) and lines[-2].strip() != ""
    if len(filled) > LEAST_LINES_OVER_A_MOTTO and is_attached and not _MEANT.search(filled[-1]):
        filled = filled[:-1]
        if all(_NAME.match(line) for line in filled) and all(map(_is_card_line, filled)):
            return True
    if not all(_is_card_line(line) for line in filled):
        return False
    if any(_is_business(line) for line in filled):
        return True
    return len(filled) == 2 and all(_NAME.match(line) for line in filled)


def _is_card_line(line: str) -> bool:
    line = _ABBREVIATED.sub("", line)
    if _STRONG.search(line) and len(line) < MOST_CARD_WIDTH:
        return not _SENTENCE.search(line)
    return (
        len(line) < MOST_CARD_WIDTH
        and len(line.split()) <= MOST_LINE_WORDS
        and not _SENTENCE.search(line)
        and (line[:1].isupper() or not line[:1].isalpha() or ":" in line[:3])
    )


def _is_business(line: str) -> bool:
    return _STRONG.search(line) is not None or _BUSINESS.search(line) is not None
