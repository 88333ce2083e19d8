"""How Twilio words things: the Message and Media resources, and its errors. Decides nothing."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import format_datetime
from functools import lru_cache

from flask import Response

from sandbox.carrier.misbehaving import Faults
from sandbox.carrier.records import Media, Sms, SmsState

API_VERSION = "2010-04-01"

_MESSAGES: Mapping[int, str] = {
    20003: "Authenticate",
    20404: "The requested resource was not found",
    20429: "Too Many Requests",
    20500: "Internal Server Error",
    21211: "The 'To' number is not a valid phone number",
    21212: "The 'From' number is not a valid phone number, shortcode, or alphanumeric sender ID",
    21602: "Message body is required.",
    21603: "A 'From' number or a Messaging Service is required.",
    21604: "A 'To' phone number is required.",
    21610: "Attempt to send to unsubscribed recipient",
    21614: "'To' number is not a valid mobile number",
    21617: "The concatenated message body exceeds the 1600 character limit.",
    30003: "Unreachable destination handset",
    30004: "Message blocked",
    30005: "Unknown destination handset",
    30006: "Landline or unreachable carrier",
    30007: "Message filtered",
}


def error(code: int, status: int, *, retry_after: int | None = None) -> Response:
    """Return an error as Twilio's 2010 interface does: code, message, more_info, status."""
    body = {
        "code": code,
        "message": _MESSAGES.get(code, "Error"),
        "more_info": f"https://www.twilio.com/docs/errors/{code}",
        "status": status,
    }
    response = as_json(body, status)
    if retry_after is not None:
        response.headers["Retry-After"] = str(retry_after)
    return response


FAULTS = Faults(
    limited=lambda seconds: error(20429, 429, retry_after=seconds),
    failed=lambda: error(20500, 500),
    refused=lambda: error(20003, 401),
)


def as_json(body: Mapping[str, object], status: int = 200) -> Response:
    """Return `body` as a JSON answer."""
    return Response(json.dumps(body), status=status, content_type="application/json; charset=utf-8")


def message_resource(sms: Sms, account_sid: str) -> dict[str, object]:
    """Return a Message as Twilio shows it; a sender is unknown until a service has picked one."""
    unsent = sms.state is SmsState.ACCEPTED
    path = f"/{API_VERSION}/Accounts/{account_sid}/Messages/{sms.sid}"
    return {
        "account_sid": account_sid,
        "api_version": API_VERSION,
        "body": sms.body,
        "date_created": rfc_2822(int(sms.created)),
        "date_sent": None if sms.sent is None else rfc_2822(int(sms.sent)),
        "date_updated": rfc_2822(int(sms.updated)),
        "direction": sms.direction.value,
        "error_code": sms.error_code,
        "error_message": None if sms.error_code is None else _MESSAGES.get(sms.error_code),
        "from": None if unsent else sms.sender,
        "messaging_service_sid": sms.service_sid,
        "num_media": str(len(sms.media) + len(sms.links)),
        "num_segments": "0" if unsent else str(sms.segments),
        "price": None,
        "price_unit": "USD",
        "sid": sms.sid,
        "status": sms.state.value,
        "subresource_uris": {"media": f"{path}/Media.json"},
        "to": sms.recipient,
        "uri": f"{path}.json",
    }


def media_resource(media: Media, account_sid: str) -> dict[str, object]:
    """Return a Media as Twilio shows it."""
    messages = f"/{API_VERSION}/Accounts/{account_sid}/Messages"
    created = rfc_2822(int(media.created))
    return {
        "account_sid": account_sid,
        "content_type": media.content_type,
        "date_created": created,
        "date_updated": created,
        "parent_sid": media.message_sid,
        "sid": media.sid,
        "uri": f"{messages}/{media.message_sid}/Media/{media.sid}.json",
    }


@lru_cache(maxsize=256)
def rfc_2822(seconds: int) -> str:
    """Return whole seconds since the epoch as `Thu, 24 Aug 2023 05:01:45 +0000`."""
    return format_datetime(datetime.fromtimestamp(seconds, UTC))
