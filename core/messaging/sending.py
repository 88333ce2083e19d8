"""Whether a queued message may leave now. Pure: facts and the time in, one verdict out, at the last moment."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from core.messaging.consent import Purpose, is_writing_allowed
from core.messaging.quiet import QuietHours, quiet_until
from core.messaging.wire import Channel, ConsentState, MessageState, Priority

ROUTINE = frozenset({Priority.ALERT, Priority.BULK})


@dataclass(frozen=True)
class SendFacts:
    """What the verdict looks at.

    consent: what the person said last of the message's topic.
    lease_until: of the claim that holds the message, if any. newer_exists: a newer message says it better.
    reachable: the address is not marked bad and, in guest-list mode, is on the list. zone: the recipient's.
    """

    state: MessageState
    channel: Channel
    priority: Priority
    consent: ConsentState | None
    purpose: Purpose
    expires_at: datetime | None
    lease_until: datetime | None
    newer_exists: bool
    not_reachable: str | None
    circuit_until: datetime | None
    zone: str


@dataclass(frozen=True)
class Send:
    """Claim it and send it."""


@dataclass(frozen=True)
class Hold:
    """Look again then."""

    until: datetime


@dataclass(frozen=True)
class Settle:
    """It will never be sent; move it to this state, with the reason."""

    state: MessageState
    why: str


@dataclass(frozen=True)
class Doubt:
    """A claim's lease ran out in mid-send: nobody knows whether it left."""


@dataclass(frozen=True)
class Nothing:
    """It has left or is settled; there is nothing to deliver."""


@dataclass(frozen=True)
class Leaving:
    """A message about to leave, as its pace is asked for."""

    message_id: int
    channel: Channel
    sender: str
    recipient: str
    priority: Priority


# Which of these messages have to wait for their turn, and how many seconds. Asked within the claim: it must be quick.
Pace = Callable[[Sequence[Leaving]], Mapping[int, float]]
Verdict = Send | Hold | Settle | Doubt | Nothing


def verdict(facts: SendFacts, now: datetime, hours: QuietHours) -> Verdict:
    """Decide about one message. Emergencies and conversations know no quiet hours, emergencies no open circuit."""
    if facts.state is MessageState.SENDING and facts.lease_until is not None:
        return Hold(facts.lease_until) if facts.lease_until > now else Doubt()
    if facts.state is not MessageState.QUEUED:
        return Nothing()
    refusal = _refusal(facts, now)
    if refusal is not None:
        return refusal
    in_danger = facts.priority is Priority.EMERGENCY
    if facts.circuit_until is not None and facts.circuit_until > now and not in_danger:
        return Hold(facts.circuit_until)
    if facts.priority in ROUTINE or facts.purpose is Purpose.MARKETING:
        quiet = quiet_until(now, facts.zone, hours)
        if quiet is not None:
            return Hold(quiet)
    return Send()


def _refusal(facts: SendFacts, now: datetime) -> Settle | None:
    if facts.expires_at is not None and facts.expires_at <= now:
        return Settle(MessageState.EXPIRED, "no longer useful by the time it could leave")
    if facts.newer_exists:
        return Settle(MessageState.SUPERSEDED, "a newer message says it better")
    if not is_writing_allowed(facts.consent, facts.purpose):
        is_no = facts.consent is ConsentState.OPTED_OUT
        return Settle(MessageState.SUPPRESSED, "opted out" if is_no else "never asked for offers")
    is_back = facts.consent is ConsentState.OPTED_IN
    if is_back and facts.purpose is Purpose.OPT_OUT_CONFIRMATION:
        return Settle(MessageState.SUPERSEDED, "they want messages again")
    if facts.not_reachable is not None:
        return Settle(MessageState.SUPPRESSED, facts.not_reachable)
    return None
