"""A raw mail's words and files (RFC 2045-2049), within limits. Enclosed mails stay shut."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from email.parser import BytesParser

from carriers.base import Unreadable
from carriers.charsets import decoded
from carriers.mail.heads import AS_WRITTEN, Heads, readable
from carriers.mail.plain import plain_text

MOST_DEPTH = 10
MOST_PARTS = 100
# The parser's work grows with parts times depth: a mail declaring more is built to hurt.
MOST_BOUNDARIES = 300
_BOUNDARY = re.compile(rb"boundary\s*=", re.IGNORECASE)


@dataclass(frozen=True)
class MailFile:
    """One file of a mail, judged by nobody yet."""

    name: str
    content_type: str
    content: bytes


@dataclass(frozen=True)
class Mail:
    """A mail taken apart. text: its plain words, from the HTML part where there is no other."""

    heads: Heads
    text: str
    files: tuple[MailFile, ...]


def read_mail(raw: bytes) -> Mail:
    """Take a raw mail apart. Raises Unreadable for one nested or cut beyond all measure."""
    if sum(1 for _ in _BOUNDARY.finditer(raw)) > MOST_BOUNDARIES:
        raise Unreadable("The mail declares too many parts.")
    try:
        message = BytesParser(policy=AS_WRITTEN).parsebytes(raw)
    except RecursionError as error:
        raise Unreadable("The mail is nested too deeply.") from error
    leaves = list(_leaves(message))
    words = [part for part in leaves if _is_words(part)]
    plain = "\n".join(_text(one) for one in words if one.get_content_subtype() == "plain").strip()
    files = tuple(_file(part) for part in leaves if not _is_words(part))
    return Mail(Heads(message), plain or _from_html(words), files)


def _leaves(message: Message) -> Iterator[Message]:
    """Every part that holds no others, in order; what lies beyond the limits is passed over."""
    waiting = [(message, 0)]
    for _ in range(MOST_PARTS):
        if not waiting:
            return
        part, depth = waiting.pop()
        # Asked of any other part, the library tries to decode it and stumbles over false charsets.
        is_multipart = part.is_multipart() and part.get_content_maintype() == "multipart"
        children = part.get_payload() if is_multipart else None
        if not isinstance(children, list):
            yield part
        elif depth < MOST_DEPTH:
            inner = [one for one in children if isinstance(one, Message)]
            waiting.extend((one, depth + 1) for one in reversed(inner))


def _is_words(part: Message) -> bool:
    shown = part.get_content_disposition() != "attachment" and not part.get_filename()
    return shown and part.get_content_type() in {"text/plain", "text/html"}


def _from_html(words: list[Message]) -> str:
    html = [_text(one) for one in words if one.get_content_subtype() == "html"]
    return plain_text("\n".join(html))


def _text(part: Message) -> str:
    declared = part.get_param("charset")
    charset = declared[2] if isinstance(declared, tuple) else declared
    return decoded(_content(part), charset).replace("\r\n", "\n")


def _file(part: Message) -> MailFile:
    name = readable(part.get_filename() or "")
    return MailFile(name, part.get_content_type(), _content(part))


def _content(part: Message) -> bytes:
    if part.is_multipart():
        return b""
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""
