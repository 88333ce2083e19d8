"""Turn a claimed message into what a carrier is handed: addresses for receipts and replies, headers, looks."""

from __future__ import annotations

from core.messaging.actions.carrying import carried_files
from core.messaging.actions.claiming import Claimed
from core.messaging.consent import Topic, topic_of
from core.messaging.farewell import unsubscribe_headers
from core.messaging.letterhead import mail_id, reply_address
from core.messaging.letters import letter_html
from core.messaging.wire import Channel, OutboundMessage, Priority, SentFile
from workers.runtime import Runtime

# Carriers keep trying a text for hours unless told when it has lost its use.
VALID_SECONDS = {
    Priority.EMERGENCY: 3600,
    Priority.CONVERSATION: 3600,
    Priority.DISPATCH: 1800,
    Priority.ALERT: 14400,
    Priority.BULK: 14400,
}


def outbound(runtime: Runtime, message: Claimed) -> OutboundMessage:
    """The message in the carriers' common form."""
    if message.channel is Channel.SMS:
        return _text(runtime, message)
    return _mail(runtime, message)


def _text(runtime: Runtime, message: Claimed) -> OutboundMessage:
    return OutboundMessage(
        ref=str(message.ref),
        channel=Channel.SMS,
        recipient=message.recipient,
        sender=message.sender,
        body=message.body,
        receipt_url=f"{runtime.settings.public_url}/webhooks/twilio/status?ref={message.ref}",
        valid_seconds=VALID_SECONDS[message.priority],
    )


def _mail(runtime: Runtime, message: Claimed) -> OutboundMessage:
    company = runtime.head.company
    return OutboundMessage(
        ref=str(message.ref),
        channel=Channel.EMAIL,
        recipient=message.recipient,
        sender=message.sender,
        sender_name=company.name,
        subject=message.subject,
        body=message.body,
        html=letter_html(company, message.subject, message.body),
        reply_to=reply_address(runtime.head, message.ref),
        headers=_headers(runtime, message),
        files=_files(runtime, message),
    )


def _files(runtime: Runtime, message: Claimed) -> tuple[SentFile, ...]:
    """What it carries; a message without files costs no look. Raises FileUnreadable rather than leave one out."""
    if not message.files:
        return ()
    with runtime.database.reading() as session:
        return carried_files(session, message.message_id, message.files)


def _headers(runtime: Runtime, message: Claimed) -> dict[str, str]:
    headers = {
        "Message-ID": f"<{mail_id(runtime.head, message.ref)}>",
        "Auto-Submitted": "auto-generated",
    }
    topic = topic_of(message.purpose, message.priority)
    if topic is not Topic.ANSWERS:
        headers |= unsubscribe_headers(runtime.head, message.recipient, topic)
    return headers
