"""Ask for consent to spend, and write down the answer. Decides nothing by itself: silence is never consent."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from core.db import JsonObject
from core.errors import FieldRefused, NotFound, Refused
from core.events.actions import Actor, record
from core.events.model import Event
from core.jobs.actions.approved_limits import give_limit, take_limit_back
from core.jobs.actions.estimate_following import follow_question, refuse_stale
from core.jobs.actions.status import lock_job
from core.jobs.actions.visits import place_of
from core.jobs.lifecycle import OPEN, Category
from core.jobs.model import ApprovalLimit, ApprovalRequest, ApprovalState, DecidedHow, Job
from core.jobs.model.approval import LONGEST_REASON
from core.jobs.spending import OPEN_STATES, latest_request_of, mail_limit_of
from core.money import LARGEST_CENTS, dollars
from core.outbox import Kind
from core.outbox.actions import promise

ASKED = "approval.asked"
VOIDED = "approval.voided"
_DONE = {
    ApprovalState.APPROVED: "approved",
    ApprovalState.DECLINED: "declined",
    ApprovalState.HELD: "put on hold",
    ApprovalState.VOID: "replaced because the estimate changed",
    ApprovalState.EXPIRED: "never answered in time",
}


class AlreadyDecided(Refused):
    """Somebody was first, or the estimate has changed; the text says what stands."""

    def __init__(self, request: ApprovalRequest) -> None:
        who = f" by {request.decided_by}" if request.decided_by else ""
        super().__init__(
            f"{dollars(request.amount_cents)} for job #{request.job.number} is already "
            f"{_DONE.get(request.state, request.state)}{who}."
        )
        self.request = request


def request_approval(
    session: Session, job: Job, *, amount_cents: int, reason: str, actor: Actor
) -> ApprovalRequest:
    """Ask the job's property managers whether the whole job may cost this much; they are mailed.

    A question still open is void, and this one stands instead; asking the same again is the same
    question. An earlier approval keeps what it allowed. Refused: a closed job, an amount that is
    not positive, no reason.
    """
    job = lock_job(session, job.id)
    reason = _checked(job, amount_cents, reason)
    latest = latest_request_of(session, job.id)
    if latest is not None and latest.state in OPEN_STATES:
        if (latest.amount_cents, latest.reason) == (amount_cents, reason):
            return latest
        void_request(session, latest, actor=actor)
    return _ask(session, job, latest, amount_cents=amount_cents, reason=reason, actor=actor)


def change_estimate(
    session: Session, job: Job, *, amount_cents: int, reason: str, actor: Actor
) -> ApprovalRequest:
    """The estimate is another one now: what was asked or approved before is void, and it is asked anew.

    The job's limit goes back to what it was before the voided approval, unless it was set by hand since.
    """
    job = lock_job(session, job.id)
    reason = _checked(job, amount_cents, reason)
    latest = latest_request_of(session, job.id)
    if latest is not None and latest.state in {*OPEN_STATES, ApprovalState.APPROVED}:
        void_request(session, latest, actor=actor)
    return _ask(session, job, latest, amount_cents=amount_cents, reason=reason, actor=actor)


def _checked(job: Job, amount_cents: int, reason: str) -> str:
    if not 0 < amount_cents <= LARGEST_CENTS:
        raise FieldRefused("amount", "Ask for an amount above zero, such as 450.")
    if not reason.strip():
        raise FieldRefused("reason", "Say what the money is for; they will ask.")
    if Category(job.status.category) not in OPEN:
        raise Refused(f"Job {job.number} is {job.status.name}; there is nothing left to approve.")
    return " ".join(reason.split())[:LONGEST_REASON]


def _ask(
    session: Session,
    job: Job,
    latest: ApprovalRequest | None,
    *,
    amount_cents: int,
    reason: str,
    actor: Actor,
) -> ApprovalRequest:
    request = ApprovalRequest(
        job=job,
        amount_cents=amount_cents,
        reason=reason,
        estimate_version=latest.estimate_version + 1 if latest else 1,
        mail_limit_cents=mail_limit_of(session, job),
        state=ApprovalState.PENDING,
    )
    session.add(request)
    session.flush()
    _record(session, ASKED, request, actor=actor)
    promise(
        session,
        Kind.ASK_APPROVAL,
        {"request_id": request.id},
        dedupe_key=f"ask_approval:{request.id}",
        rank=2,
    )
    return request


def void_request(session: Session, request: ApprovalRequest, *, actor: Actor) -> None:
    """The question, or its approval, no longer counts; the job's limit goes back. Callers hold the job's row.

    A limit that somebody has set by hand since is theirs, not the approval's: it stays.
    """
    if request.state is ApprovalState.APPROVED:
        take_limit_back(session, request)
    request.state = ApprovalState.VOID
    session.flush()
    _record(session, VOIDED, request, actor=actor)
    follow_question(session, request, actor=actor)


def approve(
    session: Session,
    request_id: int,
    *,
    amount_cents: int,
    how: DecidedHow,
    words: str,
    actor: Actor,
) -> ApprovalRequest:
    """They agree, up to this much; it becomes the job's limit. Never more than was asked.

    The first decision wins: any other raises AlreadyDecided. By e-mail nothing above the request's
    mail limit is approved.
    """
    request = _lock_open(session, request_id)
    refuse_stale(session, request)
    allowed = min(amount_cents, request.amount_cents)
    if allowed <= 0:
        raise FieldRefused("amount", "Approve an amount above zero, or decline.")
    if how is DecidedHow.EMAIL and allowed > request.mail_limit_cents:
        raise Refused(
            f"{dollars(allowed)} for job #{request.job.number} is above what may be approved by "
            f"e-mail ({dollars(request.mail_limit_cents)})."
        )
    give_limit(session, request, allowed)
    _settle(session, request, ApprovalState.APPROVED, how=how, words=words, actor=actor)
    return request


def decline(
    session: Session, request_id: int, *, how: DecidedHow, words: str, actor: Actor
) -> ApprovalRequest:
    """They do not agree; words: why, as far as they said. The first decision wins."""
    request = _lock_open(session, request_id)
    _settle(session, request, ApprovalState.DECLINED, how=how, words=words, actor=actor)
    return request


def hold(
    session: Session, request_id: int, *, how: DecidedHow, words: str, actor: Actor
) -> ApprovalRequest:
    """Not now: nobody reminds them any more, and it may still be approved or declined."""
    request = _lock_open(session, request_id)
    _settle(session, request, ApprovalState.HELD, how=how, words=words, actor=actor)
    return request


def expire(session: Session, request_id: int, *, actor: Actor) -> ApprovalRequest | None:
    """Nobody ever answered; None when somebody has after all."""
    request = _locked(session, request_id)
    if request.state is not ApprovalState.PENDING:
        return None
    request.state = ApprovalState.EXPIRED
    session.flush()
    _record(session, "approval.expired", request, actor=actor)
    follow_question(session, request, actor=actor)
    return request


def set_mail_limit(session: Session, customer_id: int, *, cents: int, actor: Actor) -> None:
    """From now on people of this customer may approve up to this much by e-mail (0: nothing)."""
    if not 0 <= cents <= LARGEST_CENTS:
        raise FieldRefused("limit", "The limit cannot be below zero.")
    session.execute(
        insert(ApprovalLimit)
        .values(customer_id=customer_id, limit_cents=cents)
        .on_conflict_do_update(index_elements=["customer_id"], set_={"limit_cents": cents})
    )
    after: JsonObject = {"limit_cents": cents}
    subject = ("customer", customer_id)
    record(session, "customer.mail_limit_set", subject=subject, actor=actor, after=after)


def _lock_open(session: Session, request_id: int) -> ApprovalRequest:
    request = _locked(session, request_id)
    if request.state not in OPEN_STATES:
        raise AlreadyDecided(request)
    return request


def _locked(session: Session, request_id: int) -> ApprovalRequest:
    """The request with its job's row held, so that two decisions come one after the other."""
    job_id = session.scalar(select(ApprovalRequest.job_id).where(ApprovalRequest.id == request_id))
    if job_id is None:
        raise NotFound("approval request", request_id)
    lock_job(session, job_id)
    return session.get_one(ApprovalRequest, request_id, populate_existing=True)


