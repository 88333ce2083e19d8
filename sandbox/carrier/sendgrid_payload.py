"""Reads a v3 mail/send payload as SendGrid does, into mails ready to keep. Pure but for ids.

Refuses with SendGrid's own shape of complaint: message, field, help.
"""

import base64
import binascii
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import chain

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from sandbox.carrier.records import Direction, Mail, MailFile, MailState, new_sid

MOST_PERSONALIZATIONS = 1000
MOST_RECIPIENTS = 1000
LARGEST_CUSTOM_ARGS = 10_000
LARGEST_MAIL = 30_000_000

# SendGrid sets these itself and refuses them as custom headers.
_RESERVED_HEADERS = frozenset(
    (
        "x-sg-id",
        "x-sg-eid",
        "received",
        "dkim-signature",
        "content-type",
        "content-transfer-encoding",
        "to",
        "from",
        "subject",
        "reply-to",
        "cc",
        "bcc",
    )
)
_ADDRESS = r"^[^@\s<>,;]+@[^@\s<>,;]+\.[^@\s<>,;]+$"


class _Part(BaseModel):
    # SendGrid ignores what it does not know; so must we.
    model_config = ConfigDict(extra="ignore", strict=True, populate_by_name=True)


class _Address(_Part):
    email: str = Field(pattern=_ADDRESS)
    name: str = ""


class _Personalization(_Part):
    to: list[_Address] = Field(min_length=1, max_length=MOST_RECIPIENTS)
    cc: list[_Address] = Field(default_factory=list)
    bcc: list[_Address] = Field(default_factory=list)
    subject: str | None = None
    headers: dict[str, str] = Field(default_factory=dict)
    custom_args: dict[str, str] = Field(default_factory=dict)


class _Content(_Part):
    type: str = Field(min_length=1)
    value: str = Field(min_length=1)


class _Attachment(_Part):
    content: str = Field(min_length=1)
    filename: str = Field(min_length=1)
    type: str = "application/octet-stream"


class _Payload(_Part):
    personalizations: list[_Personalization] = Field(min_length=1, max_length=MOST_PERSONALIZATIONS)
    sender: _Address = Field(alias="from")
    reply_to: _Address | None = None
    subject: str = ""
    content: list[_Content] = Field(min_length=1)
    headers: dict[str, str] = Field(default_factory=dict)
    custom_args: dict[str, str] = Field(default_factory=dict)
    attachments: list[_Attachment] = Field(default_factory=list)


class PayloadRefused(ValueError):
    """The payload breaks a rule of v3 mail/send; `field` is its path, or None."""

    def __init__(self, message: str, field: str | None, status: int = 400) -> None:
        super().__init__(message)
        self.message = message
        self.field = field
        self.status = status


@dataclass(frozen=True)
class Post:
    """What one call brought: mails of one batch, and the files that go with each of them."""

    mails: list[Mail]
    files: list[MailFile]


def post_of(body: bytes) -> Post:
    """Return one mail for each recipient of each personalization, with its files kept once."""
    if len(body) > LARGEST_MAIL:
        raise PayloadRefused("The message is larger than 30 MB.", None, 413)
    try:
        payload = _Payload.model_validate_json(body)
    except ValidationError as error:
        raise _complaint(error) from error
    _check(payload)
    batch, now = secrets.token_urlsafe(16), time.time()
    files = [_file(number, attachment) for number, attachment in enumerate(payload.attachments)]
    sids = tuple(file.sid for file in files)
    mails = [
        replace(mail, files=sids)
        for number, personalization in enumerate(payload.personalizations)
        for mail in _mails(payload, personalization, f"{batch}.recvd-sandbox-{number}", batch, now)
    ]
    return Post(mails, files)


def _file(number: int, attachment: _Attachment) -> MailFile:
    try:
        base64.b64decode(attachment.content, validate=True)
    except binascii.Error as error:
        field = f"attachments.{number}.content"
        raise PayloadRefused("The attachment content must be base64 encoded.", field) from error
    return MailFile(new_sid("MF"), attachment.filename, attachment.type, attachment.content)


def _check(payload: _Payload) -> None:
    kinds = [part.type for part in payload.content]
    if kinds != sorted(kinds, key=lambda kind: (kind != "text/plain", kind != "text/html")):
        raise PayloadRefused("text/plain must come first, then text/html", "content")
    for number, one in enumerate(payload.personalizations):
        field = f"personalizations.{number}"
        if not (one.subject or payload.subject):
            raise PayloadRefused("The subject is required.", "subject")
        addresses = [address.email.lower() for address in chain(one.to, one.cc, one.bcc)]
        if len(set(addresses)) != len(addresses):
            raise PayloadRefused("Each address must be unique between to, cc and bcc.", field)
        args = payload.custom_args | one.custom_args
        if sum(len(name) + len(value) for name, value in args.items()) > LARGEST_CUSTOM_ARGS:
            raise PayloadRefused("The custom args exceed 10,000 bytes.", f"{field}.custom_args")
        _check_headers(payload.headers | one.headers, field)


def _check_headers(headers: Mapping[str, str], field: str) -> None:
    for name in headers:
        if name.lower() in _RESERVED_HEADERS:
            raise PayloadRefused(f"The header {name} is reserved.", f"{field}.headers")


def _mails(
    payload: _Payload, one: _Personalization, stem: str, batch: str, now: float
) -> list[Mail]:
    pattern = _pattern(payload, one, batch, now)
    recipients = [address.email for address in chain(one.to, one.cc, one.bcc)]
    return [
        replace(pattern, sid=f"{stem}-{number}.0", recipient=recipient)
        for number, recipient in enumerate(recipients)
    ]


def _pattern(payload: _Payload, one: _Personalization, batch: str, now: float) -> Mail:
    bodies = {part.type: part.value for part in payload.content}
    return Mail(
        sid="",
        batch=batch,
        direction=Direction.OUTBOUND,
        sender=payload.sender.email,
        sender_name=payload.sender.name,
        recipient="",
        subject=one.subject or payload.subject,
        text=bodies.get("text/plain", ""),
        html=bodies.get("text/html", ""),
        state=MailState.ACCEPTED,
        created=now,
        updated=now,
        reply_to=None if payload.reply_to is None else payload.reply_to.email,
        headers=payload.headers | one.headers,
        args=payload.custom_args | one.custom_args,
        attachments=tuple(attachment.filename for attachment in payload.attachments),
    )


def _complaint(error: ValidationError) -> PayloadRefused:
    first = error.errors()[0]
    field = ".".join(str(part) for part in first["loc"])
    return PayloadRefused(message=first["msg"], field=field or None)
