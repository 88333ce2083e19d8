"""A job's status follows its invoices by rule: completed, invoiced, paid. Nobody sets these by hand."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.billing.following_jobs import Billed, category_after, is_news
from core.billing.model import Invoice, InvoiceKind, InvoiceStatus
from core.billing.queries.balances import balances_of
from core.events.actions import Actor
from core.jobs.actions.status import (
    default_status,
    follow_billing,
    follow_billing_silently,
    lock_job,
)
from core.jobs.lifecycle import Category
from core.jobs.model import Job

# Completed, invoiced, paid: a job takes at most two steps at once, either way.
MOST_STEPS = 2


def follow_jobs(session: Session, job_ids: Collection[int | None], *, actor: Actor) -> None:
    """Bring each job to where its documents say it is; call it after whatever changes them or what is owed.

    Issued, with no draft left: invoiced. Nothing owed on any: paid. All void: completed again. People hear of steps
    forward, but not that nothing was paid. Locks the jobs in order of id; harmless to repeat.
    """
    for job_id in sorted({each for each in job_ids if each is not None}):
        job = lock_job(session, job_id)
        _follow(session, job, actor=actor)


def _follow(session: Session, job: Job, *, actor: Actor) -> None:
    billed = _billed(session, job)
    for _ in range(MOST_STEPS):
        was = Category(job.status.category)
        wanted = category_after(was, billed)
        if wanted is None:
            return
        enter = follow_billing if is_news(was, wanted, billed) else follow_billing_silently
        enter(session, job, default_status(session, wanted), actor=actor)


def _billed(session: Session, job: Job) -> Billed:
    rows = session.scalars(
        select(Invoice).where(Invoice.job_id == job.id, Invoice.status != InvoiceStatus.VOID)
    ).all()
    issued = [row for row in rows if row.status is InvoiceStatus.ISSUED]
    charges = [row.id for row in issued if row.kind is not InvoiceKind.CREDIT_NOTE]
    return Billed(
        drafts=len(rows) - len(issued),
        issued=len(charges),
        charged_cents=sum(row.total_cents for row in issued),
        owed_cents=sum(balances_of(session, charges).values()),
    )
