"""The words carriers and the core share: what came in, what goes out, what became of it.

Nothing here knows a vendor; a carrier file translates between these and its own interface.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

# Of one text in characters, with any carrier of ours (Twilio's error 21617).
LONGEST_SMS = 1600
# Why one longer is never handed to a carrier.
TOO_LONG = "too-long"


class Channel(StrEnum):
    """How a message travels."""

    SMS = "sms"
    EMAIL = "email"


class Priority(StrEnum):
    """Who goes first when many messages are due, most pressing first (`rank` orders them)."""

    EMERGENCY = "emergency"
    CONVERSATION = "conversation"
    DISPATCH = "dispatch"
    ALERT = "alert"
    BULK = "bulk"

    @property
    def rank(self) -> int:
        """0 for the most pressing."""
        return list(Priority).index(self)


class MessageState(StrEnum):
    """Where a message stands; `core.messaging.states` says which may follow which."""

    RECEIVED = "received"
    QUEUED = "queued"
    SENDING = "sending"
    UNCERTAIN = "uncertain"
    ACCEPTED = "accepted"
    SENT = "sent"
    UNDELIVERED = "undelivered"
    FAILED = "failed"
    EXPIRED = "expired"
    SUPERSEDED = "superseded"
    SUPPRESSED = "suppressed"
    DELIVERED = "delivered"


class CarrierWord(StrEnum):
    """A reserved word which the carrier acts on by itself, and answers."""

    STOP = "STOP"
    START = "START"
    HELP = "HELP"


class ConsentState(StrEnum):
    """What a person said about being written to."""

    OPTED_IN = "opted_in"
    OPTED_OUT = "opted_out"


@dataclass(frozen=True)
class Media:
    """A picture or file that came with a message.

    url: where the carrier keeps it (SMS), or None when `content` already holds its bytes (e-mail).
    refusal: why it was not taken along, fit to show; then there is neither url nor content.
    """

    name: str
    content_type: str
    url: str | None = None
    content: bytes | None = field(default=None, repr=False)
    refusal: str = ""


@dataclass(frozen=True)
class SentFile:
    """A file that goes with a mail, whole and as it was kept."""

    name: str
    content_type: str
    content: bytes = field(repr=False)


@dataclass(frozen=True)
class SenderProof:
    """What the mail provider established about a sender; never read from forgeable headers.

    aligned_pass: DKIM or SPF passed for the domain the From address shows.
    """

    aligned_pass: bool
    detail: str


@dataclass(frozen=True)
class InboundMessage:
    """A person's message, free of any vendor's spelling.

    provider_id: the carrier's unique id of it (Twilio's MessageSid; an e-mail's Message-ID).
    sender, recipient: E.164 or lower-case address; `sender` may be a short code for SMS.
    references: message ids named by In-Reply-To and References, without angle brackets.
    automatic: why this is a machine's mail and must not be answered (RFC 3834 §2), or None.
    carrier_heeded: the reserved word the carrier says it has acted on and answered, or None.
    """

    channel: Channel
    carrier: str
    provider_id: str
    sender: str
    recipient: str
    body: str
    subject: str = ""
    sender_name: str = ""
    media: tuple[Media, ...] = ()
    references: tuple[str, ...] = ()
    reply_token: str | None = None
    automatic: str | None = None
    proof: SenderProof | None = None
    all_recipients: tuple[str, ...] = ()
    carrier_heeded: CarrierWord | None = None


@dataclass(frozen=True)
class OutboundMessage:
    """One message ready to leave.

    ref: our own id, carried through the carrier and back in its receipts.
    valid_seconds: how long the message is still useful, or None.
    headers: extra e-mail headers, in our spelling.
    files: what an e-mail carries; a carrier sends all of them or refuses the message.
    """

    ref: str
    channel: Channel
    recipient: str
    sender: str
    body: str
    sender_name: str = ""
    subject: str = ""
    html: str = ""
    reply_to: str | None = None
    receipt_url: str | None = None
    valid_seconds: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    files: tuple[SentFile, ...] = ()


@dataclass(frozen=True)
class Accepted:
    """The carrier took the message and gave it an id."""

    provider_id: str


@dataclass(frozen=True)
class NotSent:
    """The message certainly did not leave; trying again is safe. retry_after: seconds asked for."""

    code: str
    detail: str
    retry_after: float | None = None


class PermanentCause(StrEnum):
    """Why a message can never be delivered."""

    OPTED_OUT = "opted_out"
    COMPLAINED = "complained"
    BAD_ADDRESS = "bad_address"
    REFUSED_CONTENT = "refused_content"


@dataclass(frozen=True)
class NeverSendable:
    """The carrier refuses this message for good."""

    code: str
    detail: str
    cause: PermanentCause


@dataclass(frozen=True)
class Misconfigured:
    """Our credentials or account are refused; nothing will leave until staff mend it."""

    code: str
    detail: str


@dataclass(frozen=True)
class Unknown:
    """The message may or may not have left: timeout, reset, 5xx, unreadable answer."""

    detail: str


Outcome = Accepted | NotSent | NeverSendable | Misconfigured | Unknown


@dataclass(frozen=True)
class Receipt:
    """What a carrier says became of a message.

    event_id: unique for the receipt itself, so that repeats are absorbed.
    ref: our message's id where the carrier brought it back, else None.
    """

    carrier: str
    event_id: str
    provider_id: str | None
    ref: str | None
    state: MessageState
    code: str = ""
    detail: str = ""
    cause: PermanentCause | None = None


@dataclass(frozen=True)
class SoughtMessage:
    """A send whose outcome is unknown, to be looked up at the carrier.

    claimed_at: when we claimed it; the carrier's copy cannot be older than that by more than clock skew.
    """

    ref: str
    recipient: str
    sender: str
    body: str
    claimed_at: datetime


@dataclass(frozen=True)
class Candidate:
    """A message found at the carrier that could be the one sought."""

    provider_id: str
    created_at: datetime


class LookUpFailed(Exception):
    """The carrier could not be asked; that is not a 'no'."""
