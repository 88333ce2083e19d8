"""Mail by SendGrid's v3 interface. Every trouble is an outcome; nothing is sent twice from here."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from urllib.parse import urlencode

from urllib3 import BaseHTTPResponse
from urllib3.exceptions import HTTPError

from carriers.base import FetchedMedia, MediaRefused, RawEnvelope, ReceiptBatch
from carriers.charsets import label
from carriers.network import (
    Patience,
    connection_pool,
    is_success,
    outcome_of_broken_road,
    retry_after,
)
from carriers.sendgrid import events, parse
from carriers.sendgrid.codes import Complaint, outcome_of
from carriers.sendgrid.payload import REF_ARGUMENT, payload_of
from core.config import Settings
from core.messaging.wire import (
    Accepted,
    Candidate,
    Channel,
    InboundMessage,
    LookUpFailed,
    NeverSendable,
    OutboundMessage,
    Outcome,
    PermanentCause,
    SoughtMessage,
    Unknown,
)

DEFAULT_API = "https://api.sendgrid.com"
MOST_LOOKED_AT = 10
# Bytes of a whole mail, files and all (SendGrid, v3 mail/send limitations: 30 MB).
LARGEST_MAIL = 30_000_000


class SendGridCarrier:
    """The e-mail carrier. Safe to share between threads."""

    name = events.NAME
    channel = Channel.EMAIL

    def __init__(self, settings: Settings, *, patience: Patience | None = None) -> None:
        """Connects to nothing yet. patience: shorter waits, for tests."""
        self._settings = settings
        self._base = settings.sendgrid_api_url or DEFAULT_API
        self._pool = connection_pool(patience or Patience())
        self._headers = {
            "Authorization": f"Bearer {settings.sendgrid_api_key}",
            "Content-Type": "application/json",
            "Accept": "application/json",
        }

    def send(self, message: OutboundMessage) -> Outcome:
        """Hand one mail over. A read timeout, a reset, any 5xx or a strange answer is Unknown."""
        payload = payload_of(message, own_domain=self._settings.inbound_email_domain)
        body = json.dumps(payload).encode()
        if len(body) > LARGEST_MAIL:
            return NeverSendable("too_large", _too_large(len(body)), PermanentCause.REFUSED_CONTENT)
        try:
            answer = self._pool.request(
                "POST",
                f"{self._base}/v3/mail/send",
                body=body,
                headers=self._headers,
                redirect=False,
            )
        except HTTPError as error:
            return outcome_of_broken_road(error)
        if is_success(answer.status):
            given = label(answer.headers.get("X-Message-Id", ""), longest=events.LONGEST_ID)
            return Accepted(given) if given else Unknown("Answer without an id.")
        wait = retry_after(answer.headers, datetime.now(UTC))
        return outcome_of(answer.status, _complaint(answer), wait)

    def look_up(self, sought: SoughtMessage) -> tuple[Candidate, ...]:
        """The mail carrying our id in the activity feed, which not every account has.

        Raises LookUpFailed without a feed, and for an answer that cannot be read.
        """
        if not self._settings.sendgrid_activity:
            raise LookUpFailed("The account has no activity feed.")
        query = urlencode(
            {"limit": MOST_LOOKED_AT, "query": f"unique_args['{REF_ARGUMENT}']=\"{sought.ref}\""}
        )
        try:
            answer = self._pool.request(
                "GET", f"{self._base}/v3/messages?{query}", headers=self._headers, redirect=False
            )
        except HTTPError as error:
            raise LookUpFailed(type(error).__name__) from error
        if not is_success(answer.status):
            raise LookUpFailed(f"HTTP {answer.status}")
        listed = _json(answer).get("messages")
        if not isinstance(listed, list):
            raise LookUpFailed("The activity could not be read.")
        return tuple(_candidate(one, sought) for one in listed)

    def translate_inbound(self, envelope: RawEnvelope) -> InboundMessage:
        """Read a person's mail. Raises Unreadable when it was cut or names no sender."""
        return parse.inbound_message(envelope, own_domain=self._settings.inbound_email_domain)

    def translate_receipts(self, envelope: RawEnvelope) -> ReceiptBatch:
        """Read a batch of events. Raises Unreadable when it is no list of events at all."""
        return events.receipts(envelope)

    def fetch_media(self, url: str) -> FetchedMedia:
        """Refuses: a mail brings its files with it, and links in it are never followed."""
        del url
        raise MediaRefused("Files of a mail come with the mail.")


def _too_large(size: int) -> str:
    return f"The mail is {size / 1e6:.1f} MB with its files, and at most {LARGEST_MAIL / 1e6:.0f} MB can be sent."


def _complaint(answer: BaseHTTPResponse) -> Complaint:
    errors = _json(answer).get("errors")
    first = errors[0] if isinstance(errors, list) and errors else None
    if not isinstance(first, dict):
        return Complaint()
    return Complaint(str(first.get("field") or ""), str(first.get("message") or ""))


def _json(answer: BaseHTTPResponse) -> Mapping[str, object]:
    try:
        told: object = json.loads(answer.data)
    except (ValueError, RecursionError):
        return {}
    return told if isinstance(told, dict) else {}


def _candidate(listed: object, sought: SoughtMessage) -> Candidate:
    """The feed tells no time of creation; a mail carrying our id is as old as our claim."""
    given = listed.get("msg_id") if isinstance(listed, dict) else None
    if not isinstance(given, str) or not given:
        raise LookUpFailed("The activity could not be read.")
    return Candidate(events.batch_id(given), sought.claimed_at)
