"""What stands about a job's money: the newest question, and how much an e-mail may approve. Reads only."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.jobs.model import ApprovalLimit, ApprovalRequest, ApprovalState, Job

OPEN_STATES = (ApprovalState.PENDING, ApprovalState.HELD)


def latest_request_of(session: Session, job_id: int) -> ApprovalRequest | None:
    """The job's newest request, whatever became of it."""
    return session.scalar(
        select(ApprovalRequest)
        .where(ApprovalRequest.job_id == job_id)
        .order_by(ApprovalRequest.id.desc())
        .limit(1)
    )


def mail_limit_of(session: Session, job: Job) -> int:
    """The most an e-mail may approve, in cents: the customer's limit, else the job's own, else nothing."""
    set_for_customer = session.scalar(
        select(ApprovalLimit.limit_cents).where(ApprovalLimit.customer_id == job.customer_id)
    )
    if set_for_customer is not None:
        return set_for_customer
    return job.not_to_exceed_cents or 0
