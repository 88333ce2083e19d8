"""What a mail's headers say: who wrote, to whom, in answer to what, and whether a machine did.

Headers are written by whoever sends the mail: nothing here proves anything.
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterable
from dataclasses import dataclass
from email.errors import HeaderParseError, MessageError
from email.header import decode_header
from email.message import Message
from email.parser import BytesHeaderParser
from email.policy import Compat32
from email.utils import getaddresses, unquote

from carriers.charsets import clean, decoded, label
from core.addresses import email_address
from core.messaging.automatic import automatic_header

LONGEST_SUBJECT = 300
LONGEST_NAME = 120
LONGEST_REASON = 100
MOST_REFERENCES = 50
MOST_ADDRESSES = 100
LONGEST_HEADER = 20_000
_MESSAGE_ID = re.compile(r"<\s*([^<>\s]{1,400})\s*>")
_ROBOTS = ("mailer-daemon", "postmaster", "no-reply", "noreply", "do-not-reply", "donotreply")


class AsWritten(Compat32):
    """Headers as they stand in the mail, so that 8-bit ones can be read by us."""

    def header_fetch_parse(self, name: str, value: str) -> str:
        """The value untouched."""
        del name
        return value


AS_WRITTEN = AsWritten()


@dataclass(frozen=True)
class Mailbox:
    """One address of a header, lower-case, with the name shown beside it."""

    address: str
    name: str = ""


class Heads:
    """The headers of one mail, by name, in the senders' spelling."""

    def __init__(self, message: Message) -> None:
        self._message = message

    def all_of(self, name: str) -> list[str]:
        """Every value of this header, unfolded, encoded words still encoded."""
        return [_written(value) for value in self._message.get_all(name, [])]

    def first(self, name: str) -> str:
        """The first value, or an empty string."""
        return next(iter(self.all_of(name)), "")

    def names(self) -> list[str]:
        """The header names, lower-case."""
        return [name.lower() for name in self._message]

    @property
    def subject(self) -> str:
        """Decoded, on one line."""
        return label(readable(self.first("Subject")), longest=LONGEST_SUBJECT)

    @property
    def message_id(self) -> str:
        """Without angle brackets; empty when there is none."""
        written = self.first("Message-ID")
        found = _MESSAGE_ID.search(written)
        return found.group(1) if found else "".join(written.split())[:400].strip("<>")

    @property
    def references(self) -> tuple[str, ...]:
        """Ids of In-Reply-To and References, nearest first, each once."""
        nearest = _MESSAGE_ID.findall(self.first("In-Reply-To"))
        older = _MESSAGE_ID.findall(self.first("References"))[::-1]
        return tuple(dict.fromkeys([*nearest, *older]))[:MOST_REFERENCES]


def read_heads(block: bytes) -> Heads:
    """The headers of a block of header lines."""
    return Heads(BytesHeaderParser(policy=AS_WRITTEN).parsebytes(block))


def readable(value: str) -> str:
    """A header's words with RFC 2047 encoded words decoded."""
    if "=?" not in value:
        return value
    try:
        pieces = decode_header(value)
    except (HeaderParseError, MessageError, binascii.Error, ValueError):
        return value
    return "".join(_piece(piece, charset) for piece, charset in pieces)


def mailboxes(values: Iterable[str]) -> tuple[Mailbox, ...]:
    """The addresses of one or more header values, each once; what is no address is passed over."""
    found: dict[str, Mailbox] = {}
    for name, written in getaddresses(list(values))[:MOST_ADDRESSES]:
        try:
            address = email_address(written).address
        except ValueError:
            continue
        shown = label(readable(unquote(name)), longest=LONGEST_NAME)
        found.setdefault(address, Mailbox(address, shown))
    return tuple(found.values())


def automatic_reason(heads: Heads, *, sender: str, return_path: str | None, own: str) -> str | None:
    """Why a machine wrote this and must get no answer (RFC 3834 §2, RFC 2076 §3.9), or None.

    return_path: the envelope's sender as the provider saw it, or None when unknown.
    own: our mail domain.
    """
    shown = automatic_header(heads.first, heads.names())
    checks = (
        (shown is not None, shown or ""),
        (return_path is not None and return_path.strip("<> ") == "", "null return path"),
        (_domain(heads.message_id) == own, "our own Message-ID"),
        (_domain(sender) == own, "our own address"),
        (sender.partition("@")[0].startswith(_ROBOTS), "robot address"),
    )
    return next((label(why, longest=LONGEST_REASON) for holds, why in checks if holds), None)


def _piece(piece: bytes | str, charset: str | None) -> str:
    if isinstance(piece, str):
        return piece
    # The parser hands plain text between encoded words over in this encoding of its own.
    return (
        decoded(piece, charset) if charset else clean(piece.decode("raw-unicode-escape", "replace"))
    )


def _domain(address: str) -> str:
    return address.rpartition("@")[2].lower()


def _written(value: object) -> str:
    raw = str(value)[:LONGEST_HEADER].encode("utf-8", "surrogateescape")
    return clean(" ".join(decoded(raw, None).split()))
