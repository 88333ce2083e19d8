"""One mail in the words of v3/mail/send, composed with SendGrid's own helpers."""

from __future__ import annotations

import base64

from sendgrid.helpers.mail import (
    Attachment,
    ClickTracking,
    Content,
    CustomArg,
    Disposition,
    Email,
    FileContent,
    FileName,
    FileType,
    Header,
    Mail,
    OpenTracking,
    Personalization,
    ReplyTo,
    SubscriptionTracking,
    To,
    TrackingSettings,
)

from carriers.charsets import clean, label
from core.messaging.wire import OutboundMessage, SentFile

REF_ARGUMENT = "message_ref"
LONGEST_HEADER = 900
LONGEST_FILE_NAME = 200
# SendGrid composes these itself and refuses a mail that brings them.
_RESERVED = frozenset(
    {
        "bcc", "cc", "content-transfer-encoding", "content-type", "dkim-signature", "from",
        "received", "reply-to", "subject", "to", "x-sg-eid", "x-sg-id",
    }
)  # fmt: skip


def payload_of(message: OutboundMessage, *, own_domain: str) -> dict[str, object]:
    """The JSON to post. Our id rides in the custom arguments and in the Message-ID."""
    mail = Mail()
    mail.from_email = Email(message.sender, label(message.sender_name, longest=200) or None)
    mail.subject = label(message.subject, longest=LONGEST_HEADER)
    mail.add_personalization(_personalization(message))
    mail.add_content(Content("text/plain", clean(message.body) or " "))
    if message.html:
        mail.add_content(Content("text/html", clean(message.html)))
    if message.reply_to:
        mail.reply_to = ReplyTo(message.reply_to)
    for name, value in _headers(message, own_domain).items():
        mail.add_header(Header(name, value))
    for file in message.files:
        mail.add_attachment(_attachment(file))
    mail.tracking_settings = _no_tracking()
    composed: dict[str, object] = mail.get()
    return composed


def _personalization(message: OutboundMessage) -> Personalization:
    # Arguments given for the whole mail are not brought back reliably.
    personalization = Personalization()
    personalization.add_to(To(message.recipient))
    personalization.add_custom_arg(CustomArg(REF_ARGUMENT, message.ref))
    return personalization


def _attachment(file: SentFile) -> Attachment:
    return Attachment(
        FileContent(base64.b64encode(file.content).decode()),
        FileName(label(file.name, longest=LONGEST_FILE_NAME) or "file"),
        FileType(file.content_type),
        Disposition("attachment"),
    )


def _headers(message: OutboundMessage, own_domain: str) -> dict[str, str]:
    ours = {"Message-ID": f"<{message.ref}@{own_domain}>", "Auto-Submitted": "auto-generated"}
    given = {name: value for name, value in message.headers.items() if name.isascii()}
    taken = {name.lower() for name in given}
    both = {name: value for name, value in ours.items() if name.lower() not in taken} | given
    return {
        name: label(value, longest=LONGEST_HEADER)
        for name, value in both.items()
        if name.lower() not in _RESERVED
    }


def _no_tracking() -> TrackingSettings:
    """People's links arrive as we wrote them, and nobody is watched opening a mail."""
    settings = TrackingSettings()
    settings.click_tracking = ClickTracking(enable=False, enable_text=False)
    settings.open_tracking = OpenTracking(enable=False)
    settings.subscription_tracking = SubscriptionTracking(enable=False)
    return settings
