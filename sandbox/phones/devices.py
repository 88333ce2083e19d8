"""Whose screen a message belongs on, and what is seen of it there. Pure; sends nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from email.utils import formataddr
from heapq import nlargest

from sandbox.carrier.records import Direction, Mail, Sms
from sandbox.cast import CAST, Device, Person
from sandbox.phones.fates import Fate, fate_of

ELSEWHERE = "elsewhere"
MOST_ON_A_DEVICE = 80
MOST_ELSEWHERE = 20

PEOPLE: Mapping[str, Person] = {person.key: person for person in CAST}
_KEY_AT: Mapping[str, str] = {person.address.lower(): person.key for person in CAST}


@dataclass(frozen=True)
class Bubble:
    """One text on a phone. typed: by the person. pictures: sids; links: where others are kept."""

    sid: str
    typed: bool
    body: str
    segments: int
    at: float
    fate: Fate
    pictures: tuple[str, ...] = ()
    links: tuple[str, ...] = ()


@dataclass(frozen=True)
class Letter:
    """One mail in a mailbox. answer_to: where an answer goes; message_id: what it answers."""

    sid: str
    typed: bool
    sender_name: str
    sender_address: str
    recipient: str
    subject: str
    text: str
    html: str
    at: float
    fate: Fate
    answer_to: str
    message_id: str
    references: str
    attachments: tuple[str, ...] = ()
    files: tuple[str, ...] = ()

    @property
    def sender(self) -> str:
        """As a mail program writes it: `Name <address>`."""
        return formataddr((self.sender_name, self.sender_address))


@dataclass(frozen=True)
class Stray:
    """A message with a number or address that no device here has. words: its beginning."""

    sid: str
    typed: bool
    address: str
    words: str
    at: float
    fate: Fate


Shown = Bubble | Letter | Stray


@dataclass(frozen=True)
class Screen:
    """A person's device and what is on it, oldest first on a phone, newest first in a mailbox."""

    person: Person
    bubbles: tuple[Bubble, ...] = ()
    letters: tuple[Letter, ...] = ()


def screens_of(messages: Iterable[Sms | Mail]) -> tuple[tuple[Screen, ...], tuple[Stray, ...]]:
    """Sort messages onto the devices of the cast; the second part belongs to nobody here."""
    held: dict[str, list[Sms | Mail]] = {}
    for message in messages:
        held.setdefault(device_of(message), []).append(message)
    screens = tuple(_screen(person, held.get(person.key, [])) for person in CAST)
    return screens, tuple(_stray(each) for each in _newest(held.get(ELSEWHERE, []), MOST_ELSEWHERE))


def device_of(message: Sms | Mail) -> str:
    """The key of the person on whose device the message is seen, or ELSEWHERE."""
    is_text = isinstance(message, Sms)
    key = _KEY_AT.get(_others(message).lower(), ELSEWHERE)
    has = PEOPLE[key].device if key in PEOPLE else None
    return key if has is (Device.PHONE if is_text else Device.MAILBOX) else ELSEWHERE


def shown(message: Sms | Mail) -> Shown:
    """The message as its device shows it."""
    if device_of(message) == ELSEWHERE:
        return _stray(message)
    return bubble_of(message) if isinstance(message, Sms) else letter_of(message)


def bubble_of(sms: Sms) -> Bubble:
    """A text as a phone shows it."""
    return Bubble(
        sid=sms.sid,
        typed=sms.direction is Direction.INBOUND,
        body=sms.body,
        segments=sms.segments,
        at=sms.created,
        fate=fate_of(sms),
        pictures=sms.media,
        links=sms.links,
    )


def letter_of(mail: Mail) -> Letter:
    """A mail as a mailbox shows it."""
    named = {header.lower(): value for header, value in mail.headers.items()}
    return Letter(
        sid=mail.sid,
        typed=mail.direction is Direction.INBOUND,
        sender_name=mail.sender_name or mail.sender,
        sender_address=mail.sender,
        recipient=mail.recipient,
        subject=mail.subject,
        text=mail.text,
        html=mail.html,
        at=mail.created,
        fate=fate_of(mail),
        answer_to=mail.reply_to or named.get("reply-to") or mail.sender,
        # SendGrid names a mail itself when its sender has not.
        message_id=named.get("message-id", f"<{mail.batch}@ismtpd.sandbox>"),
        references=named.get("references", ""),
        attachments=mail.attachments,
        files=mail.files,
    )


def _screen(person: Person, messages: list[Sms | Mail]) -> Screen:
    newest = _newest(messages, MOST_ON_A_DEVICE)
    return Screen(
        person,
        bubbles=tuple(bubble_of(each) for each in reversed(newest) if isinstance(each, Sms)),
        letters=tuple(letter_of(each) for each in newest if isinstance(each, Mail)),
    )


def _newest(messages: list[Sms | Mail], most: int) -> list[Sms | Mail]:
    return nlargest(most, messages, key=lambda message: message.created)


def _stray(message: Sms | Mail) -> Stray:
    return Stray(
        sid=message.sid,
        typed=message.direction is Direction.INBOUND,
        address=_others(message),
        words=message.body if isinstance(message, Sms) else message.subject or message.text,
        at=message.created,
        fate=fate_of(message),
    )


def _others(message: Sms | Mail) -> str:
    """The address of the person, who sent what is inbound and gets what is outbound."""
    if message.direction is Direction.INBOUND:
        return message.sender or ""
    return message.recipient
