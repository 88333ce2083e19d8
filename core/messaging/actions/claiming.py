"""Claim queued messages for sending. The claim is committed before anything is posted; one hand holds a message."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

from core.clock import database_now, is_zone
from core.messaging.consent import Purpose
from core.messaging.quiet import QuietHours
from core.messaging.sending import (
    Doubt,
    Hold,
    Nothing,
    Send,
    SendFacts,
    Settle,
    Verdict,
    verdict,
)
from core.messaging.wire import Channel, ConsentState, MessageState, Priority
from core.outbox import Kind
from core.outbox.actions import keep, promise


@dataclass(frozen=True)
class SendingRules:
    """The company's limits on sending. guests: the only addresses reached, or None when everyone is."""

    lease_seconds: float
    quiet: QuietHours
    zone: str
    guests: frozenset[str] | None = None


@dataclass(frozen=True)
class Claimed:
    """A message that is ours to send until `lease_until`."""

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


@dataclass(frozen=True)
class Claim:
    """What one claim brought: the messages, the token that proves them ours, and for how long (seconds)."""

    token: UUID
    messages: tuple[Claimed, ...]
    lease_seconds: float


_LOOK = text(
    """
    SELECT o.id AS entry_id, m.id, m.ref, m.channel, m.carrier, m.sender, m.recipient, m.subject, m.body, m.author,
           m.attempts, m.priority, m.state, m.purpose, m.expires_at, m.lease_until, m.job_id,
           c.state AS consent, p.bad_since, p.bad_reason, p.time_zone, k.open_until,
           m.supersedes_key IS NOT NULL AND EXISTS (
               SELECT 1 FROM messages n
               WHERE n.supersedes_key = m.supersedes_key
                 AND (coalesce(n.event_id, 0), n.id) > (coalesce(m.event_id, 0), m.id)
           ) AS newer_exists
    FROM outbox o
    JOIN messages m ON m.id = (o.args->>'message_id')::bigint
    LEFT JOIN consents c ON c.channel = m.channel AND c.address = m.recipient
    LEFT JOIN contact_points p ON p.id = m.contact_point_id
    LEFT JOIN circuits k ON k.carrier = m.carrier
    WHERE o.id = ANY(:entries) AND o.dead_at IS NULL
    ORDER BY o.rank, o.id
    FOR UPDATE OF o, m SKIP LOCKED
    """
)


def claim_messages(session: Session, entry_ids: Sequence[int], rules: SendingRules) -> Claim:
    """Take those of the promised messages that may leave now; settle, hold or doubt the others.

    Runs in a transaction of its own, committed before the first post. Two claims never hold the same message: rows
    another hand has locked are passed over, and a state other than queued is not claimed.
    """
    now = database_now(session)
    token = uuid4()
    rows = session.execute(_LOOK, {"entries": list(entry_ids)}).all()
    judged = [(row, verdict(_facts(row, rules), now, rules.quiet)) for row in rows]
    _settle(session, judged)
    _hold(session, judged)
    _doubt(session, judged)
    sendable = [row for row, what in judged if isinstance(what, Send)]
    if sendable:
        session.execute(
            _CLAIM,
            {"ids": [row.id for row in sendable], "token": token, "lease": rules.lease_seconds},
        )
    return Claim(token, tuple(_claimed(row) for row in sendable), rules.lease_seconds)


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
        expires_at=row.expires_at,
        lease_until=row.lease_until,
        newer_exists=row.newer_exists,
        not_reachable=_why_not_reachable(row, rules),
        circuit_until=row.open_until,
        zone=row.time_zone if is_zone(row.time_zone) else rules.zone,
    )


def _why_not_reachable(row: Row[tuple[object, ...]], rules: SendingRules) -> str | None:
    if row.bad_since is not None:
        return row.bad_reason or "the address does not work"
    if rules.guests is not None and row.recipient not in rules.guests:
        return "not on the guest list"
    return None


def _claimed(row: Row[tuple[object, ...]]) -> Claimed:
    return Claimed(
        entry_id=row.entry_id,
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
    )


Judged = Sequence[tuple[Row[tuple[object, ...]], Verdict]]


def _settle(session: Session, judged: Judged) -> None:
    """Close what will never leave, and forget the promises of what has left already."""
    done = [row.entry_id for row, what in judged if isinstance(what, Settle | Nothing)]
    for row, what in judged:
        if isinstance(what, Settle):
            session.execute(_CLOSE, {"id": row.id, "state": what.state.value, "why": what.why})
    if done:
        keep(session, done)


_CLOSE = text(
    "UPDATE messages SET state = :state, error_detail = :why, state_at = clock_timestamp()"
    " WHERE id = :id AND state = 'queued'"
)


def _hold(session: Session, judged: Judged) -> None:
    held = [(row.entry_id, what.until) for row, what in judged if isinstance(what, Hold)]
    if held:
        session.execute(
            _PUT_OFF, {"ids": [id_ for id_, _ in held], "untils": [until for _, until in held]}
        )


_PUT_OFF = text(
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
            keep(session, [row.entry_id])


def doubt(session: Session, message_id: int, *, why: str) -> None:
    """Nobody knows whether the message left: mark it so and promise to find out."""
    session.execute(_DOUBT, {"id": message_id, "why": why[:400]})
    promise(
        session,
        Kind.RECONCILE,
        {"message_id": message_id},
        dedupe_key=f"reconcile:{message_id}",
        rank=1,
    )


_DOUBT = text(
    "UPDATE messages SET state = 'uncertain', error_detail = :why, state_at = clock_timestamp()"
    " WHERE id = :id AND state = 'sending'"
)
