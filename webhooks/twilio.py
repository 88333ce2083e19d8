"""Twilio's two slots: texts that come in, and what became of ours. Forged posts get 403."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace

from flask import Request, Response, request

from carriers.twilio.form import PostedForm
from carriers.twilio.signature import verified_form
from core.config import Settings
from core.messaging.model import EnvelopeSource
from webhooks.access import for_carriers
from webhooks.body import TurnedAway, read_body
from webhooks.counts import Counts, Verdict
from webhooks.slot import CONTENT_TOO_LARGE, FORBIDDEN, UNAVAILABLE, Slot
from webhooks.store import Post, Store

MOST_BYTES = 1024 * 1024
SIGNATURE_HEADER = "X-Twilio-Signature"
EMPTY_TWIML = '<?xml version="1.0" encoding="UTF-8"?><Response/>'

_REFUSALS = {
    Verdict.FORGED: FORBIDDEN,
    Verdict.TOO_LARGE: CONTENT_TOO_LARGE,
    Verdict.BROKEN: UNAVAILABLE,
    Verdict.NOT_STORED: UNAVAILABLE,
}
_SID = re.compile(r"[!-~]{1,100}")
_FAILURES = frozenset({"failed", "undelivered"})
_TOLD_BY_A_STATUS = ("MessageSid", "SmsSid", "MessageStatus", "SmsStatus", "ErrorCode")


class TwilioSlots:
    """The views of both slots."""

    def __init__(self, settings: Settings, store: Store, counts: Counts) -> None:
        self._public_url = settings.public_url
        self._tokens = settings.twilio_auth_tokens
        self._store = store
        self._sms = Slot(EnvelopeSource.TWILIO_SMS, counts, _REFUSALS)
        self._status = Slot(EnvelopeSource.TWILIO_STATUS, counts, _REFUSALS)

    @for_carriers
    def sms(self) -> Response:
        """A person's text; known again by its MessageSid. Our answer goes by the outbox."""
        return self.receive_sms(request)

    @for_carriers
    def status(self) -> Response:
        """A status callback; known again by message, state and error code."""
        return self.receive_status(request)

    def receive_sms(self, given: Request) -> Response:
        """The same, for a request at hand."""
        return self._sms.answer(lambda: self._take_sms(given), _no_words)

    def receive_status(self, given: Request) -> Response:
        """The same, for a request at hand."""
        return self._status.answer(lambda: self._take_status(given), _nothing)

    def _take_sms(self, given: Request) -> bool:
        body, form = self._verified(given)
        post = _post(given, _sms_id(form, body))
        return self._store.keep(EnvelopeSource.TWILIO_SMS, post, body)

    def _take_status(self, given: Request) -> bool:
        body, form = self._verified(given)
        post = replace(
            _post(given, _status_id(form, given)), tells_failure=_status(form) in _FAILURES
        )
        return self._store.keep(EnvelopeSource.TWILIO_STATUS, post, body)

    def _verified(self, given: Request) -> tuple[bytes, PostedForm]:
        body = read_body(given, most=MOST_BYTES)
        query = _query(given)
        form = verified_form(
            f"{self._public_url}{given.path}{'?' if query else ''}{query}",
            body,
            given.headers.get("Content-Type", ""),
            signature=given.headers.get(SIGNATURE_HEADER, ""),
            tokens=self._tokens,
        )
        if form is None:
            raise TurnedAway(Verdict.FORGED)
        return body, form


def _query(given: Request) -> str:
    return given.query_string.decode("latin-1")


def _post(given: Request, provider_id: str) -> Post:
    return Post(provider_id, given.headers.get("Content-Type", ""), _query(given))


def _sms_id(form: PostedForm, body: bytes) -> str:
    sid = form.get("MessageSid") or form.get("SmsSid") or ""
    return sid if _SID.fullmatch(sid) else hashlib.sha256(body).hexdigest()


def _status(form: PostedForm) -> str:
    return (form.get("MessageStatus") or form.get("SmsStatus") or "").lower()


def _status_id(form: PostedForm, given: Request) -> str:
    told = [form.get(name, "") for name in _TOLD_BY_A_STATUS]
    words = "|".join([*told, _query(given)])
    return hashlib.sha256(words.encode("utf-8", "replace")).hexdigest()


def _no_words() -> Response:
    return Response(EMPTY_TWIML, content_type="text/xml; charset=utf-8")


def _nothing() -> Response:
    return Response(status=204)
