"""Messages as phones and mailboxes show them: one JSON object each. Pure."""

from datetime import UTC, datetime

from sandbox.carrier.inbound_sms import media_path
from sandbox.carrier.records import Direction, Mail, Sms
from sandbox.carrier.segments import encoding_of
from sandbox.carrier.settings import EmulatorSettings
from sandbox.carrier.store import Change

FEED_LIMIT = 500

_SEEN_BY_A_PERSON = {Direction.OUTBOUND: "received", Direction.INBOUND: "typed"}


def as_json(change: Change, settings: EmulatorSettings) -> dict[str, object]:
    """Return a text or a mail as a person sees it, with the cursor of its last change.

    `direction` is the person's: `received` from the product or `typed` by them.
    """
    message = change.message
    shown = _sms(message, settings) if isinstance(message, Sms) else _mail(message)
    return {"cursor": change.cursor} | shown | _common(message)


def _common(message: Sms | Mail) -> dict[str, object]:
    return {
        "id": message.sid,
        "direction": _SEEN_BY_A_PERSON[message.direction],
        "from": message.sender,
        "to": message.recipient,
        "state": message.state.value,
        "webhook_status": message.webhook_status,
        "created_at": _iso(message.created),
        "updated_at": _iso(message.updated),
    }


def _sms(sms: Sms, settings: EmulatorSettings) -> dict[str, object]:
    return {
        "kind": "sms",
        "body": sms.body,
        "segments": sms.segments,
        "encoding": encoding_of(sms.body).value,
        "error_code": sms.error_code,
        "media": [*sms.links, *(_media_link(sms, sid, settings) for sid in sms.media)],
    }


def _media_link(sms: Sms, sid: str, settings: EmulatorSettings) -> str:
    return settings.public_url + media_path(settings.account_sid, sms.sid, sid)


def _mail(mail: Mail) -> dict[str, object]:
    named = {name.lower(): value for name, value in mail.headers.items()}
    return {
        "kind": "email",
        "from_name": mail.sender_name,
        "reply_to": mail.reply_to or named.get("reply-to"),
        "subject": mail.subject,
        "text": mail.text,
        "html": mail.html,
        "headers": dict(mail.headers),
        "message_id": named.get("message-id", f"<{mail.batch}@ismtpd.sandbox>"),
        "references": named.get("references"),
        "list_unsubscribe": named.get("list-unsubscribe"),
        "custom_args": dict(mail.args),
        "attachments": list(mail.attachments),
        "files": list(mail.files),
        "reason": mail.reason,
    }


def _iso(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="milliseconds")
