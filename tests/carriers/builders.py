"""Posts as the carriers make them, signed as they sign, and the settings they are signed for."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.parse import urlencode

from twilio.request_validator import RequestValidator

from core.config import Settings, load_settings
from core.messaging.wire import Channel, OutboundMessage, SoughtMessage
from sandbox.carrier.signatures import EventSigner, new_event_keys

PUBLIC_URL = "https://fixline.example.com"
AUTH_TOKEN = "twilio-auth-token-of-the-tests"
PARSE_TOKEN = "parse-token-of-the-tests"
DOMAIN = "in.fixline.example.com"
FORM_TYPE = "application/x-www-form-urlencoded; charset=utf-8"
BOUNDARY = "xYzZY"
MULTIPART_TYPE = f"multipart/form-data; boundary={BOUNDARY}"
EVENT_KEYS = new_event_keys()
PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)
JPEG = b"\xff\xd8\xff\xe0" + bytes(40)


def settings(**given: str) -> Settings:
    """A working configuration, with some settings changed."""
    usual = {
        "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none",
        "REDIS_URL": "redis://127.0.0.1:1/0",
        "PUBLIC_URL": PUBLIC_URL,
        "SECRET_KEY": "k" * 40,
        "TWILIO_ACCOUNT_SID": "AC" + "0" * 32,
        "TWILIO_AUTH_TOKEN": AUTH_TOKEN,
        "TWILIO_FROM_NUMBER": "+13125550100",
        "SENDGRID_API_KEY": "SG.key",
        "SENDGRID_EVENT_PUBLIC_KEY": EVENT_KEYS.public_base64,
        "INBOUND_EMAIL_DOMAIN": DOMAIN,
        "INBOUND_PARSE_TOKEN": PARSE_TOKEN,
        "COMPANY_NAME": "Lakeside Mechanical",
        "COMPANY_TIMEZONE": "America/Chicago",
    }
    return load_settings(usual | given)


def outbound(channel: Channel, **given: str) -> OutboundMessage:
    """A message ready to leave."""
    is_sms = channel is Channel.SMS
    return OutboundMessage(
        ref=given.get("ref", "0f8fad5b-d9cb-469f-a165-70867728950e"),
        channel=channel,
        recipient=given.get("recipient", "+13125550142" if is_sms else "pm@oakview.example.com"),
        sender="+13125550100" if is_sms else f"service@{DOMAIN}",
        body=given.get("body", "Your job #1042 is booked."),
        subject="" if is_sms else given.get("subject", "Job 1042 is booked"),
    )


def sought(message: OutboundMessage, claimed_at: datetime | None = None) -> SoughtMessage:
    """The same message, its outcome unknown."""
    return SoughtMessage(
        ref=message.ref,
        recipient=message.recipient,
        sender=message.sender,
        body=message.body,
        claimed_at=claimed_at or datetime(2026, 3, 2, 12, 0, 0, tzinfo=UTC),
    )


def sms_fields(**given: str) -> dict[str, str]:
    """What Twilio posts for a text."""
    return {
        "ToCountry": "US",
        "SmsMessageSid": "SM" + "a" * 32,
        "NumMedia": "0",
        "SmsSid": "SM" + "a" * 32,
        "SmsStatus": "received",
        "Body": "No heat in unit 4",
        "To": "+13125550100",
        "MessageSid": "SM" + "a" * 32,
        "AccountSid": "AC" + "0" * 32,
        "From": "+13125550142",
        "ApiVersion": "2010-04-01",
    } | given


def status_fields(status: str, **given: str) -> dict[str, str]:
    """What Twilio posts when a text moves on."""
    sid = "SM" + "b" * 32
    return {
        "MessageSid": sid,
        "SmsSid": sid,
        "MessageStatus": status,
        "SmsStatus": status,
        "To": "+13125550142",
        "From": "+13125550100",
        "AccountSid": "AC" + "0" * 32,
    } | given


def form_body(fields: Mapping[str, str]) -> bytes:
    """The fields as a form post."""
    return urlencode(fields).encode()


def twilio_signature(path: str, fields: Mapping[str, str], *, token: str = AUTH_TOKEN) -> str:
    """As Twilio's own library makes it. path: with the query, as configured at Twilio."""
    return str(RequestValidator(token).compute_signature(PUBLIC_URL + path, dict(fields)))


def event_headers(body: bytes) -> dict[str, str]:
    """The two headers of a signed batch of events."""
    return EventSigner(EVENT_KEYS.private_pem).headers(body=body, timestamp=1_772_000_000)


@dataclass(frozen=True)
class Part:
    """One part of a multipart form; with a filename it is a file."""

    name: str
    content: bytes
    filename: str | None = None
    content_type: str | None = None


def multipart(parts: Sequence[Part]) -> bytes:
    """A whole form, as mail providers write it."""
    lines = bytearray()
    for part in parts:
        lines += f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{part.name}"'.encode()
        if part.filename is not None:
            lines += f'; filename="{part.filename}"'.encode()
        if part.content_type is not None:
            lines += f"\r\nContent-Type: {part.content_type}".encode()
        lines += b"\r\n\r\n" + part.content + b"\r\n"
    return bytes(lines + f"--{BOUNDARY}--\r\n".encode())


@dataclass(frozen=True)
class PostedMail:
    """A property manager's mail as Inbound Parse posts it, in parsed fields or raw."""

    sender: str = "Dana Reyes <dana@oakview.example.com>"
    to: tuple[str, ...] = (f"r+Ab3dEfGhIjKlMnOpQrStUv@{DOMAIN}",)
    envelope_from: str = "dana@oakview.example.com"
    subject: str = "Re: Job 1042"
    text: bytes | None = b"Approve up to 450\r\n"
    html: bytes | None = None
    headers: tuple[str, ...] = ("Message-ID: <m1@oakview.example.com>",)
    dkim: str = "{@oakview.example.com : pass}"
    spf: str = "pass"
    charsets: Mapping[str, str] = field(default_factory=dict)
    files: tuple[Part, ...] = ()

    def header_block(self) -> bytes:
        own = (f"From: {self.sender}", f"To: {', '.join(self.to)}", f"Subject: {self.subject}")
        return "\r\n".join([*own, *self.headers]).encode() + b"\r\n"

    def parsed(self) -> bytes:
        """The form with parsed fields."""
        words = [Part("text", self.text)] if self.text is not None else []
        words += [Part("html", self.html)] if self.html is not None else []
        parts = [*self._common(), Part("headers", self.header_block()), *words, *self.files]
        return multipart(parts)

    def raw(self, mime: bytes) -> bytes:
        """The form with the raw mail. mime: what follows the usual headers."""
        return multipart([*self._common(), Part("email", self.header_block() + mime)])

    def _common(self) -> list[Part]:
        envelope = {"to": [one.strip("<>") for one in self.to], "from": self.envelope_from}
        fields = {
            "to": ", ".join(self.to),
            "from": self.sender,
            "subject": self.subject,
            "dkim": self.dkim,
            "SPF": self.spf,
            "envelope": json.dumps(envelope),
            "charsets": json.dumps(dict(self.charsets)),
            "sender_ip": "192.0.2.7",
        }
        return [Part(name, value.encode()) for name, value in fields.items()]