def _settle(
    session: Session,
    request: ApprovalRequest,
    state: ApprovalState,
    *,
    how: DecidedHow,
    words: str,
    actor: Actor,
) -> None:
    request.state = state
    request.decided_at = func.clock_timestamp()
    request.decided_by, request.decided_how = actor.name[:200], how
    request.decided_words = words.strip()[:2000]
    session.flush()
    session.refresh(request, ["decided_at"])
    event = _record(session, f"approval.{state}", request, actor=actor)
    follow_question(session, request, actor=actor)
    promise(
        session,
        Kind.TELL_APPROVAL,
        {"request_id": request.id, "event_id": event.id},
        dedupe_key=f"tell_approval:{event.id}",
        rank=2,
    )


def _record(session: Session, kind: str, request: ApprovalRequest, *, actor: Actor) -> Event:
    return record(
        session,
        kind,
        subject=("approval", request.id),
        actor=actor,
        place=place_of(request.job),
        after={
            "state": request.state.value,
            "amount_cents": request.amount_cents,
            "approved_cents": request.approved_cents,
            "limit_cents": request.job.not_to_exceed_cents,
            "estimate_version": request.estimate_version,
            "reason": request.reason,
            "how": request.decided_how.value if request.decided_how else None,
            "words": request.decided_words,
        },
    )
