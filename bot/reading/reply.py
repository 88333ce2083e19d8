"""Cuts an e-mail down to the human's new words. Quoted and forwarded text, signatures, banners and
footers never count.

What it leaves out can approve nothing and alarm nobody; it would rather leave out a name than let
a quote in.
"""

from __future__ import annotations

import re

from mailparser_reply import EmailReplyParser

# Enough for any human's reply; the patterns below are never run on more.
MOST_CHARACTERS = 20_000
MOST_ATTRIBUTION_LINES = 3
# No history header is longer; the library takes seconds over lines that are.
MOST_LINE = 1_000

_CUTS = re.compile(
    r"^[ \t>]*(?:"
    r"-{2,} ?(?:Original Message|Forwarded message|Mensaje original|Mensaje reenviado).*"
    r"|Begin forwarded message:.*|Inicio del mensaje reenviado:.*"
    r"|_{10,}[ \t]*"
    r"|\**(?:From|De):\**[ \t].*\n(?:.*\n){0,3}?[ \t>]*\**(?:Sent|Date|To|Subject|Enviado|Fecha"
    r"|Para|Asunto):.*"
    r")$",
    re.IGNORECASE | re.MULTILINE,
)
_FORWARD = re.compile(
    r"^[ \t>]*(?:-{2,} ?(?:Forwarded message|Mensaje reenviado).*"
    r"|Begin forwarded message:.*|Inicio del mensaje reenviado:.*)$",
    re.IGNORECASE | re.MULTILINE,
)
_HEADER = re.compile(
    r"^[ \t>]*\**(?:From|Sent|Date|Subject|To|Cc|De|Enviado|Fecha|Asunto|Para)\**:", re.IGNORECASE
)
_ABOVE_THIS_LINE = re.compile(
    r"^[^\n]{0,40}(?:reply above this line|type your reply above"
    r"|responda (?:por )?encima de esta l[ií]nea)",
    re.IGNORECASE | re.MULTILINE,
)
_ATTRIBUTION = re.compile(
    r"^[ \t]*(?:On\b.{4,300}?\bwrote:|El\b.{4,300}?\bescribi[oó]:)[ \t]*$",
    re.IGNORECASE | re.MULTILINE | re.DOTALL,
)
_SIGNATURE = re.compile(r"^-- ?$", re.MULTILINE)
_FOOTERS = re.compile(
    r"^[ \t]*(?:Sent (?:from|via|using)\b.{0,80}|Get Outlook for\b.*|Enviado desde\b.{0,80}"
    r"|Obtener Outlook para\b.*|Yahoo Mail:.*)$",
    re.IGNORECASE | re.MULTILINE,
)
_DISCLAIMER = re.compile(
    r"^[ \t*]*(?:CONFIDENTIALITY(?: NOTICE)?|CONFIDENTIAL|DISCLAIMER|AVISO DE CONFIDENCIALIDAD"
    r"|This (?:e-?mail|message|email)(?: and any| \(including| is (?:a service|intended"
    r"|confidential))"
    r"|The information (?:contained )?in this)\b",
    re.IGNORECASE | re.MULTILINE,
)
_BANNER = re.compile(
    r"^[ \t\[*]*(?:CAUTION|EXTERNAL(?: E-?MAIL)?|WARNING)\b.*(?:\n.+)*", re.MULTILINE
)
_VALEDICTION = re.compile(
    r"^(?:(?:many )?thanks(?: again| so much)?|thank you|best(?: regards)?|kind regards|regards"
    r"|cheers|"
    r"sincerely|saludos(?: cordiales)?|gracias|atentamente)[ ,.!]*$",
    re.IGNORECASE,
)
_BUSINESS_CARD = re.compile(
    r"\(?\b\d{3}\)?[ .-]\d{3}[ .-]\d{4}\b|\b(?:www\.|https?://)|\S+@\S+\.\S+|\s\|\s|"
    r"\b(?:management|manager|properties|property|realty|rentals|lettings|homes|holdings|llc"
    r"|inc|director|"
    r"coordinator|accounts|assistant|apartments|administraci[oó]n|gerente)\b",
    re.IGNORECASE,
)
_NAME = re.compile(r"^[A-ZÁÉÍÓÚÑ][\w.'’-]*(?: [A-ZÁÉÍÓÚÑ][\w.'’-]*){0,3}$")
MOST_CARD_LINES = 8
MOST_CARD_WIDTH = 70
_PARSER = EmailReplyParser(languages=["en", "es"])


