"""Where a job's limit comes from: an approval, or a hand. What an approval gave goes with it; what a hand set stays.

Callers hold the job's row.
"""

from __future__ import annotations

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from core.jobs.model import ApprovalRequest, Job


def give_limit(session: Session, request: ApprovalRequest, cents: int) -> None:
    """The job may cost this much by this approval from now on."""
    job = request.job
    standing = _standing(session, job.id)
    request.approved_cents = cents
    request.limit_before_cents = job.not_to_exceed_cents
    request.limit_before_from_id = standing.id if standing else None
    _hand_on(session, standing, request)
    job.not_to_exceed_cents = cents
    session.flush()


def take_limit_back(session: Session, request: ApprovalRequest) -> None:
    """The approval no longer counts: if the limit is still its own, the one before stands again.

    Approvals that came after it go back, if ever, to what was before this one.
    """
    before = request.limit_before_from_id
    if request.sets_limit:
        request.job.not_to_exceed_cents = request.limit_before_cents
        _hand_on(session, request, session.get(ApprovalRequest, before) if before else None)
    session.execute(
        update(ApprovalRequest)
        .where(
            ApprovalRequest.job_id == request.job_id,
            ApprovalRequest.limit_before_from_id == request.id,
        )
        .values(limit_before_cents=request.limit_before_cents, limit_before_from_id=before)
    )


def limit_is_set_by_hand(session: Session, job: Job) -> bool:
    """From now on the limit is whoever's who has just set it, be it the approved sum itself.

    False where it was no approval's before.
    """
    standing = _standing(session, job.id)
    _hand_on(session, standing, None)
    return standing is not None


def _standing(session: Session, job_id: int) -> ApprovalRequest | None:
    return session.scalar(
        select(ApprovalRequest).where(ApprovalRequest.job_id == job_id, ApprovalRequest.sets_limit)
    )


def _hand_on(session: Session, one: ApprovalRequest | None, other: ApprovalRequest | None) -> None:
    """One at a time: the database keeps to one approval a job."""
    if one is not None:
        one.sets_limit = False
        session.flush()
    if other is not None:
        other.sets_limit = True
        session.flush()
