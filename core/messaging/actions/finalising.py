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
from core.jobs.actions.emergencies import climb_within
from core.messaging.actions.circuits import note_outcomes
from core.messaging.actions.claiming import Claimed
from core.messaging.actions.doubting import PAGE_IN_DOUBT_SECONDS, doubt
from core.messaging.actions.fallback import fall_back, redirect_waiting
from core.messaging.actions.heeding import follow_refusal
from core.messaging.actions.pages import page_failed
from core.messaging.actions.promising import Delivery, promise_deliveries
from core.messaging.letterhead import Letterhead
from core.messaging.model import Message
from core.messaging.wire import (
    TOO_LONG,
    Accepted,
    MessageState,
    Misconfigured,
    NeverSendable,
    NotSent,
    Outcome,
    PermanentCause,
    Priority,
    Unknown,
)

MOST_SENDS = 30
MOST_PATIENCE_IN_DANGER = 15.0
BACKOFF_FACTOR = 2.0
NOT_GONE = frozenset({MessageState.QUEUED, MessageState.UNCERTAIN})


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
    """Record the outcomes of a claim; what is to be tried again is promised anew.

    The caller keeps, in the same transaction, the promises whose last result this was. A result whose claim has been
    lost meanwhile (lease over, token replaced) changes nothing.
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
            case NotSent() as refusal:
                _try_later(session, head, token, result.message, refusal, retry)
            case NeverSendable() as refusal:
                _fail(session, head, token, result.message, refusal)
            case Misconfigured() as refusal:
                _unburn(session, token, result.message, circuit_seconds, refusal)
            case Unknown(detail=detail):
                _mark_unknown(session, token, result.message, detail)
    _go_by_mail_too(session, head, token, results)
    note_outcomes(
        session,
        [(each.message.carrier, each.outcome) for each in results if each.outcome is not None],
        doubted={each.message.carrier for each in results if each.message.is_carrier_doubted},
        pause=circuit_seconds,
    )


def _accept(session: Session, token: UUID, accepted: Sequence[Result]) -> None:
    ids = [result.message.message_id for result in accepted]
    provider_ids = [
        result.outcome.provider_id for result in accepted if isinstance(result.outcome, Accepted)
    ]
    session.execute(_ACCEPT, {"ids": ids, "pids": provider_ids, "token": token})


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
    wait = retry.seconds(message.attempts, refusal.retry_after)
    wait = min(wait, MOST_PATIENCE_IN_DANGER) if in_danger else wait
    _back_in_queue(session, token, message, why=why, code=refusal.code, seconds=wait)


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
    session: Session,
    token: UUID,
    message: Claimed,
    *,
    why: str,
    code: str = "",
    seconds: float = 0,
) -> bool:
    """Queued again, and promised anew after so many seconds; False, and nothing, when the claim was lost."""
    fields = {"id": message.message_id, "token": token, "why": why[:400], "code": code[:40]}
    due = session.scalar(_REQUEUE, fields | {"seconds": seconds})
    if due is not None:
        promise_deliveries(session, [Delivery(message.message_id, message.priority.rank, due)])
    return due is not None


_REQUEUE = text(
    """
    UPDATE messages SET state = 'queued', lease_until = NULL, error_code = :code, error_detail = :why,
           state_at = clock_timestamp()
    WHERE id = :id AND claim_token = :token AND state = 'sending'
    RETURNING clock_timestamp() + make_interval(secs => :seconds)
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
    if failed is not None:
        after_failure(session, head, message.message_id, refusal.cause, code=refusal.code)
        if refusal.code == TOO_LONG:
            open_task(
                session,
                title="A text was too long to be sent: shorten its words in Settings",
                details=f"Message {message.message_id}: {refusal.detail}",
                priority=TaskPriority.HIGH,
                once_key=f"too-long:{message.job_id or f'message {message.message_id}'}",
            )


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
    words = f"carrier code {code}"
    follow_refusal(session, message, cause, words=words, said_at=message.claimed_at)
    if cause is PermanentCause.BAD_ADDRESS:
        mark_bad(session, message.recipient, why=f"carrier code {code}", actor=FIXLINE)
    fall_back(session, head, message)
    page_failed(session, message)
    if cause is PermanentCause.BAD_ADDRESS:
        redirect_waiting(session, head, message, why=f"carrier code {code}")


def _unburn(
    session: Session,
    token: UUID,
    message: Claimed,
    circuit_seconds: float,
    refusal: Misconfigured,
) -> None:
    """Back in the queue with its attempts as they were: the trouble is ours, not the message's."""
    in_danger = message.priority is Priority.EMERGENCY
    wait = min(circuit_seconds, MOST_PATIENCE_IN_DANGER) if in_danger else circuit_seconds
    if _back_in_queue(session, token, message, why=refusal.detail, code=refusal.code, seconds=wait):
        session.execute(_UNBURN, {"id": message.message_id})


_UNBURN = text("UPDATE messages SET attempts = attempts - 1 WHERE id = :id")


def _mark_unknown(session: Session, token: UUID, message: Claimed, detail: str) -> None:
    held = session.scalar(
        select(Message.id).where(Message.id == message.message_id, Message.claim_token == token)
    )
    if held is not None:
        doubt(session, message.message_id, why=detail)


def _go_by_mail_too(
    session: Session, head: Letterhead, token: UUID, results: Sequence[Result]
) -> None:
    """What may save somebody and was not taken at once goes by mail as well, while the text is tried again.

    A page refused a second time moves its ladder on: those paged have no mail, the next one up may be reached.
    """
    for result in results:
        is_refused = isinstance(result.outcome, NotSent | Misconfigured | Unknown)
        if not is_refused or result.message.priority is not Priority.EMERGENCY:
            continue
        message = session.get_one(Message, result.message.message_id, populate_existing=True)
        if message.claim_token == token and message.state in NOT_GONE:
            fall_back(session, head, message)
            if message.emergency_id is not None and message.attempts > 1:
                climb_within(session, message.emergency_id, seconds=PAGE_IN_DOUBT_SECONDS)