def new_words(text_body: str) -> str:
    """The human's own new words, whitespace tidied; "" where nothing new was said."""
    body = (
        text_body[:MOST_CHARACTERS].replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ")
    )
    own = _own_part(body)
    return _tidy(_without_card(_before_known_headers(own)))


def forwarded_words(text_body: str) -> str:
    """The words a forwarded mail passes on, without their headers; "" where nothing is forwarded.

    They are somebody else's: they may describe a fault or a danger, never decide anything.
    """
    body = text_body[:MOST_CHARACTERS].replace("\r\n", "\n").replace("\r", "\n")
    found = _FORWARD.search(body)
    if found is None:
        return ""
    lines = body[found.end() :].strip("\n").splitlines()
    while lines and (not lines[0].strip() or _HEADER.match(lines[0])):
        lines.pop(0)
    return new_words("\n".join(line.removeprefix("> ") for line in lines))


def _before_known_headers(own: str) -> str:
    """Cuts the history headers which the library knows and we do not; `content` keeps what follows
    a "Thanks,".
    """
    if not own or max(map(len, own.splitlines())) > MOST_LINE:
        return own
    replies = _PARSER.read(own).replies
    newest = (each.content for each in replies if each.content)
    return next(newest, own)


def _own_part(body: str) -> str:
    """Before the first forwarded header, without quotes, footers, banners and what follows them."""
    body = _BANNER.sub("", body)
    body = _before(_ABOVE_THIS_LINE, _before(_CUTS, body))
    body = _answered_inline(body)
    body = _before(_SIGNATURE, body)
    body = _before(_DISCLAIMER, body)
    return _FOOTERS.sub("", body).strip()


def _before(pattern: re.Pattern[str], body: str) -> str:
    found = pattern.search(body)
    return body[: found.start()] if found else body


def _answered_inline(body: str) -> str:
    """Keeps what was typed between quoted lines; below an unquoted history nothing is typed."""
    head, _, tail = _split_attribution(body)
    quoted = any(line.startswith(">") for line in tail.splitlines())
    kept = head if not quoted else head + "\n" + tail
    return "\n".join(line for line in kept.splitlines() if not line.lstrip().startswith(">"))


def _split_attribution(body: str) -> tuple[str, str, str]:
    for found in _ATTRIBUTION.finditer(body):
        if found.group().count("\n") < MOST_ATTRIBUTION_LINES:
            return body[: found.start()], found.group(), body[found.end() :]
    return body, "", ""


def _without_card(body: str) -> str:
    """Drops a business card from the end: a name with a title, company or telephone under it."""
    lines = body.rstrip().splitlines()
    cards = [at for at, line in enumerate(lines) if at and _BUSINESS_CARD.search(line)]
    for at in cards:
        start = _card_start(lines, at)
        if start and len(lines) - start <= MOST_CARD_LINES and _is_card(lines[start:]):
            return "\n".join(lines[:start])
    return body


def _card_start(lines: list[str], at: int) -> int | None:
    """The line a card begins on: the name above the first line of business, after a gap or a
    valediction.
    """
    top = at - 1 if _NAME.match(lines[at - 1].strip()) else at
    above = lines[top - 1].strip() if top else ""
    return top if top and (not above or _VALEDICTION.match(above)) else None


def _is_card(lines: list[str]) -> bool:
    return all(
        len(line) < MOST_CARD_WIDTH and not line.rstrip().endswith(("?", "!")) for line in lines
    )


def _tidy(body: str) -> str:
    return "\n".join(
        line for line in (" ".join(each.split()) for each in body.splitlines()) if line
    )
