"""Write down what became of claimed messages: only the claim's own token may, and states only climb."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from core.desk.actions.tasks import open_task
from core.desk.model import TaskPriority
from core.directory.actions.people import mark_bad
from core.events.actions import FIXLINE
from core.messaging.actions.claiming import Claimed, doubt
from core.messaging.actions.consenting import opt_out
from core.messaging.actions.fallback import fall_back
from core.messaging.letterhead import Letterhead
from core.messaging.model import Message
from core.messaging.wire import (
    Accepted,
    Channel,
    Misconfigured,
    NeverSendable,
    NotSent,
    Outcome,
    PermanentCause,
    Priority,
    Unknown,
)
from core.outbox.actions import keep, postpone

MOST_SENDS = 30
MOST_PATIENCE_IN_DANGER = 15.0
BACKOFF_FACTOR = 2.0


@dataclass(frozen=True)
class Retry:
    """How long to wait before trying again, in seconds: base, doubled each time up to the cap, with jitter.

    jitter: a number from 0 to 1, drawn by the caller, so that this stays a plain rule.
    """

    base: float
    cap: float
    jitter: float

    def seconds(self, attempts: int, asked: float | None = None) -> float:
        """The wait after this many attempts, never shorter than what the carrier asked for."""
        full = min(self.cap, self.base * BACKOFF_FACTOR ** (attempts - 1))
        return max(full * (0.5 + self.jitter / 2), asked or 0.0)


@dataclass(frozen=True)
class Result:
    """One claimed message and what the carrier said of it; None when there was no time left to post it."""

    message: Claimed
    outcome: Outcome | None


def finalise(  # noqa: C901 - one flat branch an outcome
    session: Session,
    head: Letterhead,
    token: UUID,
    results: Sequence[Result],
    *,
    retry: Retry,
    circuit_seconds: float,
) -> None:
    """Record the outcomes of a claim, in one transaction with the end or renewal of their promises.

    A result whose claim has been lost meanwhile (lease over, token replaced) changes nothing.
    """
    accepted = [result for result in results if isinstance(result.outcome, Accepted)]
    if accepted:
        _accept(session, token, accepted)
    for result in results:
        match result.outcome:
            case Accepted():
                continue
            case None:
                _back_in_queue(session, token, result.message, why="no time was left to send it")
                postpone(session, result.message.entry_id, seconds=0, why="no time was left")
            case NotSent() as refusal:
                _try_later(session, head, token, result.message, refusal, retry)
            case NeverSendable() as refusal:
                _fail(session, head, token, result.message, refusal)
            case Misconfigured() as refusal:
                _open_circuit(session, result.message.carrier, refusal, circuit_seconds)
                _unburn(session, token, result.message, circuit_seconds, refusal)
            case Unknown(detail=detail):
                _mark_unknown(session, token, result.message, detail)


def _accept(session: Session, token: UUID, accepted: Sequence[Result]) -> None:
    ids = [result.message.message_id for result in accepted]
    provider_ids = [
        result.outcome.provider_id for result in accepted if isinstance(result.outcome, Accepted)
    ]
    session.execute(_ACCEPT, {"ids": ids, "pids": provider_ids, "token": token})
    keep(session, [result.message.entry_id for result in accepted])


# A receipt may have come before our own answer did: what it said stays. An id the carrier has given to another message
# already is not believed (a simple mock may give the same to all); our own id in the receipts still finds the message.
_ACCEPT = text(
    """
    UPDATE messages SET lease_until = NULL,
           provider_id = CASE WHEN taken.nth = 1 AND NOT EXISTS (
               SELECT 1 FROM messages other
               WHERE other.carrier = messages.carrier AND other.provider_id = taken.pid AND other.id <> messages.id
           ) THEN taken.pid ELSE messages.provider_id END,
           state = CASE WHEN state IN ('sending', 'uncertain') THEN 'accepted' ELSE state END,
           state_at = CASE WHEN state IN ('sending', 'uncertain') THEN clock_timestamp() ELSE state_at END,
           error_code = CASE WHEN state IN ('sending', 'uncertain') THEN '' ELSE error_code END,
           error_detail = CASE WHEN state IN ('sending', 'uncertain') THEN '' ELSE error_detail END
    FROM (
        SELECT id, pid, row_number() OVER (PARTITION BY pid ORDER BY id) AS nth
        FROM unnest(cast(:ids AS bigint[]), cast(:pids AS text[])) AS answered(id, pid)
    ) AS taken
    WHERE messages.id = taken.id AND messages.claim_token = :token
    """
)


def _try_later(
    session: Session,
    head: Letterhead,
    token: UUID,
    message: Claimed,
    refusal: NotSent,
    retry: Retry,
) -> None:
    why = f"{refusal.code} {refusal.detail}"
    in_danger = message.priority is Priority.EMERGENCY
    if message.attempts >= MOST_SENDS and not in_danger:
        _fail_for_good(session, head, token, message, refusal)
        return
    _back_in_queue(session, token, message, why=why, code=refusal.code)
    wait = retry.seconds(message.attempts, refusal.retry_after)
    wait = min(wait, MOST_PATIENCE_IN_DANGER) if in_danger else wait
    postpone(session, message.entry_id, seconds=wait, why=why)


def _fail_for_good(
    session: Session, head: Letterhead, token: UUID, message: Claimed, refusal: NotSent
) -> None:
    """The carrier would not have it for hours: the other channel may, and staff should know."""
    never = NeverSendable(refusal.code, refusal.detail, PermanentCause.REFUSED_CONTENT)
    _fail(session, head, token, message, never)
    open_task(
        session,
        title="A message could not be sent, after many tries",
        details=f"Message {message.message_id}: {refusal.code} {refusal.detail}",
        priority=TaskPriority.HIGH,
        once_key=f"unsendable:{message.message_id}",
    )


def _back_in_queue(
    session: Session, token: UUID, message: Claimed, *, why: str, code: str = ""
) -> None:
    session.execute(
        _REQUEUE, {"id": message.message_id, "token": token, "why": why[:400], "code": code[:40]}
    )


_REQUEUE = text(
    """
    UPDATE messages SET state = 'queued', lease_until = NULL, error_code = :code, error_detail = :why,
           state_at = clock_timestamp()
    WHERE id = :id AND claim_token = :token AND state = 'sending'
    """
)


def _fail(
    session: Session, head: Letterhead, token: UUID, message: Claimed, refusal: NeverSendable
) -> None:
    failed = session.execute(
        _FAIL,
        {
            "id": message.message_id,
            "token": token,
            "code": refusal.code[:40],
            "why": refusal.detail[:400],
        },
    ).first()
    keep(session, [message.entry_id])
    if failed is not None:
        after_failure(session, head, message.message_id, refusal.cause, code=refusal.code)


_FAIL = text(
    """
    UPDATE messages SET state = 'failed', lease_until = NULL, error_code = :code, error_detail = :why,
           state_at = clock_timestamp()
    WHERE id = :id AND claim_token = :token AND state IN ('sending', 'uncertain')
    RETURNING id
    """
)


def after_failure(
    session: Session,
    head: Letterhead,
    message_id: int,
    cause: PermanentCause | None,
    *,
    code: str,
) -> None:
    """Draw the consequences of a message that failed for good: consent, bad address, the other channel."""
    message = session.get_one(Message, message_id)
    if cause is PermanentCause.OPTED_OUT:
        opt_out(
            session,
            Channel(message.channel),
            message.recipient,
            words=f"carrier code {code}",
            source="carrier",
            actor=FIXLINE,
        )
    elif cause is PermanentCause.BAD_ADDRESS:
        mark_bad(session, message.recipient, why=f"carrier code {code}", actor=FIXLINE)
    fall_back(session, head, message)


def _open_circuit(
    session: Session, carrier: str, refusal: Misconfigured, circuit_seconds: float
) -> None:
    why = f"{carrier} refuses our account ({refusal.code}): {refusal.detail}"
    session.execute(
        _OPEN_CIRCUIT, {"carrier": carrier, "why": why[:300], "seconds": circuit_seconds}
    )
    open_task(
        session,
        title=f"Nothing leaves through {carrier}: check its account settings",
        details=why,
        priority=TaskPriority.HIGH,
        once_key=f"circuit:{carrier}:{refusal.code}",
    )


_OPEN_CIRCUIT = text(
    """
    INSERT INTO circuits (carrier, open_until, failures, reason)
    VALUES (:carrier, clock_timestamp() + make_interval(secs => :seconds), 1, :why)
    ON CONFLICT (carrier) DO UPDATE
    SET open_until = excluded.open_until, reason = excluded.reason, failures = circuits.failures + 1
    """
)


def _unburn(
    session: Session,
    token: UUID,
    message: Claimed,
    circuit_seconds: float,
    refusal: Misconfigured,
) -> None:
    """Back in the queue with its attempts as they were: the trouble is ours, not the message's."""
    _back_in_queue(session, token, message, why=refusal.detail, code=refusal.code)
    session.execute(
        _UNBURN,
        {"id": message.message_id, "token": token},
    )
    postpone(session, message.entry_id, seconds=circuit_seconds, why=refusal.detail)


_UNBURN = text(
    "UPDATE messages SET attempts = attempts - 1"
    " WHERE id = :id AND claim_token = :token AND state = 'queued'"
)


def _mark_unknown(session: Session, token: UUID, message: Claimed, detail: str) -> None:
    held = session.scalar(
        select(Message.id).where(Message.id == message.message_id, Message.claim_token == token)
    )
    keep(session, [message.entry_id])
    if held is not None:
        doubt(session, message.message_id, why=detail)
