"""Cuts an e-mail down to the human's new words. Quoted and forwarded text, signatures, banners and
footers never count.

What it leaves out can approve nothing and alarm nobody; it would rather leave out a name than let
a quote in.
"""

from __future__ import annotations

import quopri
import re

from mailparser_reply import EmailReplyParser

from bot.reading import reply_marks as marks
from bot.reading.reply_card import without_card

# Enough for any human's reply; the patterns are never run on more.
MOST_CHARACTERS = 20_000
MOST_ATTRIBUTION_LINES = 3
# No history header is longer; the library takes seconds over lines that are.
MOST_LINE = 1_000
# A quoted line this long was wrapped on its way: what follows it unquoted is its rest.
WRAPPED_AT = 60
_PARSER = EmailReplyParser(languages=["en", "es"])
_SOFT_BREAK = re.compile(r"=[ \t]*\n")
_ENCODED = re.compile(r"=(?:C[2-9A-F]|[DE][0-9A-F])=[89AB][0-9A-F]|=20$|=3D", re.MULTILINE)


def new_words(text_body: str) -> str:
    """The human's own new words, whitespace tidied; "" where nothing new was said."""
    own = _own_part(_plain(text_body))
    return _tidy(without_card(_before_known_headers(own)))


def forwarded_words(text_body: str, subject: str = "") -> str:
    """The words a forwarded mail passes on, without their headers; "" where nothing is forwarded.

    They are somebody else's: they may describe a fault or a danger, never decide anything. Some
    programs mark a forward in the subject alone, above the headers of what they pass on.
    """
    body = _plain(text_body)
    found = marks.FORWARD.search(body)
    if found is not None:
        rest = body[found.end() :]
    elif marks.FORWARD_SUBJECT.match(subject) and (head := marks.OUTLOOK_HEAD.search(body)):
        rest = body[head.start() :]
    else:
        return ""
    return new_words(_without_headers(rest))


def _without_headers(rest: str) -> str:
    lines = rest.strip("\n").splitlines()
    while lines and (not lines[0].strip(" >") or marks.HEADER.match(lines[0])):
        lines.pop(0)
    return "\n".join(line.removeprefix("> ") for line in lines)


def _plain(text_body: str) -> str:
    body = text_body[:MOST_CHARACTERS].replace("\r\n", "\n").replace("\r", "\n")
    return _decoded(body).replace("\xa0", " ").replace("\u200b", "").replace("\ufeff", "")


def _decoded(body: str) -> str:
    """Quoted-printable that nobody decoded on the way (RFC 2045 §6.7); anything else as it is."""
    soft_breaks = _SOFT_BREAK.search(body) is not None and body.isascii()
    if not (soft_breaks or _ENCODED.search(body)):
        return body
    raw = quopri.decodestring(body.encode())
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace") if body.isascii() else body


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
    body = _without_banners(body)
    body = _before(marks.ABOVE_THIS_LINE, _before(marks.HISTORY, body))
    body = _answered_inline(body)
    body = _before(marks.SIGNATURE, body)
    body = _before(marks.DISCLAIMER, body)
    return marks.MARKETING.sub("", marks.FOOTERS.sub("", body)).strip()


def _without_banners(body: str) -> str:
    """Each banner line, and those below it that go on about links and senders."""
    kept: list[str] = []
    in_banner = False
    for line in body.splitlines():
        begins = marks.BANNER.match(line) is not None
        in_banner = begins or (in_banner and marks.BANNER_GOES_ON.search(line) is not None)
        if not in_banner:
            kept.append(line)
    return "\n".join(kept)


def _before(pattern: re.Pattern[str], body: str) -> str:
    found = pattern.search(body)
    return body[: found.start()] if found else body


def _answered_inline(body: str) -> str:
    """Keeps what was typed between quoted lines; below an unquoted history nothing is typed."""
    head, _, tail = _split_attribution(body)
    quoted = any(line.startswith(">") for line in tail.splitlines())
    return _unquoted(head if not quoted else head + "\n" + tail)


def _unquoted(body: str) -> str:
    """The lines that are no quote, nor the rest of a quoted line that was wrapped without its mark."""
    kept: list[str] = []
    wrapped = False
    for line in body.splitlines():
        if line.lstrip().startswith(">"):
            wrapped = len(line) >= WRAPPED_AT
        elif not line.strip():
            wrapped = False
            kept.append(line)
        elif not wrapped:
            kept.append(line)
    return "\n".join(kept)


def _split_attribution(body: str) -> tuple[str, str, str]:
    for found in marks.ATTRIBUTION.finditer(body):
        if found.group().count("\n") < MOST_ATTRIBUTION_LINES:
            return body[: found.start()], found.group(), body[found.end() :]
    return body, "", ""


def _tidy(body: str) -> str:
    return "\n".join(
        line for line in (" ".join(each.split()) for each in body.splitlines()) if line
    )
