"""Texts by Twilio's SDK. Every trouble becomes an outcome; nothing is sent twice from here."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from twilio.base.exceptions import TwilioException, TwilioRestException, TwilioServiceException
from twilio.rest import Client
from urllib3.exceptions import HTTPError

from carriers.base import FetchedMedia, RawEnvelope, ReceiptBatch
from carriers.charsets import clean
from carriers.media import MediaSource, fetch
from carriers.network import Patience, connection_pool, outcome_of_broken_road
from carriers.twilio import inbound, listing
from carriers.twilio.codes import outcome_of
from carriers.twilio.http import PooledHttpClient, SlowDown
from carriers.twilio.trial import as_written
from core.config import Settings
from core.messaging.listed import Posted, ReceivedText, SentText
from core.messaging.wire import (
    Accepted,
    Candidate,
    Channel,
    InboundMessage,
    LookUpFailed,
    NotSent,
    OutboundMessage,
    Outcome,
    SoughtMessage,
    Unknown,
)

DEFAULT_API = "https://api.twilio.com"
MEDIA_DOMAINS = ("twilio.com", "twiliocdn.com", "s3-external-1.amazonaws.com")
# Twilio's own bounds of ValidityPeriod, in seconds.
SHORTEST_VALIDITY, LONGEST_VALIDITY = 1, 36_000
CLOCK_SKEW = timedelta(seconds=5)
MOST_LOOKED_AT = 200


class TwilioCarrier:
    """The SMS carrier. Safe to share between threads."""

    name = inbound.NAME
    channel = Channel.SMS

    def __init__(self, settings: Settings, *, patience: Patience | None = None) -> None:
        """Connects to nothing yet. patience: shorter waits, for tests."""
        self._settings = settings
        http = PooledHttpClient(connection_pool(patience or Patience()))
        credentials = (settings.twilio_account_sid, settings.twilio_auth_token)
        self._client = Client(*credentials, http_client=http)
        base = settings.twilio_api_url or DEFAULT_API
        self._base = base
        self._client.api.base_url = base
        self._media = MediaSource(
            home=base,
            usual_home=DEFAULT_API,
            domains=MEDIA_DOMAINS,
            user=credentials[0],
            password=credentials[1],
        )

    def send(self, message: OutboundMessage) -> Outcome:
        """Hand one text over. A read timeout, a reset, any 5xx or a strange answer is Unknown."""
        try:
            sid = self._client.messages.create(**self._parameters(message)).sid
        except SlowDown as slow:
            return NotSent("429", "Twilio asks us to slow down.", slow.seconds)
        except HTTPError as error:
            return outcome_of_broken_road(error)
        except TwilioRestException as error:
            return outcome_of(error.status, _number(error.code), str(error.msg))
        except TwilioServiceException as error:
            return outcome_of(error.status, _number(error.code), str(error.title))
        except (ValueError, TypeError, KeyError, AttributeError, TwilioException) as error:
            return Unknown(f"Unreadable answer: {type(error).__name__}")
        return Accepted(sid) if isinstance(sid, str) and sid else Unknown("Answer without an id.")

    def look_up(self, sought: SoughtMessage) -> tuple[Candidate, ...]:
        """Texts to the same number with exactly these words, created since the claim; a trial's mark does not count.

        Raises LookUpFailed also when the listing ends before the time of the claim is reached.
        """
        since = sought.claimed_at - CLOCK_SKEW
        try:
            listed = self._client.messages.list(to=sought.recipient, limit=MOST_LOOKED_AT)
            seen = [(str(one.sid), listing.aware(one.date_created), one.body) for one in listed]
        except (SlowDown, HTTPError, TwilioException) as error:
            raise LookUpFailed(type(error).__name__) from error
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise LookUpFailed("The listing could not be read.") from error
        if len(seen) >= MOST_LOOKED_AT and min(at for _, at, _ in seen) >= since:
            raise LookUpFailed("The listing ends before the time of the claim.")
        words = as_written(clean(sought.body))
        found = [
            Candidate(sid, at)
            for sid, at, body in seen
            if at >= since and as_written(body or "") == words
        ]
        return tuple(sorted(found, key=lambda candidate: candidate.created_at))

    def translate_inbound(self, envelope: RawEnvelope) -> InboundMessage:
        """Read a person's text. Raises Unreadable when sender, recipient or id are missing."""
        return inbound.inbound_message(envelope, own_number=self._settings.twilio_from_number)

    def translate_receipts(self, envelope: RawEnvelope) -> ReceiptBatch:
        """Read a status callback. Raises Unreadable when id or status are missing."""
        return inbound.receipts(envelope)

    def fetch_media(self, url: str) -> FetchedMedia:
        """Bring an MMS picture from Twilio's own hosts. Raises MediaRefused or MediaUnavailable."""
        return fetch(self._media, url)

    def received_since(self, moment: datetime) -> Iterator[tuple[ReceivedText, ...]]:
        """People's texts to our number, or to any of the account's where a pool of numbers sends.

        Raises LookUpFailed while they are read.
        """
        has_pool = bool(self._settings.twilio_messaging_service_sid)
        to = None if has_pool else self._settings.twilio_from_number
        return listing.received_since(self._client, moment, to=to)

    def sent_since(self, moment: datetime) -> Iterator[tuple[SentText, ...]]:
        """Texts of ours created since a moment. Raises LookUpFailed while they are read."""
        settings = self._settings
        ours = listing.OurSenders(
            settings.twilio_from_number, settings.twilio_messaging_service_sid or ""
        )
        return listing.sent_since(self._client, moment, ours)

    def as_posted(self, text: ReceivedText) -> Posted:
        """A listed text in the form its webhook would have had. Raises LookUpFailed."""
        return listing.as_posted(self._client, self._settings.twilio_account_sid, self._base, text)

    def _parameters(self, message: OutboundMessage) -> dict[str, str | int]:
        given: dict[str, str | int] = {"to": message.recipient, "body": clean(message.body)}
        if self._settings.twilio_messaging_service_sid:
            given["messaging_service_sid"] = self._settings.twilio_messaging_service_sid
        else:
            given["from_"] = message.sender
        if message.receipt_url and urlsplit(message.receipt_url).scheme:
            given["status_callback"] = message.receipt_url
        if message.valid_seconds is not None:
            bounded = min(max(message.valid_seconds, SHORTEST_VALIDITY), LONGEST_VALIDITY)
            given["validity_period"] = bounded
        return given


def _number(code: object) -> int | None:
    return code if isinstance(code, int) else None
