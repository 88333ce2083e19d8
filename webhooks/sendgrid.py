"""SendGrid's two slots: mail that comes in, and what became of ours.

Inbound Parse drops a mail for good on any answer but 2xx and 5xx: what may be mended gets 503.
"""

from __future__ import annotations

import hashlib
import hmac

from flask import Response, request

from carriers.base import Unreadable
from carriers.multipart import boundary_of, is_whole
from carriers.sendgrid.signature import verify_sendgrid_events
from core.config import Settings
from core.messaging.model import EnvelopeSource
from webhooks.access import for_carriers
from webhooks.body import Spooled, TurnedAway, read_body, spooled_body
from webhooks.counts import Counts, Verdict
from webhooks.slot import CONTENT_TOO_LARGE, FORBIDDEN, UNAVAILABLE, Slot
from webhooks.store import Post, Store

# SendGrid brings mails of up to 30 MB, and says so of the whole post.
MOST_MAIL_BYTES = 32 * 1024 * 1024
MOST_EVENT_BYTES = 16 * 1024 * 1024
LONGEST_CONTENT_TYPE = 300
SIGNATURE_HEADER = "X-Twilio-Email-Event-Webhook-Signature"
TIMESTAMP_HEADER = "X-Twilio-Email-Event-Webhook-Timestamp"

_MAIL_REFUSALS = {
    Verdict.FORGED: UNAVAILABLE,
    Verdict.TOO_LARGE: CONTENT_TOO_LARGE,
    Verdict.BROKEN: UNAVAILABLE,
    Verdict.NOT_STORED: UNAVAILABLE,
}
_EVENT_REFUSALS = {**_MAIL_REFUSALS, Verdict.FORGED: FORBIDDEN}


class SendGridSlots:
    """The views of both slots."""

    def __init__(self, settings: Settings, store: Store, counts: Counts) -> None:
        self._token = settings.inbound_parse_token.encode()
        self._public_key = settings.sendgrid_event_public_key
        self._store = store
        self._mail = Slot(EnvelopeSource.SENDGRID_INBOUND, counts, _MAIL_REFUSALS)
        self._events = Slot(EnvelopeSource.SENDGRID_EVENTS, counts, _EVENT_REFUSALS)

    @for_carriers
    def inbound(self, token: str) -> Response:
        """A person's mail; the private token in the path shows who posts it."""
        return self._mail.answer(lambda: self._take_mail(token), _thanks)

    @for_carriers
    def events(self) -> Response:
        """A batch of events, signed over its raw bytes."""
        return self._events.answer(self._take_events, _thanks)

    def _take_mail(self, token: str) -> bool:
        if not hmac.compare_digest(token.encode("utf-8", "replace"), self._token):
            raise TurnedAway(Verdict.FORGED)
        content_type = request.headers.get("Content-Type", "")
        with spooled_body(request, most=MOST_MAIL_BYTES) as body:
            _check_whole(body, content_type)
            post = Post(body.sha256, content_type)
            return self._store.keep_spooled(EnvelopeSource.SENDGRID_INBOUND, post, body)

    def _take_events(self) -> bool:
        raw = read_body(request, most=MOST_EVENT_BYTES)
        signature = request.headers.get(SIGNATURE_HEADER, "")
        timestamp = request.headers.get(TIMESTAMP_HEADER, "")
        if not verify_sendgrid_events(self._public_key, raw, signature, timestamp):
            raise TurnedAway(Verdict.FORGED)
        post = Post(hashlib.sha256(raw).hexdigest(), request.headers.get("Content-Type", ""))
        return self._store.keep(EnvelopeSource.SENDGRID_EVENTS, post, raw)


def _check_whole(body: Spooled, content_type: str) -> None:
    """A multipart form cut on the way would read as an empty one later."""
    try:
        boundary = boundary_of(content_type)
    except Unreadable as error:
        raise TurnedAway(Verdict.BROKEN) from error
    is_kept_whole = len(content_type) <= LONGEST_CONTENT_TYPE
    if not (is_kept_whole and is_whole(body.beginning, body.end, boundary)):
        raise TurnedAway(Verdict.BROKEN)


def _thanks() -> Response:
    return Response(status=200, content_type="text/plain; charset=utf-8")
