"""What the emulator remembers: texts, mails, media and files, as frozen rows. Decides nothing."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Carrier(StrEnum):
    """The two outside services."""

    TWILIO = "twilio"
    SENDGRID = "sendgrid"


class Direction(StrEnum):
    """Which way a message went, in Twilio's words."""

    OUTBOUND = "outbound-api"
    INBOUND = "inbound"


class SmsState(StrEnum):
    """The states of Twilio's Message resource that occur here."""

    ACCEPTED = "accepted"
    QUEUED = "queued"
    SENT = "sent"
    DELIVERED = "delivered"
    UNDELIVERED = "undelivered"
    FAILED = "failed"
    RECEIVED = "received"


class MailState(StrEnum):
    """What has become of a mail, in the words of SendGrid's events."""

    ACCEPTED = "accepted"
    PROCESSED = "processed"
    DEFERRED = "deferred"
    DELIVERED = "delivered"
    BOUNCE = "bounce"
    BLOCKED = "blocked"
    DROPPED = "dropped"
    SPAMREPORT = "spamreport"
    UNSUBSCRIBE = "unsubscribe"
    RECEIVED = "received"


MAIL_FATES = frozenset(MailState) - {MailState.ACCEPTED, MailState.PROCESSED, MailState.RECEIVED}

SMS_RANK: Mapping[SmsState, int] = {
    SmsState.ACCEPTED: 0,
    SmsState.QUEUED: 1,
    SmsState.SENT: 2,
    SmsState.DELIVERED: 3,
    SmsState.UNDELIVERED: 3,
    SmsState.FAILED: 3,
    SmsState.RECEIVED: 3,
}
MAIL_RANK: Mapping[MailState, int] = {
    MailState.ACCEPTED: 0,
    MailState.PROCESSED: 1,
    MailState.DEFERRED: 2,
    MailState.DELIVERED: 3,
    MailState.BOUNCE: 3,
    MailState.BLOCKED: 3,
    MailState.DROPPED: 3,
    MailState.SPAMREPORT: 4,
    MailState.UNSUBSCRIBE: 4,
    MailState.RECEIVED: 4,
}


@dataclass(frozen=True, slots=True)
class Sms:
    """One text message. Times are seconds since the epoch; `media` holds sids, `links` URLs.

    `webhook_status` is the product's answer to an inbound text: None while unanswered.
    """

    sid: str
    direction: Direction
    recipient: str
    body: str
    segments: int
    state: SmsState
    created: float
    updated: float
    sender: str | None = None
    service_sid: str | None = None
    sent: float | None = None
    callback: str | None = None
    error_code: int | None = None
    media: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    validity_seconds: int | None = None
    webhook_status: int | None = None


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail to one recipient. `sid` is SendGrid's sg_message_id, `batch` its X-Message-Id.

    `attachments` are names; `files` holds the sids of their bytes, in the same order, where they came from the product.
    """

    sid: str
    batch: str
    direction: Direction
    sender: str
    recipient: str
    subject: str
    text: str
    html: str
    state: MailState
    created: float
    updated: float
    sender_name: str = ""
    reply_to: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    args: Mapping[str, str] = field(default_factory=dict)
    attachments: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    reason: str | None = None
    webhook_status: int | None = None


@dataclass(frozen=True, slots=True)
class Media:
    """A picture or file a person sent with a text; the bytes are kept in base64."""

    sid: str
    message_sid: str
    content_type: str
    content_base64: str
    created: float


@dataclass(frozen=True, slots=True)
class MailFile:
    """A file the product sent along with a mail; the bytes are kept in base64, as they came."""

    sid: str
    name: str
    content_type: str
    content_base64: str


def new_sid(prefix: str) -> str:
    """Return a Twilio-like identifier: two letters and 32 hexadecimal digits."""
    return prefix + secrets.token_hex(16)
