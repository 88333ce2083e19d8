"""What a carrier's own list shows of our texts, in and out: the safety net under webhooks and answers. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from core.messaging.wire import MessageState, PermanentCause


@dataclass(frozen=True)
class ReceivedText:
    """A person's text as the carrier's list shows it. files: how many came with it."""

    provider_id: str
    sender: str
    recipient: str
    body: str
    received_at: datetime
    files: int = 0


@dataclass(frozen=True)
class SentText:
    """A text of ours the carrier has taken. state, code, cause: what became of it by now."""

    carrier: str
    provider_id: str
    recipient: str
    body: str
    created_at: datetime
    state: MessageState
    code: str = ""
    cause: PermanentCause | None = None


@dataclass(frozen=True)
class Posted:
    """A text in the very form its webhook would have posted, so that it is read by the same reader."""

    provider_id: str
    content_type: str
    content: bytes = field(repr=False)
