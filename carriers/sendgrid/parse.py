"""Translates a mail brought by Inbound Parse, in either form: parsed fields, or raw MIME.

Who a mail is truly from is read from the provider's own fields, never from the mail's headers.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

from carriers.base import RawEnvelope, Unreadable
from carriers.charsets import decoded
from carriers.mail.files import kept_files
from carriers.mail.heads import Heads, Mailbox, automatic_reason, mailboxes, read_heads, readable
from carriers.mail.mime import Mail, MailFile, read_mail
from carriers.mail.plain import plain_text
from carriers.mail.proof import prove
from carriers.multipart import Form, read_form
from carriers.sendgrid.events import NAME
from core.messaging.wire import Channel, InboundMessage

LONGEST_BODY = 1_000_000
LONGEST_MESSAGE_ID = 200
MOST_RECIPIENTS = 100
_TOKEN = re.compile(r"(?:^|[<\s,\"])r\+([A-Za-z0-9_-]{8,200})@([\w.-]+)", re.IGNORECASE)


def inbound_message(envelope: RawEnvelope, *, own_domain: str) -> InboundMessage:
    """One person's mail. Raises Unreadable when it was cut, or names no sender or no recipient."""
    form = read_form(envelope.content, envelope.content_type)
    fields = Fields(form)
    mail = _mail(form, fields)
    sender, all_senders = _senders(mail.heads, fields)
    recipients = _recipients(mail.heads, fields)
    envelope_from = fields.envelope_from
    return InboundMessage(
        channel=Channel.EMAIL,
        carrier=NAME,
        provider_id=_provider_id(mail, sender.address),
        sender=sender.address,
        sender_name=sender.name,
        recipient=_ours(recipients, own_domain.lower()),
        all_recipients=recipients,
        subject=mail.heads.subject or " ".join(readable(fields.text("subject")).split())[:300],
        body=mail.text[:LONGEST_BODY],
        media=kept_files(mail.files),
        references=mail.heads.references,
        reply_token=_reply_token(mail.heads, fields, own_domain.lower()),
        automatic=automatic_reason(
            mail.heads,
            sender=sender.address,
            return_path=envelope_from,
            own=own_domain.lower(),
        ),
        proof=prove(
            senders=all_senders,
            dkim=fields.text("dkim"),
            spf=fields.text("SPF"),
            envelope_from=envelope_from or "",
        ),
    )


@dataclass(frozen=True)
class Fields:
    """The form's fields as words, each by the charset the form declares for it."""

    form: Form

    def text(self, name: str) -> str:
        """One field; empty when absent."""
        return decoded(self.form.fields.get(name, b""), self.charsets.get(name))

    @property
    def charsets(self) -> Mapping[str, str]:
        """The charset of each field, where declared."""
        told = _object(self.form.fields.get("charsets", b""))
        return {name: value for name, value in told.items() if isinstance(value, str)}

    @property
    def envelope_from(self) -> str | None:
        """The SMTP sender, empty for a bounce; None when the provider does not tell."""
        sender = _object(self.form.fields.get("envelope", b"")).get("from")
        return sender if isinstance(sender, str) else None

    @property
    def envelope_to(self) -> list[str]:
        """The SMTP recipients, as the provider writes them."""
        told = _object(self.form.fields.get("envelope", b"")).get("to")
        listed = told if isinstance(told, list) else [told]
        return [one for one in listed if isinstance(one, str)][:MOST_RECIPIENTS]


def _object(content: bytes) -> Mapping[str, object]:
    try:
        told: object = json.loads(decoded(content, None) or "{}")
    except (ValueError, RecursionError):
        return {}
    return told if isinstance(told, dict) else {}


def _mail(form: Form, fields: Fields) -> Mail:
    raw = form.fields.get("email")
    if raw is not None:
        return read_mail(raw)
    text = fields.text("text").replace("\r\n", "\n").strip()
    files = tuple(MailFile(file.filename, file.content_type, file.content) for file in form.files)
    words = text or plain_text(fields.text("html"))
    return Mail(read_heads(form.fields.get("headers", b"")), words, files)


def _senders(heads: Heads, fields: Fields) -> tuple[Mailbox, tuple[str, ...]]:
    """The sender, and every address any From names."""
    written = [*heads.all_of("From"), fields.text("from")]
    found = mailboxes(written) or mailboxes([fields.envelope_from or ""])
    if not found:
        raise Unreadable("The mail names no sender.")
    return found[0], tuple(one.address for one in found)


def _recipients(heads: Heads, fields: Fields) -> tuple[str, ...]:
    shown = [*heads.all_of("To"), fields.text("to"), *heads.all_of("Cc"), fields.text("cc")]
    found = mailboxes([*fields.envelope_to, *shown])
    if not found:
        raise Unreadable("The mail names no recipient.")
    return tuple(one.address for one in found)


def _ours(recipients: tuple[str, ...], own_domain: str) -> str:
    ours = [one for one in recipients if one.endswith(f"@{own_domain}")]
    return ours[0] if ours else recipients[0]


def _reply_token(heads: Heads, fields: Fields, own_domain: str) -> str | None:
    """The token of our Reply-To, in its own letter case, from wherever the mail was addressed."""
    places = [*fields.envelope_to, *heads.all_of("To"), fields.text("to"), *heads.all_of("Cc")]
    for place in places:
        for token, domain in _TOKEN.findall(place):
            if domain.lower() == own_domain:
                return str(token)
    return None


def _provider_id(mail: Mail, sender: str) -> str:
    """The mail's own id, else one made of what stays the same when the mail is posted again."""
    given = mail.heads.message_id
    if 0 < len(given) <= LONGEST_MESSAGE_ID:
        return given
    parts = (given, sender, mail.heads.first("Date"), mail.heads.subject, mail.text)
    return "sha256:" + hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()
