"""Claim queued messages for sending. The claim is committed before anything is posted; one hand holds a message."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

from core.clock import is_zone
from core.jobs.actions.emergencies import climb_within
from core.messaging.actions.doubting import doubt
from core.messaging.actions.gate import held_at, look_at_gate, recognise
from core.messaging.actions.mooting import Moot, still_of_use
from core.messaging.actions.promising import Delivery, promise_deliveries, promised_messages
from core.messaging.actions.turns import Judged, whose_turn
from core.messaging.consent import Purpose, good_until
from core.messaging.quiet import QuietHours
from core.messaging.sending import (
    Doubt,
    Hold,
    Pace,
    Send,
    SendFacts,
    Settle,
    verdict,
)
from core.messaging.wire import Channel, ConsentState, MessageState, Priority
from core.outbox.actions import keep

# Enough for one transaction, few enough to be posted well within a lease.
CLAIMED_TOGETHER = 50
# Whoever holds a message's row locked holds it for a moment.
LOCKED_SECONDS = 2.0


@dataclass(frozen=True)
class SendingRules:
    """The company's limits on sending.

    guests: the only addresses reached, or None when everyone is. pace: None when there is no limit. moot: says what
    is over by the time it may leave; None where nobody knows.
    """

    lease_seconds: float
    quiet: QuietHours
    zone: str
    guests: frozenset[str] | None = None
    pace: Pace | None = None
    moot: Moot | None = None


@dataclass(frozen=True)
class Claimed:
    """A message that is ours to send until `lease_until`.

    is_carrier_doubted: its carrier has had trouble, so that a good answer is news (see `note_outcomes`).
    files: how many go with it; they are read by whoever sends it.
    """

    entry_id: int
    message_id: int
    ref: UUID
    channel: Channel
    carrier: str
    sender: str
    recipient: str
    subject: str
    body: str
    author: str
    attempts: int
    priority: Priority
    expires_at: datetime | None
    job_id: int | None
    is_carrier_doubted: bool = False
    purpose: Purpose = Purpose.ORDINARY
    files: int = 0


@dataclass(frozen=True)
class Claim:
    """What one claim brought: the messages, the token that proves them ours, and for how long (seconds).

    left: entries not looked at, because those before them promised enough for one claim.
    """

    token: UUID
    messages: tuple[Claimed, ...]
    lease_seconds: float
    left: tuple[int, ...] = ()


_PROMISES = text(
    """
    SELECT id, args FROM outbox WHERE id = ANY(:entries) AND dead_at IS NULL ORDER BY rank, id
    FOR UPDATE SKIP LOCKED
    """
)

_LOOK = text(
    """
    SELECT m.id, m.ref, m.channel, m.carrier, m.sender, m.recipient, m.subject, m.body, m.author,
           m.attempts, m.priority, m.state, m.purpose, m.expires_at, m.lease_until, m.job_id,
           m.created_at, m.emergency_id, m.files, m.supersedes_key,
           c.state AS consent, p.bad_since, p.bad_reason, p.time_zone,
           k.open_until, k.failures, greatest(k.open_until, k.slow_until) AS circuit_until,
           m.supersedes_key IS NOT NULL AND EXISTS (
               SELECT 1 FROM messages n
               WHERE n.supersedes_key = m.supersedes_key
                 AND (coalesce(n.event_id, 0), n.id) > (coalesce(m.event_id, 0), m.id)
           ) AS newer_exists
    FROM messages m
    LEFT JOIN consents c ON c.channel = m.channel AND c.address = m.recipient
         AND c.topic = CASE WHEN m.purpose = 'marketing' THEN 'marketing'
                            WHEN m.priority IN ('alert', 'bulk') THEN 'job_updates' ELSE 'answers' END
    LEFT JOIN contact_points p ON p.id = m.contact_point_id
    LEFT JOIN circuits k ON k.carrier = m.carrier
    WHERE m.id = ANY(:ids)
    ORDER BY array_position(cast(:ids AS bigint[]), m.id)
    FOR UPDATE OF m SKIP LOCKED
    """
)


def claim_messages(session: Session, entry_ids: Sequence[int], rules: SendingRules) -> Claim:
    """Take those of the promised messages that may leave now; settle, hold or doubt the others.

    Runs in a transaction of its own, committed before the first post. Two claims never hold the same message: rows
    another hand has locked are passed over, and a state other than queued is not claimed. An entry of whose messages
    none may leave is kept at once; the others stand until their last result is written down.
    """
    gate = look_at_gate(session)
    now = gate.now
    promised, left = _promised(session, entry_ids)
    recognise(session, gate, promised)
    rows = session.execute(_LOOK, {"ids": list(promised)}).all() if promised else []
    judged: Judged = [(row, verdict(_facts(row, rules), now, rules.quiet)) for row in rows]
    judged = still_of_use(session, held_at(gate, judged), rules.moot)
    judged = whose_turn(session, judged, rules.pace, now)
    _settle(session, judged)
    _doubt(session, judged)
    sendable = [row for row, what in judged if isinstance(what, Send)]
    going = {promised[row.id] for row in sendable}
    waiting = _waiting(session, judged, promised.keys() - {row.id for row in rows}, now)
    _put_off(session, promised, going, waiting)
    token = uuid4()
    if sendable:
        session.execute(
            _CLAIM,
            {"ids": [row.id for row in sendable], "token": token, "lease": rules.lease_seconds},
        )
    claimed = tuple(_claimed(row, promised[row.id]) for row in sendable)
    return Claim(token, claimed, rules.lease_seconds, left)


def _promised(session: Session, entry_ids: Sequence[int]) -> tuple[dict[int, int], tuple[int, ...]]:
    """The messages promised by the first of these entries, each with its entry; and the entries beyond enough."""
    entries = session.execute(_PROMISES, {"entries": list(entry_ids)}).all()
    promised: dict[int, int] = {}
    for nth, entry in enumerate(entries):
        messages = promised_messages(entry.args)
        if promised and len(promised) + len(messages) > CLAIMED_TOGETHER:
            return promised, tuple(row.id for row in entries[nth:])
        promised |= dict.fromkeys(messages, entry.id)
    return promised, ()


_CLAIM = text(
    """
    UPDATE messages SET state = 'sending', claim_token = :token, attempts = attempts + 1,
           claimed_at = clock_timestamp(), state_at = clock_timestamp(), absent_at = NULL,
           lease_until = clock_timestamp() + make_interval(secs => :lease)
    WHERE id = ANY(:ids) AND state = 'queued'
    """
)


def _facts(row: Row[tuple[object, ...]], rules: SendingRules) -> SendFacts:
    return SendFacts(
        state=MessageState(row.state),
        channel=Channel(row.channel),
        priority=Priority(row.priority),
        consent=ConsentState(row.consent) if row.consent else None,
        purpose=Purpose(row.purpose),
        expires_at=good_until(Purpose(row.purpose), row.created_at, row.expires_at),
        lease_until=row.lease_until,
        newer_exists=row.newer_exists,
        not_reachable=_why_not_reachable(row, rules),
        circuit_until=row.circuit_until,
        zone=row.time_zone if is_zone(row.time_zone) else rules.zone,
    )


def _why_not_reachable(row: Row[tuple[object, ...]], rules: SendingRules) -> str | None:
    if row.recipient.lower() == row.sender.lower():
        return "our own address"
    if row.bad_since is not None:
        return row.bad_reason or "the address does not work"
    if rules.guests is not None and row.recipient not in rules.guests:
        return "not on the guest list"
    return None


def _claimed(row: Row[tuple[object, ...]], entry_id: int) -> Claimed:
    return Claimed(
        entry_id=entry_id,
        message_id=row.id,
        ref=row.ref,
        channel=Channel(row.channel),
        carrier=row.carrier,
        sender=row.sender,
        recipient=row.recipient,
        subject=row.subject,
        body=row.body,
        author=row.author,
        attempts=row.attempts + 1,
        priority=Priority(row.priority),
        expires_at=row.expires_at,
        job_id=row.job_id,
        is_carrier_doubted=row.open_until is not None or bool(row.failures),
        purpose=Purpose(row.purpose),
        files=row.files,
    )


def _settle(session: Session, judged: Judged) -> None:
    """Close what will never leave; of a page, the next one up hears instead."""
    for row, what in judged:
        if isinstance(what, Settle):
            session.execute(_CLOSE, {"id": row.id, "state": what.state.value, "why": what.why})
            if row.emergency_id is not None:
                climb_within(session, row.emergency_id, seconds=0)


_CLOSE = text(
    "UPDATE messages SET state = :state, error_detail = :why, state_at = clock_timestamp()"
    " WHERE id = :id AND state = 'queued'"
)


def _waiting(
    session: Session, judged: Judged, passed_over: Collection[int], now: datetime
) -> list[Delivery]:
    """What may not leave yet, and what another hand has locked: that one may let go without having settled it."""
    held = [
        Delivery(row.id, Priority(row.priority).rank, what.until)
        for row, what in judged
        if isinstance(what, Hold)
    ]
    if not passed_over:
        return held
    soon = now + timedelta(seconds=LOCKED_SECONDS)
    rows = session.execute(_STANDING, {"ids": sorted(passed_over)})
    return held + [Delivery(row.id, Priority(row.priority).rank, soon) for row in rows]


_STANDING = text("SELECT id, priority FROM messages WHERE id = ANY(:ids) ORDER BY id")


def _put_off(
    session: Session, promised: Mapping[int, int], going: set[int], waiting: Sequence[Delivery]
) -> None:
    """What waits beside messages that leave is promised anew; an entry of which nothing leaves is put off itself.

    So two hands on one entry leave no promise behind: whoever sends keeps it. An entry without either is kept.
    """
    promise_deliveries(session, [each for each in waiting if promised[each.message_id] in going])
    until: dict[int, datetime] = {}
    for each in waiting:
        entry_id = promised[each.message_id]
        if entry_id not in going and each.run_at is not None:
            until[entry_id] = min(each.run_at, until.get(entry_id, each.run_at))
    if until:
        session.execute(_LATER, {"ids": list(until), "untils": list(until.values())})
    keep(session, sorted(set(promised.values()) - going - until.keys()))


_LATER = text(
    """
    UPDATE outbox SET run_at = held.until, lease_until = NULL
    FROM unnest(cast(:ids AS bigint[]), cast(:untils AS timestamptz[])) AS held(id, until)
    WHERE outbox.id = held.id
    """
)


def _doubt(session: Session, judged: Judged) -> None:
    for row, what in judged:
        if isinstance(what, Doubt):
            doubt(session, row.id, why="the sender vanished in mid-send")
