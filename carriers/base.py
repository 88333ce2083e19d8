"""What every carrier can do, in the core's words. Knows no vendor and refuses to leak one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol, runtime_checkable

from core.messaging.listed import Posted, ReceivedText, SentText
from core.messaging.wire import (
    Candidate,
    Channel,
    InboundMessage,
    OutboundMessage,
    Outcome,
    Receipt,
    SoughtMessage,
)


@dataclass(frozen=True)
class RawEnvelope:
    """What a carrier posted, as it was stored. query: the raw query string of the URL posted to."""

    content: bytes = field(repr=False)
    content_type: str
    query: str = ""


@dataclass(frozen=True)
class UnreadableEntry:
    """One entry of a batch that made no sense. place: its position, from 0, in the envelope."""

    place: int
    why: str


@dataclass(frozen=True)
class ReceiptBatch:
    """The receipts of one envelope; what could not be read is told apart and spoils nothing."""

    receipts: tuple[Receipt, ...] = ()
    unreadable: tuple[UnreadableEntry, ...] = ()


@dataclass(frozen=True)
class FetchedMedia:
    """A picture or file brought from the carrier; content_type is told by its first bytes."""

    content: bytes = field(repr=False)
    content_type: str


class Unreadable(Exception):
    """An envelope that cannot be translated; trying again helps only after the reader is mended."""


class MediaRefused(Exception):
    """A file we will not fetch or keep, now or later; the text is fit to show."""


class MediaUnavailable(Exception):
    """A file that could not be fetched this time; a later attempt may succeed."""


class Carrier(Protocol):
    """One road on which messages travel."""

    @property
    def name(self) -> str:
        """The word kept with each message and receipt, such as `twilio`."""

    @property
    def channel(self) -> Channel:
        """What kind of message travels here."""

    def send(self, message: OutboundMessage) -> Outcome:
        """Hand one message over. Trouble of the carrier is an outcome, never an exception."""

    def look_up(self, sought: SoughtMessage) -> tuple[Candidate, ...]:
        """The carrier's messages that may be the sought one, oldest first.

        Raises LookUpFailed when the carrier could not be asked: that is not a "no".
        """

    def translate_inbound(self, envelope: RawEnvelope) -> InboundMessage:
        """Read a person's message. Raises Unreadable."""

    def translate_receipts(self, envelope: RawEnvelope) -> ReceiptBatch:
        """Read what became of our messages. Raises Unreadable when nothing of it can be read."""

    def fetch_media(self, url: str) -> FetchedMedia:
        """Bring a file that came with a message. Raises MediaRefused or MediaUnavailable."""


@runtime_checkable
class ListingCarrier(Protocol):
    """A carrier that keeps a list of what went through it, in and out."""

    @property
    def name(self) -> str:
        """As in `Carrier`."""

    def received_since(self, moment: datetime) -> Iterator[tuple[ReceivedText, ...]]:
        """People's messages since a moment, oldest first, so many at a time, without a gap.

        Raises LookUpFailed, at any time while they are read.
        """

    def sent_since(self, moment: datetime) -> Iterator[tuple[SentText, ...]]:
        """Ours since a moment, so many at a time, without a gap; what the carrier has not sent yet may come last.

        Raises LookUpFailed likewise.
        """

    def as_posted(self, text: ReceivedText) -> Posted:
        """A listed message in the form its webhook would have had. Raises LookUpFailed."""
